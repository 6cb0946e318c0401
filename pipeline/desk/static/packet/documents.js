// The left pane: documents, and their pages as small pictures with marks.

import { byId, fill, h } from "./dom.js";
import { dot, icon } from "./icons.js";
import { urls } from "./net.js";
import { state } from "./state.js";
import { t } from "../api.js";

/** Draw all of it; `acts`: onPage(key, event), onDrop(pages, after, kind). */
export function drawDocuments(acts) {
  const marks = marksByPage();
  fill(byId("documents"),
    state.data.documents.map((one) => documentPart(one, marks, acts)),
    state.data.unopened.length ? problems(state.data.unopened) : null);
}

/** Only which page is shown and which are marked; the pictures stay. */
export function markPages() {
  for (const thumb of byId("documents").querySelectorAll(".thumb")) {
    const current = thumb.dataset.page === state.page;
    if (current) thumb.setAttribute("aria-current", "page");
    else thumb.removeAttribute("aria-current");
    thumb.classList.toggle("marked", state.marked.has(thumb.dataset.page));
    if (current) thumb.scrollIntoView({ block: "nearest" });
  }
}

function documentPart(one, marks, acts) {
  const title = h("h3", { class: "document-name" }, one.replaced ? t("before-of", { document: one.name }) : one.name,
    one.copy_name ? h("span", { class: "copy", title: t("known-by", { how: one.copy_known_by }), text: one.copy_name }) : null);
  const part = h("section", { class: `document ${one.kind ? "" : "loose"} ${one.replaced ? "replaced" : ""}`, "data-kind": one.kind },
    title, h("div", { class: "thumbs" }, one.pages.map((key, at) => thumb(state.data.pages[key], at + 1, marks.get(key), acts))));
  if (!state.readonly && !one.replaced) receive(part, one, acts);
  return part;
}

// The page that is looked at comes first: small pictures wait until it is there, or a little.
const PATIENCE = 2500;
let packetShown = "";

function source(page) {
  const url = urls.picture(state.packet, page.key, 200);
  return packetShown === state.packet ? { src: url } : { "data-src": url };
}

/** Fetch the small pictures; `now`: the page is there. Else that is waited for. */
export function fetchThumbs(now) {
  const packet = state.packet;
  if (packetShown === packet) return;
  if (!now) {
    setTimeout(() => state.packet === packet && fetchThumbs(true), PATIENCE);
    return;
  }
  packetShown = packet;
  for (const image of byId("documents").querySelectorAll("img[data-src]")) image.src = image.dataset.src;
}

function thumb(page, number, marks, acts) {
  const found = marks ?? { wrong: 0, unsure: 0 };
  const told = [t("thumb", { number }), found.wrong && t("thumb-wrong", { count: found.wrong }), found.unsure && t("thumb-unsure", { count: found.unsure })]
    .filter(Boolean).join(t("comma"));
  const picture = page.picture
    ? h("img", { ...source(page), alt: "", loading: "lazy", fetchpriority: "low", width: 68, height: Math.round(Math.min(100, (68 * page.height) / page.width)), draggable: "false" })
    : h("span", { class: "no-picture", "aria-hidden": "true" }, page.office ? page.source : t("blank"));
  return h("button", {
    class: "thumb", type: "button", "data-page": page.key, "aria-label": told, title: page.file,
    draggable: state.readonly ? null : "true",
    on: {
      click: (event) => acts.onPage(page.key, event),
      dragstart: (event) => event.dataTransfer.setData("text/plain", page.key),
    },
  }, picture,
    h("span", { class: "thumb-foot" }, h("span", { text: number }),
      found.wrong ? dot("wrong", t("thumb-wrong", { count: found.wrong })) : null,
      found.unsure ? dot("unsure", t("thumb-unsure", { count: found.unsure })) : null,
      page.moved ? dot("confirmed", t("moved-by", { name: page.moved.by })) : null));
}

/** A document takes pages that are dropped on it, behind its last one. */
function receive(part, one, acts) {
  part.addEventListener("dragover", (event) => {
    event.preventDefault();
    part.classList.add("over");
  });
  part.addEventListener("dragleave", () => part.classList.remove("over"));
  part.addEventListener("drop", (event) => {
    event.preventDefault();
    part.classList.remove("over");
    const key = event.dataTransfer.getData("text/plain");
    if (!state.data.pages[key] || one.pages.includes(key)) return;
    const pages = state.marked.has(key) ? [...state.marked] : [key];
    acts.onDrop(pages, one);
  });
}

function problems(files) {
  return h("section", { class: "document problems" },
    h("h3", { class: "document-name" }, icon("wrong"), t("file-problems")),
    h("ul", {}, files.map((file) => h("li", {},
      h("a", { href: urls.original(state.packet, file.sha256), download: true, title: t("original-warning"), text: file.path }),
      h("p", { text: file.problems.join(" ") })))));
}

/** How many open items of which state point at which page. */
function marksByPage() {
  const marks = new Map();
  const note = (key, kind) => {
    if (!marks.has(key)) marks.set(key, { wrong: 0, unsure: 0 });
    marks.get(key)[kind] += 1;
  };
  for (const rule of state.data.rules.filter((one) => one.open && !one.note)) {
    for (const key of new Set(rule.spots.map((spot) => spot.page))) note(key, rule.state === "wrong" ? "wrong" : "unsure");
  }
  for (const field of state.data.fields.filter((one) => one.doubtful && one.spot)) note(field.spot.page, "unsure");
  return marks;
}
