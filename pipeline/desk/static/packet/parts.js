// What several cards are made of: the state in a word, buttons, and who decided.

import { h } from "./dom.js";
import { icon, mark } from "./icons.js";
import { state } from "./state.js";
import { t } from "../api.js";

/** The state of an item in a word: a machine's "right" is not a person's. */
export function stateWord(item) {
  const { one } = item;
  if (item.type === "rule") {
    if (one.settled) return t(`settled-${one.settled}`);
    if (one.verdict === "met") return t("state-machine-met");
  }
  if (item.type === "join" && one.answer) return t(`joined-${one.answer}`);
  if (item.type === "cured") return t("state-cured");
  if (item.type === "replaced") return t("replaced");
  return t(`state-${item.state}`);
}

/** The line of what an item is: its mark, and who decided. */
export function about(item, acts) {
  const { person } = item.one;
  return h("div", { class: "about" }, mark(item.state, stateWord(item)),
    person ? h("span", { class: "by" }, t("decided-by", { name: person.by, at: person.at }), person.reason ? ` ${t("because", { reason: person.reason })}` : "") : null,
    person && !state.readonly ? button("undo", "undo", () => acts.undo(person.entry), { class: "quiet small" }) : null);
}

/** A button with a key beside its word; `name` is its wording. */
export function button(name, drawing, run, props = {}, key = "") {
  return h("button", { type: "button", ...props, on: { click: run } },
    drawing ? icon(drawing) : null, h("span", { text: t(`do-${name}`) }), key ? h("kbd", { "aria-hidden": "true", text: key }) : null);
}

/** Enter saves, Escape gives up; neither while characters are being composed. */
export function entered(event, acts, save) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter") {
    event.preventDefault();
    save();
  } else if (event.key === "Escape") {
    event.preventDefault();
    acts.stopEditing();
  }
}
