// The letter page: what is changed is previewed as it will be sent, and written when asked.

import { Refusal, post, t, toast, trying } from "./api.js";

const boot = JSON.parse(document.getElementById("boot").textContent);
const form = document.getElementById("edits");
const sheet = document.getElementById("sheet");
const added = document.getElementById("added");
const blank = document.getElementById("blank-item");
const csrf = document.querySelector('meta[name="csrf"]').content;
const base = `/packets/${boot.packet}/letter`;
const WAIT = 350; // milliseconds without typing before the preview is made anew

const field = (item, name) => item.querySelector(`[name="${name}"]`).value.trim();

/** What differs from the letter as it was drafted. */
function edits() {
  const items = [...form.querySelectorAll(".item[data-key]")].map((item) => ({
    key: item.dataset.key,
    what: field(item, "what"),
    remedy: field(item, "remedy"),
    left_out: item.querySelector('[name="left_out"]').checked,
  }));
  const more = [...added.querySelectorAll(".item")]
    .map((item) => ({ what: field(item, "what"), remedy: field(item, "remedy") }))
    .filter((one) => one.what);
  return { items, added: more, due: form.elements.due.value || null };
}

let asked = null;

async function preview() {
  asked?.abort();
  asked = new AbortController();
  sheet.classList.add("stale");
  try {
    const response = await fetch(`${base}/preview`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ edits: edits(), seen: boot.seen }),
      signal: asked.signal,
    });
    if (!response.ok) throw new Refusal(response.status, { text: t("letter-failed") });
    // The desk's own template made it; every word of it is escaped there.
    sheet.innerHTML = await response.text();
    sheet.classList.remove("stale");
  } catch (error) {
    if (error.name !== "AbortError") toast(t("letter-failed"), "wrong");
  }
}

let waiting = 0;
function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(preview, WAIT);
}

form.addEventListener("input", (event) => {
  const item = event.target.closest(".item");
  item?.classList.toggle("out", item.querySelector('[name="left_out"]')?.checked ?? false);
  changed();
});

document.getElementById("add").addEventListener("click", () => {
  added.append(blank.content.cloneNode(true));
  const item = added.lastElementChild;
  item.querySelector(".remove").addEventListener("click", () => {
    item.remove();
    changed();
  });
  item.querySelector("textarea").focus();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector(".primary");
  button.disabled = true;
  const written = await trying(async () => {
    const letter = await post(base, { edits: edits(), seen: boot.seen });
    toast(t("letter-written", { number: letter.number }));
    location.assign(`${base}/${letter.sha256}.docx`);
    setTimeout(() => location.assign(base + boot.way), 1200);
  });
  if (!written) button.disabled = false;
});

if (boot.due) preview();
