// A finding: why, the places that show it, what to do; and what a person makes of it.

import { clipping, placeLink } from "./crop.js";
import { h } from "./dom.js";
import { dot, icon } from "./icons.js";
import { itemOf } from "./items.js";
import { about, button, entered } from "./parts.js";
import { state } from "./state.js";
import { t } from "../api.js";

const REASONS = ["checked", "phoned", "exempt"];

export function rulesCard(item, acts) {
  const { one } = item;
  return [
    about(item, acts),
    one.turn && one.open ? h("p", { class: "why", text: t(`turn-${one.turn}`) }) : null,
    one.message ? h("p", { class: "message", text: one.message }) : null,
    evidence(one, acts),
    related(one, acts),
    one.remedy && one.verdict === "unmet" ? h("p", { class: "remedy" }, h("b", { text: t("remedy") }), one.remedy) : null,
    h("p", { class: "source" }, `${one.code} · ${one.severity_name}`),
    state.readonly ? null : actions(item, acts),
  ];
}

function evidence(one, acts) {
  const places = one.spots.filter((spot) => spot.box || spot.address);
  const whole = one.spots.filter((spot) => !spot.box && !spot.address);
  return h("div", { class: "evidence" },
    places.map((spot) => h("figure", {}, clipping(spot, acts, { most: 84 }), h("figcaption", {}, placeLink(spot, acts, icon("place"))))),
    whole.map((spot) => placeLink(spot, acts, icon("place"))));
}

/** The fields and seals that a finding is about: deciding one of them judges it again. */
function related(one, acts) {
  const items = [...one.seals.map((key) => itemOf(`seal:${key}`)), ...one.fields.map((key) => itemOf(`field:${key}`))].filter(Boolean);
  if (!items.length) return null;
  return h("ul", { class: "related", "aria-label": t("related") }, items.map((other) => h("li", {}, h("button", {
    type: "button", class: "related-item", on: { click: () => acts.choose(other.id) },
  }, dot(other.state), h("span", { class: "related-label", text: relatedName(other) }),
  h("span", { class: "related-value", text: other.one.value ?? other.one.title ?? "" })))));
}

const relatedName = (item) => (item.type === "field" ? `${item.one.form_name} · ${item.label}` : t("seal-at", { place: item.label }));

function actions(item, acts) {
  const { one } = item;
  if (state.editing?.id === item.id) return reason(item, acts);
  if (one.settled || one.verdict === "met") return null;
  if (one.verdict === "unsure") {
    return h("div", { class: "actions" },
      button("fine", "done", () => acts.ask(item, "set-aside"), { class: "primary" }, "↵"),
      button("ask", null, () => acts.decideRule(item, "ask"), {}));
  }
  return h("div", { class: "actions" },
    button("agree", "done", () => acts.decideRule(item, "agree"), { class: "primary" }, "↵"),
    button("set-aside", "dismissed", () => acts.ask(item, "set-aside"), {}, "E"),
    button("ask", null, () => acts.decideRule(item, "ask"), {}));
}

function reason(item, acts) {
  const start = item.one.verdict === "unsure" ? t("reason-checked") : "";
  const save = () => field.value.trim() && acts.decideRule(item, "set-aside", field.value.trim());
  const field = h("input", {
    id: "edit", class: "edit", type: "text", maxlength: 300, value: start, autocomplete: "off", "aria-label": t("reason"), required: true,
    on: { keydown: (event) => entered(event, acts, save) },
  });
  return h("div", { class: "editor" }, h("label", { for: "edit", text: t("reason") }), field,
    h("div", { class: "choices" }, REASONS.map((name) => h("button", {
      type: "button", text: t(`reason-${name}`), on: { click: () => { field.value = t(`reason-${name}`); field.focus(); } },
    }))),
    h("div", { class: "actions" }, button("save", "done", save, { class: "primary" }, "↵"), button("cancel", null, () => acts.stopEditing(), {}, "Esc")));
}
