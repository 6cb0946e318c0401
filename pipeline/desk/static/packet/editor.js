// Typing what stands in a field: checked at once, also by reading a part of the page.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { button } from "./parts.js";
import { urls } from "./net.js";
import { state } from "./state.js";
import { post, t } from "../api.js";

const LONG = new Set(["richtext"]);
const SOON = 160;

export function editor(item, acts) {
  const { one } = item;
  const shown = state.revealed.get(one.key) ?? (one.masked ? "" : one.value);
  const start = state.editing.text ?? shown;
  const told = h("p", { class: "check", id: "check", role: "status" });
  const props = {
    id: "edit", class: "edit", "aria-label": t("edit-label", { label: one.label }), "aria-describedby": "check",
    autocomplete: "off", spellcheck: "false", value: start, list: one.options.length ? "options" : null,
    on: { input: () => soon(item, field, told), keydown: (event) => keyed(event, item, field, acts) },
  };
  const field = LONG.has(one.kind) ? h("textarea", { ...props, rows: 4 }) : h("input", { ...props, type: "text" });
  check(item, field, told);
  return h("div", { class: "editor" }, field,
    one.options.length ? h("datalist", { id: "options" }, one.options.map((option) => h("option", { value: option }))) : null,
    told, h("p", { class: "hint" }, icon("crop"), t("crop-hint")),
    h("div", { class: "actions" },
      button("save", "done", () => acts.decideField(item, "correct", field.value), { class: "primary" }, "↵"),
      button("cancel", null, () => acts.stopEditing(), {}, "Esc")));
}

function keyed(event, item, field, acts) {
  if (event.isComposing || event.keyCode === 229) return;
  const plain = event.key === "Enter" && (!LONG.has(item.one.kind) || !event.shiftKey);
  if (plain && !event.ctrlKey) {
    event.preventDefault();
    acts.decideField(item, "correct", field.value);
  } else if (event.key === "Escape") {
    event.preventDefault();
    acts.stopEditing();
  }
}

let timer = 0;
let asked = 0;

function soon(item, field, told) {
  state.editing.text = field.value;
  clearTimeout(timer);
  timer = setTimeout(() => check(item, field, told), SOON);
}

/** Ask what the field's type makes of the text; an answer that comes too late is dropped. */
async function check(item, field, told) {
  const mine = ++asked;
  const { form, field: name } = item.one;
  const text = field.value;
  if (!text.trim()) return answered(told, field, { value: "", objection: "" });
  try {
    const said = await post(urls.check(state.packet), { form, field: name, text });
    if (mine === asked && field.isConnected) answered(told, field, said);
  } catch {
    // the answer to saving tells what is wrong
  }
  return undefined;
}

function answered(told, field, said) {
  told.className = `check ${said.objection ? "against" : "good"}`;
  field.setAttribute("aria-invalid", String(Boolean(said.objection)));
  told.replaceChildren();
  if (said.objection) told.append(icon("unsure"), said.objection);
  else if (said.value) told.append(icon("done"), t("check-good", { value: said.value }));
}
