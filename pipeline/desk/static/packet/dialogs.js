// Windows over the page: keys, history, sorting. The browser keeps the focus inside.

import { h } from "./dom.js";
import { icon, mark } from "./icons.js";
import { state } from "./state.js";
import { t } from "../api.js";

/** Show a window; the promise gives the chosen button's value, or undefined where it was closed. */
export function show(title, body, buttons = [], wide = false) {
  return new Promise((resolve) => {
    let chosen;
    const window = h("dialog", { class: wide ? "wide" : null, "aria-labelledby": "dialog-title" },
      h("div", { class: "dialog-head" }, h("h2", { id: "dialog-title", text: title }),
        h("button", { type: "button", class: "quiet", "aria-label": t("close"), on: { click: () => window.close() } }, icon("close"))),
      h("div", { class: "dialog-body" }, body),
      buttons.length ? h("div", { class: "dialog-foot" }, buttons.map((one) => h("button", {
        type: "button", class: one.primary ? "primary" : null, on: { click: () => { chosen = one.value; window.close(); } },
      }, t(`do-${one.name}`)))) : null);
    window.addEventListener("close", () => {
      window.remove();
      resolve(chosen);
    });
    document.body.append(window);
    window.showModal();
    (window.querySelector("[autofocus], .primary") ?? window.querySelector("button"))?.focus();
  });
}

const KEYS = [
  ["↵", "enter"], ["Tab / ⇧Tab", "tab"], ["E", "edit"], ["Esc", "escape"], ["B", "blank"], ["U", "unreadable"],
  ["[ ]", "pages"], ["+ − 0", "zoom"], ["R", "turn"], ["S", "seal"], ["Z", "undo"], ["Ctrl ↵", "finish"], ["?", "help"],
];

export function help() {
  return show(t("keys"), [
    h("dl", { class: "keys" }, KEYS.map(([key, name]) => h("div", {}, h("dt", {}, h("kbd", { text: key })), h("dd", { text: t(`key-${name}`) })))),
    h("p", { class: "hint", text: t("keys-hint") }),
    h("h3", { text: t("marks") }),
    h("ul", { class: "legend" }, ["wrong", "unsure", "machine", "confirmed", "dismissed"].map((name) => h("li", {}, mark(name), h("span", { text: t(`about-${name}`) })))),
  ]);
}

export function history(acts) {
  const lines = state.data.history.map((line) => h("li", { class: line.undone ? "undone" : null },
    h("span", { class: "when", text: line.at }), h("b", { text: line.by }),
    h("span", { class: "what" }, line.what, h("strong", { text: line.answer }), line.reason ? h("em", { text: line.reason }) : null,
      line.undone ? h("span", { class: "hint", text: t("undone") }) : null),
    line.can_undo && !state.readonly ? h("button", { type: "button", class: "quiet small", on: { click: (event) => {
      event.target.closest("dialog").close();
      acts.undo(line.entry);
    } } }, icon("undo"), t("do-undo")) : null));
  return show(t("history"), lines.length ? h("ol", { class: "history" }, lines) : h("p", { class: "nothing", text: t("no-history") }), [], true);
}

/** Say what pages are; gives {kind, begins} or undefined. */
export async function sorting(pages) {
  const first = state.data.pages[pages[0]];
  const now = state.data.documents.find((one) => one.pages.includes(first.key));
  const kind = h("select", { id: "sort-kind", autofocus: true },
    h("option", { value: "", text: t("unsorted") }), state.data.kinds.map((one) => h("option", { value: one.kind, text: one.name })));
  kind.value = now?.kind ?? "";
  const begins = h("input", { type: "checkbox", id: "sort-begins" });
  const answer = await show(t("sorting"), [
    h("p", { text: t("sorting-lead", { count: pages.length }) }),
    h("label", { for: "sort-kind", text: t("sort-kind") }), kind,
    h("p", {}, begins, h("label", { for: "sort-begins", text: t("sort-begins") })),
    h("p", { class: "hint", text: t("sort-hint") }),
  ], [{ name: "move", value: true, primary: true }, { name: "cancel", value: false }]);
  return answer ? { kind: kind.value, begins: begins.checked } : undefined;
}
