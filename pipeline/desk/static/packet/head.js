// The line above the panes, and the tools of the page.

import { byId, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { urls } from "./net.js";
import { state } from "./state.js";
import { pageName, pageNow, zoomNow } from "./viewer.js";
import { t } from "../api.js";

/** Who applies for what, how far it is, and what can be done with the packet as a whole. */
export function drawHead(view) {
  const { data } = state;
  fill(byId("packet-head"),
    h("a", { class: "tool back", href: urls.queue(), title: t("tool-queue"), "aria-label": t("tool-queue") }, icon("left")),
    h("div", { class: "who-what" }, h("h1", { text: data.applicant || t("no-applicant") }),
      h("p", {}, h("b", { text: data.award_name }), data.item ? h("span", { text: data.item }) : null,
        h("span", { class: "quiet-text", text: data.received ? t("received", { at: data.received }) : t("received-unknown") }),
        h("span", { class: "quiet-text", title: data.entries.join(" "), text: data.entries.join(" ") }))),
    h("div", { class: "where" },
      h("span", { class: `standing standing-${data.standing}` }, icon({ complete: "machine", incomplete: "wrong", unsure: "unsure" }[data.standing]), h("span", { text: data.standing_name })),
      h("span", { class: "packet-stage", text: data.stage_name })),
    progress(data),
    h("div", { class: "head-tools", role: "toolbar", "aria-label": t("packet-tools") },
      tool("history", "history", view.history), tool("help", "help", view.help, "?"),
      data.next ? tool("next", "next", view.next) : null,
      h("button", { type: "button", class: "primary", disabled: state.readonly, on: { click: view.finish } }, icon("done"), h("span", { text: t("do-finish") }))));
  drawBanner();
}

function progress(data) {
  const done = data.total - data.open;
  return h("div", { class: "progress" },
    h("p", { id: "progress-text" }, h("b", { text: t("open-of", { open: data.open }) }), h("span", { text: t("of-all", { total: data.total }) })),
    h("progress", { max: Math.max(1, data.total), value: done, "aria-labelledby": "progress-text" }));
}

function drawBanner() {
  const banner = byId("banner");
  banner.hidden = !state.lease;
  if (state.lease) fill(banner, icon("lock"), h("span", { text: state.lease }), state.takeOver ? h("button", { type: "button", on: { click: state.takeOver } }, t("do-take-over")) : null);
}

/** A button that is an icon with a name. */
function tool(name, drawing, run, key = "", pressed = null, words = false) {
  const label = t(`tool-${name}`);
  return h("button", {
    type: "button", class: `tool ${words ? "with-words" : ""}`, title: key ? `${label} (${key})` : label, "aria-label": words ? null : label,
    "aria-pressed": pressed === null ? null : String(pressed), on: { click: run },
  }, drawing ? icon(drawing) : null, words ? h("span", { text: label }) : null);
}

/** The tools of the page: where we are, how large, which boxes. */
export function drawTools(view) {
  const page = pageNow();
  const drawable = Boolean(page?.picture);
  fill(byId("tools"),
    h("div", { class: "tool-group" }, tool("page-before", "left", () => view.turnPage(-1), "["), tool("page-behind", "right", () => view.turnPage(1), "]"),
      h("p", { class: "page-name", "aria-live": "polite" }, h("b", { text: page ? pageName(page) : "" }), h("span", { class: "quiet-text", title: page?.file, text: page?.file ?? "" }))),
    drawable ? h("div", { class: "tool-group" }, tool("smaller", "minus", () => view.zoom(-1), "−"),
      h("output", { class: "zoom", text: `${Math.round(zoomNow() * 100)}%` }),
      tool("larger", "plus", () => view.zoom(1), "+"), tool("fit", "fit", view.fit, "0"), tool("turn", "turn", view.turn, "R")) : null,
    drawable ? h("div", { class: "tool-group", role: "group", "aria-label": t("layers") },
      ["fields", "seals", "tables"].map((name) => tool(`layer-${name}`, null, () => view.layer(name), "", state.layers[name], true))) : null,
    h("div", { class: "tool-group" },
      drawable ? tool("crop", "crop", view.crop, t("shift-drag"), state.cropping) : null,
      state.readonly ? null : tool("sort", "move", view.sort),
      page ? h("a", { class: "button tool", href: urls.original(state.packet, page.sha256), download: true, title: t("original-warning"), "aria-label": t("original-warning") }, icon("save")) : null));
}
