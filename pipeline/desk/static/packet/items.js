// What the right pane lists, in order: what is open, then all rules, seals and fields.

import { state } from "./state.js";
import { t } from "../api.js";

/** Sections with their items. An item: id, type, one (its data), state, label, spots. */
export function sections(data, filter = "") {
  const rules = data.rules.map(ruleItem);
  const fields = data.fields.map(fieldItem);
  const open = rules.filter((item) => item.one.open && !item.one.note);
  const notes = rules.filter((item) => item.one.open && item.one.note);
  const rest = rules.filter((item) => !item.one.open);
  const decided = rest.filter((item) => item.one.settled);
  const met = rest.filter((item) => !item.one.settled);
  const changed = fields.filter((item) => item.one.doubtful && item.one.before);
  const look = fields.filter((item) => item.one.doubtful && !item.one.before);
  const all = [
    { name: "open", title: t("section-open"), items: open, empty: t("nothing-open") },
    { name: "joins", title: t("section-joins"), items: data.joins.map(joinItem) },
    { name: "changed", title: t("section-changed"), items: changed },
    { name: "look", title: t("section-look"), items: look },
    { name: "notes", title: t("section-notes"), items: notes },
    ...data.changes.map((one) => ({ name: `turns-${one.number}`, title: one.title, items: turnItems(one) })),
    { name: "rules-decided", title: t("section-decided"), items: decided },
    { name: "seals", title: t("section-seals"), items: data.seals.map(sealItem) },
    { name: "rules-met", title: t("section-met"), items: met },
    ...byForm(fields.filter((item) => !item.one.doubtful)),
  ];
  const wanted = filter.trim().toLowerCase();
  return all
    .map((section) => ({ ...section, items: section.items.filter((item) => fits(item, wanted)) }))
    .filter((section) => section.items.length || (section.empty && !wanted));
}

function byForm(fields) {
  const groups = new Map();
  for (const item of fields) {
    const { form, form_name: name, row } = item.one;
    const key = row === null ? form : `${form}-rows`;
    const title = t(row === null ? "section-fields" : "section-rows", { form: name });
    if (!groups.has(key)) groups.set(key, { name: `fields-${key}`, title, items: [] });
    groups.get(key).items.push(item);
  }
  return [...groups.values()];
}

function fits(item, wanted) {
  if (!wanted) return true;
  const { one } = item;
  const texts = [item.label, one.value, one.message, one.code, one.title, one.place_name, one.new_path];
  return texts.some((text) => text && text.toLowerCase().includes(wanted));
}

function ruleItem(one) {
  return { id: `rule:${one.key}`, type: "rule", one, state: one.state, label: one.heading, spots: one.spots };
}

function fieldItem(one) {
  const places = [one.spot, ...one.readings.map((reading) => reading.spot)];
  return {
    id: `field:${one.key}`, type: "field", one, state: one.state, label: one.label,
    spots: places.filter(Boolean),
  };
}

function sealItem(one) {
  const label = one.place_name || (one.expected ? t("seal-elsewhere") : t("seal-other"));
  const spots = [{ page: one.page, box: one.box, address: "" }];
  return { id: `seal:${one.key}`, type: "seal", one, state: one.state, label, spots };
}

/** What a correction closed, and the documents that it brought in the place of others. */
function turnItems(change) {
  const cured = change.cured.map((one) => ({
    id: `cured:${one.key}`, type: "cured", one, state: "machine", label: one.text, spots: one.proof.length ? one.proof : one.was,
  }));
  const replaced = change.replaced.map((one, at) => ({
    id: `replaced:${change.number}-${at}`, type: "replaced", one, state: "machine", label: one.name, spots: [one.new],
  }));
  return [...cured, ...replaced];
}

function joinItem(one) {
  return { id: `join:${one.key}`, type: "join", one, state: one.state, label: one.text, spots: [] };
}

/** Every item in the order of the pane. */
export function inOrder() {
  return sections(state.data, state.filter).flatMap((section) => section.items);
}

/** The item of an id, whether or not the filter shows it. */
export function itemOf(id) {
  const [type, ...rest] = id.split(":");
  const key = rest.join(":");
  const lists = { rule: ["rules", ruleItem], field: ["fields", fieldItem], seal: ["seals", sealItem], join: ["joins", joinItem] };
  if (!state.data) return null;
  if (!lists[type]) return state.data.changes.flatMap(turnItems).find((item) => item.id === id) ?? null;
  const [list, make] = lists[type];
  const one = state.data[list].find((found) => found.key === key);
  return one ? make(one) : null;
}

/** The item before or behind the chosen one, as the pane shows them (folded sections left out). */
export function neighbour(step) {
  const shown = sections(state.data, state.filter)
    .filter((section) => !state.folded.has(section.name))
    .flatMap((section) => section.items);
  const at = shown.findIndex((item) => item.id === state.selected);
  if (at < 0) return step > 0 ? shown[0] : shown.at(-1);
  return shown[at + step] ?? null;
}

/** Where to go from an item that was just decided: the next one that is open, else the next. */
export function following(id) {
  const all = inOrder();
  const at = all.findIndex((item) => item.id === id);
  const behind = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
  return behind.find((item) => isOpen(item)) ?? all[at + 1] ?? null;
}

export function isOpen(item) {
  if (state.pending.has(item.id)) return false;
  if (item.type === "rule") return item.one.open;
  return item.type === "join" ? !item.one.person : item.type === "field" && item.one.doubtful;
}

/** The seal behind the chosen one. */
export function nextSeal() {
  const seals = state.data.seals.map(sealItem);
  const at = seals.findIndex((item) => item.id === state.selected);
  return seals[(at + 1) % seals.length] ?? null;
}
