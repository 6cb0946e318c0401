// Small drawings of our own, and the marks of the states: colour never stands alone.

import { h, s } from "./dom.js";
import { t } from "../api.js";

// In the sprite of every page.
const SPRITE = { wrong: "wrong", unsure: "unsure", machine: "machine", confirmed: "confirmed", dismissed: "aside", asked: "asked", lock: "lock", help: "help", next: "next", down: "down", close: "close" };

const PATHS = {
  left: "M10 3L5 8l5 5", right: "M6 3l5 5l-5 5",
  plus: "M8 3v10M3 8h10", minus: "M3 8h10",
  fit: "M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3",
  turn: "M12.8 6A5 5 0 1 0 13 9.5M13 2.5V6H9.5",
  crop: "M4 1.5V12h10.5M1.5 4H12v10.5",
  layers: "M8 2l6 3.2L8 8.4L2 5.2zM2 8.4l6 3.2l6-3.2M2 11.2l6 3.2l6-3.2",
  history: "M3 8a5 5 0 1 1 1.6 3.7M3 4.5V8h3.4M8 5.5V8l2 1.5",
  undo: "M6 3L2.5 6.5L6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H6.5",
  done: "M3 8.5l3.5 3.5L13 4.5",
  move: "M2 4h5l1.5 2H14v7H2zM6 9.5h5M9 7.5l2 2l-2 2",
  save: "M8 2v8M4.8 7L8 10.2L11.2 7M2.5 13.5h11",
  eye: "M1.5 8S4 3.8 8 3.8S14.5 8 14.5 8S12 12.2 8 12.2S1.5 8 1.5 8M8 6.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6",
  place: "M8 14s-4.5-4.3-4.5-7.6a4.5 4.5 0 0 1 9 0C12.5 9.7 8 14 8 14M8 5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3",
};

/** An icon; beside words it says nothing of its own. */
export function icon(name, label = "") {
  const about = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  if (SPRITE[name]) return s("svg", { class: `icon icon-${SPRITE[name]}`, ...about }, s("use", { href: `#i-${SPRITE[name]}` }));
  return s("svg", { class: "icon drawn", viewBox: "0 0 16 16", ...about }, s("path", { d: PATHS[name] }));
}

/** The mark of a state: icon and word. `said` says it more exactly. */
export function mark(state, said = "") {
  return h("span", { class: `mark mark-${state}` }, icon(state), h("span", { text: said || t(`state-${state}`) }));
}

/** The mark where there is no room for the word: it is spoken, and shown on hovering. */
export function dot(state, said = "") {
  const words = said || t(`state-${state}`);
  return h("span", { class: `dot dot-${state}`, title: words }, icon(state, words));
}
