// Word and Excel pages: drawn as the paragraphs and tables that they are.

import { byId, fill, h } from "./dom.js";
import { itemOf } from "./items.js";
import { get } from "../api.js";
import { urls } from "./net.js";
import { state } from "./state.js";
import { t } from "../api.js";

const known = new Map();

/** Draw an office page; it is fetched once. */
export async function officePage(stage, page) {
  const url = urls.office(state.packet, page.key);
  if (!known.has(url)) {
    fill(stage, h("p", { class: "empty", text: t("loading") }));
    try {
      known.set(url, await get(url));
    } catch (refused) {
      fill(stage, h("p", { class: "empty", text: refused.message }));
      return;
    }
    if (state.page !== page.key) return;
  }
  draw(stage, page, known.get(url));
}

function draw(stage, page, told) {
  const chosen = chosenAddresses(page);
  const marks = addresses(page);
  const place = (address) => ({
    class: [marks.get(address)?.state && `place place-${marks.get(address).state}`, chosen.has(address) && "chosen"]
      .filter(Boolean).join(" ") || null,
    "data-item": marks.get(address)?.id,
  });
  const sheet = h("div", { class: "sheet", role: "document", "aria-label": page.file },
    told.blocks.map((block) => (block.rows.length ? table(block, place) : h("p", { ...place(block.address), text: block.text }))),
    told.more ? h("p", { class: "empty", text: t("left-out", { count: told.more }) }) : null);
  fill(stage, sheet);
  stage.dataset.page = page.key;
}

function table(block, place) {
  return h("table", {}, h("tbody", {}, block.rows.map((row) => h("tr", {}, row.map((cell) =>
    h("td", { ...place(cell.address), rowspan: cell.rows > 1 ? cell.rows : null, colspan: cell.columns > 1 ? cell.columns : null, text: cell.text }))))));
}

/** Which item stands at which address of the page. */
function addresses(page) {
  const found = new Map();
  for (const field of state.data.fields) {
    for (const spot of [field.spot, ...field.readings.map((reading) => reading.spot)]) {
      if (spot?.page === page.key && spot.address) found.set(spot.address, { id: `field:${field.key}`, state: field.state });
    }
  }
  for (const rule of state.data.rules.filter((one) => one.open)) {
    for (const spot of rule.spots) {
      if (spot.page === page.key && spot.address) found.set(spot.address, { id: `rule:${rule.key}`, state: rule.state });
    }
  }
  return found;
}

function chosenAddresses(page) {
  const item = state.selected ? itemOf(state.selected) : null;
  return new Set((item?.spots ?? []).filter((spot) => spot.page === page.key).map((spot) => spot.address));
}

export const isOffice = () => Boolean(byId("stage").querySelector(".sheet"));
