// A field: what stands on the paper, what was read, and what a person says of it.

import { clipping, placeLink } from "./crop.js";
import { h } from "./dom.js";
import { editor } from "./editor.js";
import { icon } from "./icons.js";
import { about, button } from "./parts.js";
import { state } from "./state.js";
import { beforeAndNow } from "./turncard.js";
import { t } from "../api.js";

export function fieldCard(item, acts) {
  const { one } = item;
  const editing = state.editing?.id === item.id;
  return [
    about(item, acts),
    ...(one.before ? beforeAndNow(one, state.revealed.get(one.key) ?? one.value, acts) : [place(one, acts)]),
    editing ? editor(item, acts) : value(item, acts),
    one.objection && !one.person ? h("p", { class: "objection" }, icon("unsure"), one.objection) : null,
    one.readings.length > 1 ? readings(one, acts) : h("p", { class: "why", text: one.why }),
    state.readonly || editing ? null : actions(item, acts),
  ];
}

function place(one, acts) {
  if (!one.spot) return h("p", { class: "hint", text: t("no-place") });
  return clipping(one.spot, acts) ?? placeLink(one.spot, acts, icon("place"));
}

function value(item, acts) {
  const { one } = item;
  const shown = state.revealed.get(one.key) ?? one.value;
  const empty = one.presence !== "filled";
  return h("div", { class: "value" },
    h("p", { class: `value-text ${empty ? "none" : ""}`, text: empty ? one.presence_name : shown }),
    one.masked && !state.revealed.has(one.key) ? button("reveal", "eye", () => acts.reveal(item), { class: "quiet small" }) : null,
    one.raw && one.raw !== one.value && !empty ? h("p", { class: "raw" }, h("b", { text: t("raw") }), one.raw) : null,
    h("p", { class: "sure" }, meter(one.confidence, one), h("span", { text: one.origin_name })));
}

/** How sure the machine is; of what a person said it has nothing to say. */
function meter(confidence, one) {
  if (one.origin === "person") return null;
  const share = Math.round(confidence * 100);
  return h("span", { class: "sure-part" },
    h("meter", { min: 0, max: 1, low: 0.6, high: 0.9, optimum: 1, value: confidence, "aria-label": t("confidence") }),
    h("span", { text: t("confidence-of", { share }) }));
}

function readings(one, acts) {
  const [paper, electronic] = one.readings;
  const differs = paper.value !== electronic.value;
  return h("table", { class: "readings" },
    h("caption", { text: one.why }),
    h("tbody", {}, one.readings.map((reading, at) => h("tr", {},
      h("th", { scope: "row" }, reading.spot ? h("button", { type: "button", class: "place-link", on: { click: () => acts.goTo(reading.spot) } }, icon("place"), h("span", { text: reading.version })) : reading.version),
      h("td", {}, reading.presence === "filled" ? compared(reading.value, one.readings[1 - at].value, differs) : h("i", { text: reading.presence_name })),
      h("td", { class: "number", text: `${Math.round(reading.confidence * 100)}%` }),
      h("td", { class: "origin", text: reading.origin })))));
}

/** A value with what the other one has otherwise set off; the beginning and end they share is plain. */
function compared(value, other, differs) {
  if (!differs || !value || !other) return value;
  let [start, end] = [0, 0];
  const least = Math.min(value.length, other.length);
  while (start < least && value[start] === other[start]) start += 1;
  while (end < least - start && value.at(-1 - end) === other.at(-1 - end)) end += 1;
  const middle = value.slice(start, value.length - end);
  return [value.slice(0, start), h("mark", { text: middle || "∅" }), end ? value.slice(-end) : ""].filter(Boolean);
}

function actions(item, acts) {
  const { one } = item;
  const confirmable = one.presence !== "not_found" && one.presence !== "unreadable";
  return h("div", { class: "actions" },
    button("confirm", "done", () => acts.decideField(item, "confirm"), { class: "primary", disabled: !confirmable }, "↵"),
    button("correct", null, () => acts.edit(item), {}, "E"),
    button("blank", null, () => acts.decideField(item, "blank"), {}, "B"),
    button("unreadable", null, () => acts.decideField(item, "unreadable"), {}, "U"));
}
