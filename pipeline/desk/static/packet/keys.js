// Keys, for whoever keeps both hands on the board; never while somebody types or composes.

import { neighbour, nextSeal, itemOf } from "./items.js";
import { state } from "./state.js";
import { isTyping } from "../api.js";

/** `acts` are those of acts.js, `view` what the middle pane can do. */
export function watchKeys(acts, view) {
  document.addEventListener("keydown", (event) => {
    if (!state.data || isTyping(event) || document.querySelector("dialog[open]")) return;
    const run = meant(event, acts, view);
    if (!run) return;
    event.preventDefault();
    run();
  });
}

function meant(event, acts, view) {
  if (event.ctrlKey && event.key === "Enter") return view.finish;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Tab") return stepping(event, acts);
  if (event.key === "Enter" && onControl(event.target)) return null;
  const item = state.selected ? itemOf(state.selected) : null;
  if (event.key === "F6") return () => view.nextPane(event.shiftKey ? -1 : 1);
  const keys = {
    Enter: item && (() => confirm(item, acts)),
    e: item && (() => correct(item, acts)),
    b: item?.type === "field" && (() => acts.decideField(item, "blank")),
    u: item && unreadable(item, acts),
    Escape: () => view.escape(),
    "[": () => view.turnPage(-1), "]": () => view.turnPage(1),
    "+": () => view.zoom(1), "=": () => view.zoom(1), "-": () => view.zoom(-1), 0: () => view.fit(),
    r: () => view.turn(), s: () => nextSeal() && acts.choose(nextSeal().id),
    z: () => acts.undoLast(), "?": () => view.help(), "\uff1f": () => view.help(),
    ArrowDown: inList(event.target) && (() => step(1, acts)), ArrowUp: inList(event.target) && (() => step(-1, acts)),
  };
  return keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] || null;
}

const onControl = (target) => target instanceof Element && target.closest("button, a, summary") && !target.closest(".line");
const inList = (target) => target instanceof Element && Boolean(target.closest("#items"));

/** Tab goes from item to item where the focus is in the list or nowhere; at the ends it goes on. */
function stepping(event, acts) {
  const at = event.target;
  const ours = at === document.body || at.id === "main" || at.id === "view" || at.closest?.("#items .line");
  const next = ours ? neighbour(event.shiftKey ? -1 : 1) : null;
  return next ? () => acts.choose(next.id) : null;
}

function step(by, acts) {
  const next = neighbour(by);
  if (next) acts.choose(next.id);
}

/** Enter: what the card's first button does. */
function confirm(item, acts) {
  const { one } = item;
  if (item.type === "seal") return acts.decideSeal(item, "valid");
  if (item.type === "rule") {
    if (one.settled || one.verdict === "met") return step(1, acts);
    return one.verdict === "unsure" ? acts.ask(item, "set-aside") : acts.decideRule(item, "agree");
  }
  if (item.type === "join" && !one.person) return acts.decideJoin(item, one.joined ? "together" : "apart");
  if (item.type !== "field" || one.person) return step(1, acts);
  if (one.presence === "not_found" || one.presence === "unreadable") return acts.edit(item);
  return acts.decideField(item, "confirm");
}

function correct(item, acts) {
  if (item.type === "field") return acts.edit(item);
  if (item.type === "seal") return acts.ask(item, "other-organisation");
  return item.type === "rule" && item.one.open ? acts.ask(item, "set-aside") : undefined;
}

function unreadable(item, acts) {
  if (item.type === "field") return () => acts.decideField(item, "unreadable");
  return item.type === "seal" ? () => acts.decideSeal(item, "unclear") : null;
}
