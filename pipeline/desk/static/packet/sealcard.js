// A seal: the impression, its ring unrolled, and its title held against the expected one.

import { clipping } from "./crop.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { about, button, entered } from "./parts.js";
import { urls } from "./net.js";
import { state } from "./state.js";
import { get, t } from "../api.js";

const KINDS = ["contract", "finance", "invoice", "department", "name", "other"];
const strips = new Map();

export function sealCard(item, acts) {
  const { one } = item;
  const spot = { page: one.page, box: one.box, address: "" };
  return [
    about(item, acts),
    h("div", { class: "seal-pictures" }, clipping(spot, acts, { beside: 0.06, above: 0.06, most: 132, wide: 132 }), strip(one)),
    one.expected ? comparison(one) : h("p", { class: "value-text", text: one.title || t("no-title") }),
    facts(one),
    state.readonly ? null : actions(item, acts),
  ];
}

/** The unrolled ring; it is made when it is first asked for. */
function strip(one) {
  const box = h("div", { class: "strip" }, h("span", { class: "hint", text: t("loading") }));
  const url = urls.strip(state.packet, one.page, one.index);
  if (!strips.has(url)) strips.set(url, get(url).catch(() => null));
  strips.get(url).then((told) => {
    if (told?.picture) box.replaceChildren(h("img", { src: told.picture, alt: t("strip-of", { title: one.title }) }));
    else box.replaceChildren(h("span", { class: "hint", text: t("no-strip") }));
  });
  return box;
}

/** Expected above read, letter by letter; what differs has a sign, not only a colour. */
function comparison(one) {
  const cell = (text, letter) => {
    const kind = letter.same === true ? "same" : letter.same === false ? "differs" : "open";
    return h("td", { class: `letter ${kind}` }, text || "·");
  };
  const signs = one.letters.map((letter) => h("td", { class: "sign", text: letter.same === false ? "≠" : letter.same === null ? "?" : "" }));
  return h("div", { class: "comparison" },
    h("p", { class: `answer answer-${one.answer}` }, icon({ same: "machine", different: "wrong", cannot_tell: "unsure" }[one.answer]), t(`answer-${one.answer}`)),
    h("div", { class: "letters-wrap" }, h("table", { class: "letters", "aria-label": t("letters") }, h("tbody", {},
      h("tr", {}, h("th", { scope: "row", text: t("expected") }), one.letters.map((letter) => cell(letter.expected, letter))),
      h("tr", { "aria-hidden": "true", class: "signs" }, h("td", {}), signs),
      h("tr", {}, h("th", { scope: "row", text: t("read") }), one.letters.map((letter) => cell(letter.read, letter)))))));
}

function facts(one) {
  const pairs = [
    [t("seal-kind"), one.kind_name], [t("seal-shape"), one.shape_name], [t("seal-size"), one.size], [t("seal-ink"), one.ink_name],
    [t("seal-sure"), t("seal-sure-of", { seal: Math.round(one.confidence * 100), title: Math.round(one.title_confidence * 100) })],
    one.purpose ? [t("seal-purpose"), one.purpose] : null, one.code ? [t("seal-code"), one.code] : null,
    one.complete ? null : [t("seal-whole"), t("seal-cut")], one.drawn ? [t("seal-drawn"), t("seal-drawn-yes")] : null,
  ].filter(Boolean);
  return h("dl", { class: "facts" }, pairs.map(([name, value]) => h("div", {}, h("dt", { text: name }), h("dd", { text: value }))));
}

function actions(item, acts) {
  const mode = state.editing?.id === item.id ? state.editing.mode : "";
  if (mode === "other-organisation") return other(item, acts);
  if (mode === "wrong-kind") return wrongKind(item, acts);
  return h("div", { class: "actions" },
    button("valid", "done", () => acts.decideSeal(item, "valid"), { class: "primary" }, "↵"),
    button("other-organisation", null, () => acts.ask(item, "other-organisation")),
    button("wrong-kind", null, () => acts.ask(item, "wrong-kind")),
    button("not-a-seal", null, () => acts.decideSeal(item, "not-a-seal")),
    button("unclear", "unsure", () => acts.decideSeal(item, "unclear"), {}, "U"));
}

function other(item, acts) {
  const title = h("input", {
    id: "edit", class: "edit", type: "text", value: item.one.title, "aria-label": t("whose-seal"), autocomplete: "off",
    on: { keydown: (event) => entered(event, acts, () => acts.decideSeal(item, "other-organisation", { title: title.value })) },
  });
  return h("div", { class: "editor" }, h("label", { for: "edit", text: t("whose-seal") }), title,
    h("div", { class: "actions" },
      button("save", "done", () => acts.decideSeal(item, "other-organisation", { title: title.value }), { class: "primary" }, "↵"),
      button("cancel", null, () => acts.stopEditing(), {}, "Esc")));
}

function wrongKind(item, acts) {
  return h("div", { class: "editor" }, h("p", { class: "hint", text: t("which-kind") }),
    h("div", { class: "choices" }, KINDS.map((kind, at) => h("button", {
      type: "button", id: at ? null : "edit", on: { click: () => acts.decideSeal(item, "wrong-kind", { kind }) }, text: t(`kind-${kind}`),
    }))), h("div", { class: "actions" }, button("cancel", null, () => acts.stopEditing(), {}, "Esc")));
}
