// Two people decided about one thing: the second sees both, and says which holds.

import { h } from "./dom.js";
import { show } from "./dialogs.js";
import { t } from "../api.js";

/** True where the person wants to write their own decision over the colleague's. */
export function conflict({ theirs, yours }) {
  const side = (name, one) => h("div", { class: "side" }, h("h3", { text: name }),
    h("p", { class: "side-answer", text: one.answer || "—" }), one.reason ? h("p", { text: one.reason }) : null,
    h("p", { class: "hint", text: [one.by, one.at].filter(Boolean).join(" · ") }));
  return show(t("conflict"), [
    h("p", { text: t("conflict-lead", { what: theirs.what }) }),
    h("div", { class: "sides" }, side(t("theirs"), theirs), side(t("yours"), yours)),
  ], [
    { name: "keep-theirs", value: false, primary: true },
    { name: "write-mine", value: true },
  ]);
}
