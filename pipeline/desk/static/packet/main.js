// The packet page: loads a packet, draws its three panes, and keeps them in step.

import * as acts from "./acts.js";
import { byId, fill, h } from "./dom.js";
import * as dialogs from "./dialogs.js";
import { drawDocuments, fetchThumbs, markPages } from "./documents.js";
import { finish } from "./finish.js";
import { drawHead, drawTools } from "./head.js";
import { sections } from "./items.js";
import { watchKeys } from "./keys.js";
import { holdLease } from "./lease.js";
import { drawList, redraw, showChosen } from "./list.js";
import { clearFrame, watchPointer } from "./pointer.js";
import { prefetch } from "./prefetch.js";
import { change, kept, keep, state, watch } from "./state.js";
import { drawPage, zoomed } from "./viewer.js";
import { Refusal, get, t } from "../api.js";
import { urls } from "./net.js";

const boot = JSON.parse(byId("packet-boot").textContent);

const view = {
  zoom: (by) => change({ zoom: zoomed(by) }),
  fit: () => change({ zoom: 0 }),
  turn: () => {
    state.turns.set(state.page, ((state.turns.get(state.page) ?? 0) + 90) % 360);
    change({ turns: state.turns });
  },
  turnPage: (by) => {
    const keys = state.data.documents.flatMap((one) => one.pages);
    const next = keys[keys.indexOf(state.page) + by];
    if (next) change({ page: next });
  },
  layer: (name) => {
    const layers = { ...state.layers, [name]: !state.layers[name] };
    keep("layers", layers);
    change({ layers });
  },
  crop: () => change({ cropping: !state.cropping }),
  escape: () => {
    clearFrame();
    if (state.editing) acts.stopEditing();
    else change({ cropping: false, marked: new Set() });
  },
  help: () => dialogs.help(),
  history: () => dialogs.history(acts),
  finish: () => finish(open),
  sort: async () => {
    const pages = state.marked.size ? [...state.marked] : [state.page];
    const where = await dialogs.sorting(pages);
    if (where) acts.sortPages(pages, where);
  },
  next: () => state.data.next && open(state.data.next),
  nextPane: (by) => {
    const panes = [byId("documents").querySelector("[aria-current]"), byId("view"), byId("items").querySelector(".chosen-item .line")];
    const at = panes.findIndex((pane) => pane?.closest(".pane")?.contains(document.activeElement));
    panes[(at + by + panes.length) % panes.length]?.focus();
  },
};

const pageActs = {
  onPage: (key, event) => {
    if (event.ctrlKey || event.metaKey) {
      if (state.marked.has(key)) state.marked.delete(key);
      else state.marked.add(key);
      change({ marked: state.marked });
    } else if (event.shiftKey) markTo(key);
    else change({ page: key });
  },
  onDrop: (pages, document) => {
    const after = document.kind ? document.pages.at(-1) : null;
    acts.sortPages(pages, { kind: document.kind, begins: false, after });
  },
};

function markTo(key) {
  const keys = state.data.documents.flatMap((one) => one.pages);
  const [from, to] = [keys.indexOf(state.page), keys.indexOf(key)].sort((a, b) => a - b);
  change({ marked: new Set(keys.slice(from, to + 1)) });
}

watch((names) => {
  if (!state.data) return;
  const has = (...wanted) => wanted.some((name) => names.has(name));
  if (has("data", "readonly")) drawDocuments(pageActs);
  if (has("data", "page", "marked", "readonly")) markPages();
  if (has("data", "page", "zoom", "turns", "layers", "selected")) drawPage();
  if (has("data", "filter", "folded", "readonly", "pending")) drawList(acts);
  else if (has("selected", "editing", "revealed")) redraw([state.chosenBefore, state.selected].filter(Boolean), acts);
  if (has("selected", "focusChosen") && state.focusChosen) showChosen(true);
  if (has("data", "page", "zoom", "layers", "cropping", "turns", "readonly")) drawTools(view);
  if (has("data", "readonly", "lease", "pending")) drawHead(view);
  document.body.classList.toggle("cropping", state.cropping || state.editing?.mode === "correct");
});

/** Show a packet: the whole page, or from another one without loading the page anew. */
export async function open(packet, push = true) {
  byId("main").setAttribute("aria-busy", "true");
  try {
    await acts.written();
    const data = await get(urls.data(packet));
    if (push) window.history.pushState({ packet }, "", urls.page(packet));
    begin(packet, data);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fill(byId("stage"), h("p", { class: "empty", text: error.message }));
  } finally {
    byId("main").removeAttribute("aria-busy");
  }
}

function begin(packet, data) {
  document.title = t("title", { applicant: data.applicant || data.entries.join(" "), award: data.award_name });
  const first = sections(data)[0]?.items[0];
  state.turns.clear();
  state.pending.clear();
  state.marked.clear();
  state.revealed.clear();
  change({
    packet, data, toward: data.next, page: first?.spots.length ? "" : data.first, selected: "", editing: null, filter: "", zoom: 0, cropping: false,
    layers: kept("layers", state.layers), readonly: true, lease: "",
  });
  if (first) acts.choose(first.id);
  if (!state.page) change({ page: data.first });
  fetchThumbs(false);
  holdLease(packet, boot.decides);
  prefetch(data);
}

byId("filter").addEventListener("input", (event) => change({ filter: event.target.value }));
byId("filter").addEventListener("keydown", (event) => {
  if (event.isComposing || event.key !== "Escape") return;
  event.target.value = "";
  change({ filter: "", focusChosen: true });
});
watchPointer({ onChoose: (id) => acts.choose(id, { move: false }), onZoom: view.zoom, onFrame: acts.readFrame });
watchKeys(acts, view);
window.addEventListener("popstate", (event) => event.state?.packet && open(event.state.packet, false));
window.addEventListener("resize", () => state.data && change({ zoom: state.zoom }));
window.history.replaceState({ packet: boot.packet }, "");
open(boot.packet, false);
