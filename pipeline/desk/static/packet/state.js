// All that the page knows, in one object, and who is told when it changes.

export const state = {
  packet: "",
  data: null,
  toward: "", // the packet that was to come next when this one was opened
  page: "",
  selected: "", // id of an item, see items.js
  zoom: 0, // 0: as wide as the pane; else CSS pixels for a pixel of the page
  turns: new Map(), // degrees by page, only of the view
  layers: { fields: true, seals: true, tables: false },
  editing: null, // { id, mode } while a card asks for something
  pending: new Set(), // ids of items whose decision is under way
  marked: new Set(), // pages marked in the left pane, for sorting
  cropping: false,
  revealed: new Map(), // full values that were asked for, by field
  filter: "",
  folded: new Set(["rules-met"]),
  readonly: true,
  lease: "",
};

const watchers = [];

/** Call `run` with the names of what changed. */
export function watch(run) {
  watchers.push(run);
}

/** Change some of the state and tell the watchers. */
export function change(changes) {
  Object.assign(state, changes);
  const names = new Set(Object.keys(changes));
  for (const run of watchers) run(names);
}

/** Remember something small for this browser, if it lets us. */
export function keep(name, value) {
  try {
    localStorage.setItem(`packet-${name}`, JSON.stringify(value));
  } catch {
    // a browser without storage forgets it
  }
}

export function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`packet-${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
