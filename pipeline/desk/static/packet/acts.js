// What people do: choose, look, decide. Decisions go to the server one after the other.

import { byId, h } from "./dom.js";
import { conflict } from "./conflict.js";
import { following, itemOf } from "./items.js";
import { urls } from "./net.js";
import { clearFrame } from "./pointer.js";
import { change, state } from "./state.js";
import { pageName, showPlace } from "./viewer.js";
import { Refusal, post, t, toast } from "../api.js";

/** Choose an item and show its place: where it is on this page, or on the page where it is. */
export function choose(id, { focus = true, move = true } = {}) {
  const item = itemOf(id);
  if (!item) return;
  const before = state.selected;
  const changes = { selected: id, editing: null };
  const first = item.spots.find((spot) => spot.box) ?? item.spots[0];
  const here = item.spots.some((spot) => spot.page === state.page && Boolean(spot.box) === Boolean(first?.box));
  if (move && !here && first) changes.page = first.page;
  change({ ...changes, chosenBefore: before, focusChosen: focus });
  if (move && item.spots.length) requestAnimationFrame(() => showPlace());
}

export function goTo(spot) {
  change({ page: spot.page });
  requestAnimationFrame(() => showPlace());
}

export function edit(item, text) {
  if (state.readonly || item.type !== "field") return;
  if (item.one.masked && !state.revealed.has(item.one.key)) {
    reveal(item).then(() => open(item, "correct", text));
  } else open(item, "correct", text);
}

export function ask(item, mode) {
  if (!state.readonly) open(item, mode);
}

function open(item, mode, text) {
  change({ selected: item.id, editing: { id: item.id, mode, text }, chosenBefore: state.selected });
  const field = byId("edit");
  field?.focus();
  field?.select?.();
}

export function stopEditing() {
  clearFrame();
  change({ editing: null, cropping: false, focusChosen: true });
}

export function decideField(item, action, value = "") {
  const { form, field, row, value: saw, label } = item.one;
  const said = t(`did-${action}`, { label });
  return decide(item, { about: "field", form, field, row, action, value, saw }, said);
}

export function decideSeal(item, answer, more = {}) {
  const { page, index } = item.one;
  const said = t("did-seal", { label: item.label, answer: t(`do-${answer}`) });
  return decide(item, { about: "seal", page, index, answer, ...more }, said);
}

export function decideRule(item, answer, reason = "") {
  const { key: finding, verdict: saw } = item.one;
  const said = t(`did-rule-${answer}`, { label: item.label });
  return decide(item, { about: "finding", finding, answer, saw, reason }, said);
}

export function decideJoin(item, answer) {
  return decide(item, { about: "join", join: item.one.key, answer }, t(`did-join-${answer}`));
}

/** Go on at once; the answer comes while the person looks at the next item. */
async function decide(item, decision, said) {
  if (state.readonly || state.pending.has(item.id)) return;
  state.pending.add(item.id);
  clearFrame();
  const next = following(item.id);
  change({ pending: state.pending, editing: null, cropping: false });
  if (next) choose(next.id);
  const done = await send(decision, said);
  state.pending.delete(item.id);
  change({ pending: state.pending });
  if (!done) choose(item.id);
}

let queue = Promise.resolve();

/** Send a decision on the packet that is shown behind those under way; whether it was written. */
export function send(decision, said) {
  const { packet, toward, data: { seen } } = state;
  const sent = queue.then(() => sendNow({ packet, toward, decision, seen, said }));
  queue = sent.catch(() => false);
  return sent;
}

/** Wait until all that was decided is written, or refused. */
export async function written() {
  for (let last; last !== queue;) await (last = queue);
}

async function sendNow(one) {
  const { packet, toward, decision, seen, said } = one;
  try {
    const answer = await post(urls.decisions(packet, toward), { decision, seen });
    if (packet !== state.packet) return true;
    if (answer.packet !== packet) {
      location.assign(urls.page(answer.packet)); // it was taken in by another one
      return true;
    }
    take(answer.data);
    tell(said, answer.entry);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error, one);
  }
}

async function refused(error, one) {
  const shown = one.packet === state.packet;
  if (error.code === "conflict" && shown) {
    take(error.data.data);
    const mine = await conflict(error.data);
    return mine ? sendNow({ ...one, seen: error.data.data.seen }) : false;
  }
  if (error.code === "held" && shown) change({ readonly: true, lease: error.message });
  toast(error.message, "wrong");
  return false;
}

/** New data from the server: what was chosen stays so where it still is. */
export function take(data) {
  const page = data.pages[state.page] ? state.page : Object.keys(data.pages)[0] ?? "";
  change({ data, page });
}

function tell(said, entry) {
  const box = toast(said);
  box.classList.add("decision");
  if (!entry) return;
  const back = h("button", { type: "button", class: "quiet", on: { click: () => { box.remove(); undo(entry); } } }, t("do-undo"), h("kbd", { "aria-hidden": "true", text: "Z" }));
  box.insertBefore(back, box.lastElementChild);
}

export async function undo(entry) {
  if (state.readonly) return;
  await send({ about: "undo", entry }, t("did-undo"));
}

/** Take back the newest own decision that stands. */
export function undoLast() {
  const last = state.data.history.find((line) => line.mine && line.can_undo);
  if (last) undo(last.entry);
  else toast(t("nothing-to-undo"));
}

/** Show a number in full; that it was shown is written down. */
export async function reveal(item) {
  const { form, field, row, key } = item.one;
  try {
    const said = await post(urls.reveal(state.packet, state.toward), { form, field, row });
    state.revealed.set(key, said.value);
    take(said.data); // the record has a line more
    change({ revealed: state.revealed, chosenBefore: state.selected });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    toast(error.message, "wrong");
  }
}

/** Read a part of the page; the text goes into the field that is chosen. */
export async function readFrame(page, box) {
  const told = toast(t("reading"), "note", 0);
  try {
    const said = await post(urls.readCrop(state.packet), { page: page.key, box });
    told.remove();
    if (!said.text) toast(t("read-nothing"));
    else placed(said);
  } catch (error) {
    told.remove();
    if (!(error instanceof Refusal)) throw error;
    toast(error.message, "wrong");
  }
}

function placed(said) {
  const item = state.selected ? itemOf(state.selected) : null;
  const text = said.text.replace(/\n/g, item?.one.kind === "richtext" ? "\n" : "");
  if (item?.type === "field" && !state.readonly) {
    edit(item, text);
    toast(t("read-sure", { share: Math.round(said.confidence * 100) }));
  } else toast(t("read-text", { text: said.text, share: Math.round(said.confidence * 100) }), "note", 12);
}

export function fold(name) {
  if (state.folded.has(name)) state.folded.delete(name);
  else state.folded.add(name);
  change({ folded: state.folded });
}

/** Move pages: to another kind, behind another page, or as the beginning of a document. */
export async function sortPages(pages, where) {
  for (const page of pages) {
    const { half } = state.data.pages[page];
    const said = t("did-move", { page: pageName(state.data.pages[page]) });
    const done = await send({ about: "page", page, half: half || null, ...where }, said);
    if (!done) break;
    if (where.after) where = { ...where, after: page };
    else if (where.begins) where = { ...where, begins: false };
  }
  state.marked.clear();
  change({ marked: state.marked });
}
