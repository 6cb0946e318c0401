// Taking in: files are gathered, sent one by one as they are, and then taken in by the desk itself.

import { Refusal, del, icon, post, t, toast, trying, words } from "./api.js";
import "./batch.js";

const drop = document.getElementById("drop");
const list = document.getElementById("list");
const send = document.getElementById("send");
const csrf = document.querySelector('meta[name="csrf"]').content;
let pending = []; // {file, name, kind}

function add(found) {
  const known = new Set(pending.map(({ name, kind }) => `${kind} ${name}`));
  pending.push(...found.filter(({ name, kind }) => !known.has(`${kind} ${name}`)));
  draw();
}

function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  while (bytes >= 1000 && unit < 3) {
    bytes /= 1000;
    unit += 1;
  }
  return `${bytes.toFixed(bytes < 10 && unit ? 1 : 0)} ${units[unit]}`;
}

/** Files by delivery: a folder's under its name, others each for itself. */
function entries() {
  const found = new Map();
  for (const one of pending) {
    const top = one.name.split("/")[0];
    found.set(top, [...(found.get(top) ?? []), one]);
  }
  return found;
}

function draw() {
  const found = entries();
  const bytes = (files) => files.reduce((sum, { file }) => sum + file.size, 0);
  document.getElementById("pending").hidden = !pending.length;
  document.getElementById("summary").textContent =
    t("entries", { count: found.size, size: size(bytes(pending)) });
  list.replaceChildren(...[...found].map(([name, files]) => {
    const line = document.createElement("li");
    const said = document.createElement("span");
    said.className = "name";
    said.textContent = name;
    const much = document.createElement("small");
    much.className = "why";
    much.textContent = (files.length > 1 ? `${files.length} × ` : "") + size(bytes(files));
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "quiet";
    remove.setAttribute("aria-label", t("remove", { name }));
    remove.append(icon("close"));
    remove.addEventListener("click", () => {
      pending = pending.filter((one) => !files.includes(one));
      draw();
    });
    line.append(icon("file"), said, much, remove);
    return line;
  }));
}

async function put(upload, { file, name, kind }) {
  let response;
  try {
    response = await fetch(`/upload/${upload}/file`, {
      method: "PUT",
      headers: {
        Accept: "application/json", "X-CSRF-Token": csrf,
        "X-Name": encodeURIComponent(name), "X-Kind": kind,
      },
      body: file,
    });
  } catch {
    throw new Refusal(0, { error: "offline", text: words.offline });
  }
  if (!response.ok) throw new Refusal(response.status, await response.json().catch(() => ({})));
}

send.addEventListener("click", async () => {
  const said = document.getElementById("said");
  const progress = document.getElementById("progress");
  const bytes = pending.reduce((sum, { file }) => sum + file.size, 0);
  send.disabled = true;
  progress.hidden = false;
  progress.max = bytes || 1;
  let upload = null;
  const well = await trying(async () => {
    ({ upload } = await post("/upload"));
    let done = 0, sent = 0;
    for (const one of pending) {
      said.textContent = t("sending", { done: (done += 1), count: pending.length });
      await put(upload, one);
      progress.value = sent += one.file.size;
    }
    await post(`/upload/${upload}/done`);
  });
  if (well) {
    toast(t("sent", { count: pending.length }));
    pending = [];
    for (const field of document.querySelectorAll("[data-kind]")) field.value = "";
    draw();
  } else if (upload) {
    await del(`/upload/${upload}`).catch(() => {});
  }
  said.textContent = "";
  progress.hidden = true;
  progress.value = 0;
  send.disabled = false;
});

document.getElementById("clear").addEventListener("click", () => {
  pending = [];
  draw();
});

for (const [button, field] of [["choose-files", "files"], ["choose-folder", "folder"]]) {
  const input = document.getElementById(field);
  document.getElementById(button).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    add([...input.files].map((file) =>
      ({ file, name: file.webkitRelativePath || file.name, kind: "packet" })));
    input.value = "";
  });
}

for (const field of document.querySelectorAll("[data-kind]")) {
  field.addEventListener("change", () => {
    pending = pending.filter(({ kind }) => kind !== field.dataset.kind);
    add([...field.files].map((file) => ({ file, name: file.name, kind: field.dataset.kind })));
  });
}

/** All files below something that was dropped, with their paths. */
async function inside(entry, path = "") {
  const name = path + entry.name;
  if (entry.isFile) {
    const file = await new Promise((good, bad) => entry.file(good, bad));
    return [{ file, name, kind: "packet" }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((good, bad) => reader.readEntries(good, bad));
    if (!some.length) return found;
    for (const one of some) found.push(...(await inside(one, `${name}/`)));
  }
}

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("over");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  for (const entry of dropped) add(await inside(entry));
});

addEventListener("beforeunload", (event) => {
  if (pending.length) event.preventDefault();
});
