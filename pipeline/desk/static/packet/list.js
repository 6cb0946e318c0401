// The right pane: sections of items, each a line; the chosen one is opened as a card.

import { byId, fill, h } from "./dom.js";
import { fieldCard } from "./fieldcard.js";
import { dot, icon } from "./icons.js";
import { sections } from "./items.js";
import { joinCard } from "./joincard.js";
import { stateWord } from "./parts.js";
import { rulesCard } from "./rulecard.js";
import { sealCard } from "./sealcard.js";
import { state } from "./state.js";
import { curedCard, replacedCard } from "./turncard.js";
import { t } from "../api.js";

const CARDS = { rule: rulesCard, field: fieldCard, seal: sealCard, cured: curedCard, join: joinCard, replaced: replacedCard };

/** Draw the whole list; `acts` are what its cards can do. */
export function drawList(acts) {
  const pane = byId("items");
  const at = pane.scrollTop;
  fill(pane, sections(state.data, state.filter).map((section) => sectionPart(section, acts)));
  pane.scrollTop = at;
}

function sectionPart(section, acts) {
  const folded = state.folded.has(section.name) && !state.filter;
  const id = `section-${section.name}`;
  const head = h("h3", { class: "section-head" },
    h("button", {
      type: "button", "aria-expanded": String(!folded), "aria-controls": id,
      on: { click: () => acts.fold(section.name) },
    }, icon("down"), h("span", { text: section.title }), h("span", { class: "count", text: section.items.length })));
  const body = h("div", { id, class: "section-body", hidden: folded },
    section.items.length ? section.items.map((item) => row(item, acts)) : h("p", { class: "nothing" }, icon("done"), section.empty));
  return h("section", { class: `section section-${section.name.split("-")[0]}` }, head, body);
}

function row(item, acts) {
  const chosen = item.id === state.selected;
  const line = h("button", {
    type: "button", class: `line line-${item.state}`, "data-item": item.id,
    "aria-expanded": String(chosen), tabindex: chosen || (!state.selected && item.one.open) ? 0 : -1,
    on: { click: () => acts.choose(item.id) },
  }, dot(item.state, stateWord(item)), h("span", { class: "line-label", text: item.label }), shortly(item));
  const busy = state.pending.has(item.id);
  return h("div", { class: `item ${chosen ? "chosen-item" : ""} ${busy ? "busy" : ""}`, "data-for": item.id }, line,
    chosen ? h("div", { class: "opened", role: "group", "aria-label": item.label }, CARDS[item.type](item, acts)) : null);
}

function shortly(item) {
  const { one } = item;
  if (item.type === "rule") return h("span", { class: "line-value code" }, one.turn && one.open ? h("span", { class: "turn", text: t(`turned-${one.turn}`) }) : null, one.code);
  if (item.type === "join") return h("span", { class: "line-value", text: t(one.joined ? "joined" : "not-joined") });
  if (item.type === "cured") return h("span", { class: "line-value code", text: one.code });
  if (item.type === "replaced") return h("span", { class: "line-value", text: t("replaced") });
  if (item.type === "seal") return h("span", { class: "line-value", text: one.title || one.kind_name });
  const empty = one.presence !== "filled";
  return h("span", { class: `line-value ${empty ? "none" : ""}`, text: empty ? one.presence_name : one.value });
}

/** Redraw only the lines of these items: choosing one need not draw two hundred. */
export function redraw(ids, acts) {
  const all = new Map(sections(state.data, state.filter).flatMap((section) => section.items).map((item) => [item.id, item]));
  for (const id of ids) {
    const old = byId("items").querySelector(`[data-for="${CSS.escape(id)}"]`);
    if (old && all.has(id)) old.replaceWith(row(all.get(id), acts));
  }
}

/** Let the chosen item be seen; the keyboard follows where it was in the list. */
export function showChosen(focus) {
  const line = byId("items").querySelector(".chosen-item");
  if (!line) return;
  const pane = byId("items");
  const [top, bottom] = [line.offsetTop, line.offsetTop + line.offsetHeight];
  const head = 34;
  if (top - head < pane.scrollTop) pane.scrollTop = top - head;
  else if (bottom > pane.scrollTop + pane.clientHeight) pane.scrollTop = Math.min(top - head, bottom - pane.clientHeight + 8);
  if (focus) line.querySelector(".line").focus({ preventScroll: true });
}
