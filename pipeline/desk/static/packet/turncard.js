// What a correction brought: a defect that it closed, a document in the place of another, and what
// a field said before it. Old stands beside new, each with its place.

import { clipping, placeLink } from "./crop.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { about } from "./parts.js";
import { t } from "../api.js";

const HALF = { most: 84, wide: 180 };

/** A place under a heading: its clipping where it has one, else a link. */
function side(name, spots, acts, words = null) {
  const spot = spots.find((one) => one.box) ?? spots[0];
  return h("figure", { class: "turn-side" }, h("figcaption", { text: name }), words,
    ...(spot ? [clipping(spot, acts, HALF), placeLink(spot, acts, icon("place"))] : [h("p", { class: "hint", text: t("no-place") })]));
}

export function curedCard(item, acts) {
  const { one } = item;
  return [
    about(item, acts),
    h("p", { class: "message", text: one.text }),
    h("div", { class: "turn-sides" }, side(t("before"), one.was, acts), side(t("since"), one.proof, acts)),
    h("p", { class: "source", text: one.code }),
  ];
}

export function replacedCard(item, acts) {
  const { one } = item;
  const path = (name) => h("p", { class: "turn-path", text: name });
  return [
    about(item, acts),
    h("div", { class: "turn-sides" }, side(t("before"), [one.old], acts, path(one.old_path)), side(t("since"), [one.new], acts, path(one.new_path))),
  ];
}

/** What a field said before it was corrected, and what it says now. */
export function beforeAndNow(one, shown, acts) {
  const { before } = one;
  const said = (presence, name, value) => h("p", { class: `turn-value ${presence === "filled" ? "" : "none"}`, text: presence === "filled" ? value : name });
  return [
    h("div", { class: "turn-sides" },
      side(t("before"), before.spot ? [before.spot] : [], acts, said(before.presence, before.presence_name, before.value)),
      side(t("since"), one.spot ? [one.spot] : [], acts, said(one.presence, one.presence_name, shown))),
    before.person ? h("p", { class: "why", text: t("before-by", { name: before.person.by, at: before.person.at, answer: t(`said-${before.person.answer}`) }) }) : null,
    before.sure ? null : h("p", { class: "objection" }, icon("unsure"), t("before-unsure")),
  ];
}
