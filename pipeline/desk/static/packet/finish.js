// The end of a packet: on to the experts, or back to the applicant with a letter.

import { h } from "./dom.js";
import { show } from "./dialogs.js";
import { send, written } from "./acts.js";
import { urls } from "./net.js";
import { state } from "./state.js";
import { t, toast } from "../api.js";

/** `open(packet)` shows the next one where there is one. */
export async function finish(open) {
  if (state.readonly) return;
  const { data } = state;
  const stage = await show(t("finish"), [
    h("p", {}, h("b", { text: data.applicant }), ` ${data.award_name} ${data.item}`),
    h("p", { class: data.open ? "objection" : "hint", text: data.open ? t("finish-open", { open: data.open }) : t("finish-none") }),
    h("p", { class: "hint", text: t("finish-undo") }),
  ], [
    { name: "pass-on", value: "passed-on", primary: data.standing === "complete" },
    { name: "return", value: "returned", primary: data.standing !== "complete" },
    { name: "decline", value: "declined" },
    { name: "cancel", value: "" },
  ]);
  if (!stage) return;
  if (stage === "returned") {
    await written();
    location.assign(urls.letter(state.packet));
    return;
  }
  const done = await send({ about: "stage", stage }, t(`did-stage-${stage}`));
  if (!done) return;
  if (state.data.next) await open(state.data.next);
  else toast(t("finish-last"));
}
