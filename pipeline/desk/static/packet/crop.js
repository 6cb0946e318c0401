// A clipping of a page: the picture that is there already, looked at through a small window.

import { h, s } from "./dom.js";
import { urls } from "./net.js";
import { state } from "./state.js";
import { t } from "../api.js";

/** A button with the clipping of a place, which leads there. `around`: shares of its size. */
export function clipping(spot, acts, { beside = 0.15, above = 0.4, most = 96, wide = 372 } = {}) {
  const page = state.data.pages[spot.page];
  if (!spot.box || !page?.picture) return null;
  const [left, top, right, bottom] = spot.box;
  const pad = [beside * (right - left), above * (bottom - top)];
  const x = Math.max(0, left - pad[0]) * page.width;
  const y = Math.max(0, top - pad[1]) * page.height;
  const w = Math.max(8, Math.min(1, right + pad[0]) * page.width - x);
  const high = Math.max(8, Math.min(1, bottom + pad[1]) * page.height - y);
  const scale = Math.min(wide / w, most / high, 1.6);
  const picture = s("svg", { class: "clipping", width: Math.round(w * scale), height: Math.round(high * scale), viewBox: `${x} ${y} ${w} ${high}`, "aria-hidden": "true" },
    s("image", { href: urls.picture(state.packet, page.key, page.width * scale > 1400 ? 2480 : 1240), width: page.width, height: page.height, preserveAspectRatio: "none" }),
    s("rect", { class: "clip-frame", x: left * page.width, y: top * page.height, width: (right - left) * page.width, height: (bottom - top) * page.height }));
  return h("button", { type: "button", class: "clip", "aria-label": t("go-there", { place: placeName(spot) }), title: placeName(spot), on: { click: () => acts.goTo(spot) } }, picture);
}

/** Where a place is, in words: document, page, and the cell of an office file. */
export function placeName(spot) {
  const page = state.data.pages[spot.page];
  const document = state.data.documents.find((one) => one.pages.includes(spot.page));
  const kind = document?.replaced ? t("before-of", { document: document.name }) : document?.name;
  const name = document?.kind ? kind : page?.file ?? "";
  const number = document ? document.pages.indexOf(spot.page) + 1 : page?.number ?? 0;
  if (page?.office) return t("place-office", { document: name, address: addressName(spot.address) });
  return t("place", { document: name, number });
}

/** "table 1 row 2 column 3" and "sheet A cell B2" as staff say it. */
function addressName(address) {
  const table = /^table (\d+) row (\d+) column (\d+)$/.exec(address);
  if (table) return t("address-table", { table: table[1], row: table[2], column: table[3] });
  const cell = /^sheet (.*) cell (\w+)$/.exec(address);
  if (cell) return t("address-cell", { sheet: cell[1], cell: cell[2] });
  const line = /^line (\d+)$/.exec(address);
  return line ? t("address-line", { line: line[1] }) : "";
}

/** A link to a place where there is nothing to clip. */
export function placeLink(spot, acts, icon) {
  return h("button", { type: "button", class: "place-link", on: { click: () => acts.goTo(spot) } }, icon, h("span", { text: placeName(spot) }));
}
