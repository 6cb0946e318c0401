// The boxes on a page: fields, seals, cells of tables, and the places of findings.

import { s } from "./dom.js";
import { itemOf } from "./items.js";
import { state } from "./state.js";
import { t } from "../api.js";

const ICONS = { wrong: "✕", unsure: "?", confirmed: "✓", dismissed: "–", machine: "" };

/** All layers of a page that are switched on; the chosen item is always shown. */
export function boxes(page) {
  const group = s("g", { class: "overlays" });
  const chosen = chosenBoxes(page);
  if (chosen.length) group.append(layer("selection", chosen)); // beneath the badges
  if (state.layers.tables) group.append(layer("tables", page.cells.map((box) => rect(page, box, "cell"))));
  if (state.layers.fields) group.append(layer("fields", fieldBoxes(page)));
  if (state.layers.seals) group.append(layer("seals", sealBoxes(page)));
  group.append(layer("findings", findingBoxes(page)));
  return group;
}

const layer = (name, inside) => s("g", { class: `layer layer-${name}` }, inside);

function rect(page, box, kind, more = {}) {
  const [left, top, right, bottom] = box;
  // What is about most of a page is framed; tinted, it would hide what stands there.
  const whole = (right - left) * (bottom - top) > 0.4 ? "whole" : "";
  return s("rect", {
    class: `box box-${kind} ${whole}`, x: left * page.width, y: top * page.height,
    width: Math.max(2, (right - left) * page.width), height: Math.max(2, (bottom - top) * page.height), rx: 3, ...more,
  });
}

function fieldBoxes(page) {
  return state.data.fields.flatMap((field) => {
    const spots = [field.spot, ...field.readings.map((reading) => reading.spot)];
    const here = spots.filter((spot) => spot?.box && spot.page === page.key).map((spot) => spot.box);
    const distinct = here.filter((box, at) => here.findIndex((one) => `${one}` === `${box}`) === at);
    return distinct.map((box) => clickable(page, box, field.state, `field:${field.key}`, field.label));
  });
}

function sealBoxes(page) {
  return state.data.seals
    .filter((seal) => seal.page === page.key)
    .map((seal) => clickable(page, seal.box, seal.state, `seal:${seal.key}`, seal.title || seal.kind_name, "seal"));
}

function findingBoxes(page) {
  return state.data.rules
    .filter((rule) => rule.open)
    .flatMap((rule) => rule.spots
      .filter((spot) => spot.box && spot.page === page.key)
      .map((spot) => clickable(page, spot.box, rule.state, `rule:${rule.key}`, rule.heading, "finding")));
}

function clickable(page, box, kind, id, label, more = "") {
  const words = `${label} · ${t(`state-${kind}`)}`;
  const drawn = rect(page, box, `${kind} ${more}`, { "data-item": id });
  const tag = ICONS[kind] ? tagOf(page, box, kind, ICONS[kind]) : null;
  return s("g", { class: "spot", "data-item": id }, s("title", { text: words }), drawn, tag);
}

/** A small badge at a box's upper left corner: the state without its colour. */
function tagOf(page, box, kind, sign) {
  const size = Math.max(page.width, page.height) / 74;
  const [x, y] = [box[0] * page.width, box[1] * page.height];
  return s("g", { class: `tag tag-${kind}`, transform: `translate(${x} ${y})` },
    s("circle", { r: size * 0.72 }),
    s("text", { "font-size": size, "text-anchor": "middle", dy: "0.36em", text: sign }));
}

function chosenBoxes(page) {
  const item = state.selected ? itemOf(state.selected) : null;
  if (!item) return [];
  const places = item.spots.filter((spot) => spot.page === page.key && spot.box);
  const distinct = places.filter((spot, at) => places.findIndex((one) => `${one.box}` === `${spot.box}`) === at);
  return distinct.map((spot, at) => rect(page, grown(spot.box), `selected box-${item.state} ${at ? "" : "chosen"}`));
}

function grown([left, top, right, bottom]) {
  const by = 0.003;
  return [Math.max(0, left - by), Math.max(0, top - by), Math.min(1, right + by), Math.min(1, bottom + by)];
}
