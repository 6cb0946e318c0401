// A doubtful join of two deliveries: which they are, why it is doubtful, and what a person says.

import { h } from "./dom.js";
import { urls } from "./net.js";
import { about, button } from "./parts.js";
import { state } from "./state.js";
import { t } from "../api.js";

export function joinCard(item, acts) {
  const { one } = item;
  return [
    about(item, acts),
    h("p", { class: "message", text: one.text }),
    h("ul", { class: "related" }, one.sides.map(side)),
    state.readonly || one.person ? null : h("p", { class: "hint", text: t(one.joined ? "join-hint" : "join-hint-apart") }),
    state.readonly || one.person ? null : actions(item, acts),
  ];
}

/** A delivery, and the other packets that it is in. */
function side(one) {
  return h("li", { class: "join-side" }, h("span", { text: one.entry }),
    one.packets.map((packet) => h("a", { href: urls.page(packet), text: t("in-packet", { packet }) })));
}

/** What holds now comes first: Enter leaves it as it is. */
function actions(item, acts) {
  const answers = item.one.joined ? ["together", "apart"] : ["apart", "together"];
  return h("div", { class: "actions" }, answers.map((answer, at) => button(
    answer, at ? null : "done", () => acts.decideJoin(item, answer), { class: at ? null : "primary" }, at ? "" : "↵")));
}
