// What will be wanted next is made ready while the person reads: pictures of this packet's open
// pages, then the next packet, which the desk has judged and drawn when it is opened. Its data are
// asked for again then: until then colleagues decide about it, and about what follows it.

import { urls } from "./net.js";
import { state } from "./state.js";
import { get } from "../api.js";

const LATER = 1200;
const MOST = 6;
const held = new Map(); // pictures, so that the browser keeps them

export function prefetch(data) {
  held.clear();
  const packet = state.packet;
  setTimeout(async () => {
    if (state.packet !== packet) return;
    for (const page of pagesWanted(data)) await picture(packet, page);
    if (data.next && state.packet === packet) next(data.next);
  }, LATER);
}

/** The pages with something open first. */
function pagesWanted(data) {
  const open = data.rules.filter((one) => one.open).flatMap((one) => one.spots.map((spot) => spot.page));
  const rest = data.documents.flatMap((one) => one.pages);
  return [...new Set([...open, ...rest])].filter((key) => data.pages[key]?.picture).slice(0, MOST);
}

function picture(packet, page) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = image.onerror = resolve;
    image.src = urls.picture(packet, page, 1240);
    held.set(image.src, image);
  });
}

async function next(packet) {
  const data = await get(urls.data(packet)).catch(() => null);
  for (const page of data ? pagesWanted(data).slice(0, 3) : []) await picture(packet, page);
}
