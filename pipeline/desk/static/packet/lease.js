// One person has a packet at a time: taken when it is opened, kept by what is done, given back.

import { urls } from "./net.js";
import { change, state } from "./state.js";
import { Refusal, ask, post, t } from "../api.js";

const RENEW = 60_000;
let timer = 0;
let mine = ""; // the packet that this window has taken
let active = false;

for (const name of ["keydown", "pointerdown", "wheel"]) {
  document.addEventListener(name, () => { active = true; }, { passive: true, capture: true });
}

/** Take the packet, if this person decides at all; else it is shown, and says so. */
export async function holdLease(packet, decides) {
  clearInterval(timer);
  if (mine && mine !== packet) giveBack();
  if (!decides) return change({ readonly: true, lease: t("only-reading") });
  await take(packet, urls.lease(packet));
  timer = setInterval(() => renew(packet), RENEW);
  return undefined;
}

async function take(packet, url) {
  try {
    await post(url);
    if (state.packet !== packet) return ask("DELETE", urls.lease(packet)).catch(() => null);
    mine = packet;
    change({ readonly: false, lease: "", takeOver: null });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (state.packet !== packet) return;
    const takeOver = error.code === "held" ? () => take(packet, urls.takeOver(packet)) : null;
    change({ readonly: true, lease: error.message, takeOver });
  }
  return undefined;
}

function giveBack() {
  ask("DELETE", urls.lease(mine), undefined, { keepalive: true }).catch(() => null);
  mine = "";
}

/** Only what a person does keeps the lease; a page left open lets it go. */
async function renew(packet) {
  if (state.packet !== packet || state.readonly || !active) return;
  active = false;
  await take(packet, urls.lease(packet));
}

window.addEventListener("pagehide", () => mine && giveBack());
