// The middle pane: one page with its boxes, zoomed, turned, and moved to where an item stands.

import { byId, fill, h, s } from "./dom.js";
import { fetchThumbs } from "./documents.js";
import { itemOf } from "./items.js";
import { urls } from "./net.js";
import { officePage } from "./office.js";
import { boxes } from "./overlays.js";
import { state } from "./state.js";
import { t } from "../api.js";

const NARROW = 1240;
const WIDE = 2480;
const MARGIN = 24;
const STEPS = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.5, 2, 2.5, 3];

const pane = () => byId("view");

export const pageNow = () => state.data?.pages[state.page] ?? null;

/** Draw the page that is shown, keeping the place in the middle where it is the same page. */
export function drawPage() {
  const page = pageNow();
  const stage = byId("stage");
  if (!page) return fill(stage, h("p", { class: "empty", text: t("no-pages") }));
  if (page.office) return officePage(stage, page);
  if (!page.picture) return fill(stage, h("p", { class: "empty", text: page.problems.join(" ") || t("no-picture") }));
  const turn = state.turns.get(page.key) ?? 0;
  const [wide, high] = turn % 180 ? [page.height, page.width] : [page.width, page.height];
  const scale = scaleOf(page);
  const middle = stage.dataset.page === page.key ? middleOf() : null;
  const picture = s("image", {
    href: urls.picture(state.packet, page.key, widthFor(page, scale)),
    width: page.width, height: page.height, preserveAspectRatio: "none", on: { load: shown, error: shown },
  });
  const fetching = stage.dataset.page === page.key && !stage.querySelector(".fetching") ? "" : "fetching";
  const drawn = s("svg", {
    class: `paper ${fetching}`, width: Math.round(wide * scale), height: Math.round(high * scale),
    viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": pageName(page),
  }, s("g", { transform: turned(page, turn), id: "page-plane" }, picture, boxes(page)));
  pane().dataset.fetching = t("fetching");
  fill(stage, drawn);
  stage.dataset.page = page.key;
  if (middle) moveTo(middle[0], middle[1]);
}

function shown(event) {
  event.target.ownerSVGElement?.classList.remove("fetching");
  fetchThumbs(true);
}

function turned(page, turn) {
  const moves = { 0: "", 90: `translate(${page.height} 0)`, 180: `translate(${page.width} ${page.height})`, 270: `translate(0 ${page.width})` };
  return `${moves[turn]} rotate(${turn})`;
}

function widthFor(page, scale) {
  const wanted = page.width * scale * (window.devicePixelRatio || 1);
  return wanted > NARROW * 1.15 ? WIDE : NARROW;
}

/** CSS pixels for a pixel of the page. */
export function scaleOf(page = pageNow()) {
  if (state.zoom) return (state.zoom * 1240) / page.width;
  const turn = state.turns.get(page.key) ?? 0;
  const wide = turn % 180 ? page.height : page.width;
  return Math.max(0.05, (pane().clientWidth - 2 * MARGIN) / wide);
}

/** How large the page is shown, as a share of its width in the middle size. */
export const zoomNow = () => (pageNow() ? (scaleOf() * pageNow().width) / 1240 : 1);

export function zoomed(by) {
  const now = zoomNow();
  const next = by > 0 ? STEPS.find((one) => one > now + 0.01) : STEPS.findLast((one) => one < now - 0.01);
  return next ?? now;
}

export function pageName(page) {
  const document = state.data.documents.find((one) => one.pages.includes(page.key));
  const number = document ? document.pages.indexOf(page.key) + 1 : page.number;
  return t("page-name", { document: document?.name ?? "", number, of: document?.pages.length ?? 1 });
}

/** The shares of the page that stand in the middle of the pane. */
function middleOf() {
  const drawn = byId("stage").querySelector("svg.paper");
  if (!drawn) return null;
  const view = pane().getBoundingClientRect();
  const box = drawn.getBoundingClientRect();
  if (!box.width || !box.height) return null;
  return [(view.left + view.width / 2 - box.left) / box.width, (view.top + view.height / 2 - box.top) / box.height];
}

function moveTo(x, y) {
  const drawn = byId("stage").querySelector("svg.paper");
  const view = pane();
  view.scrollLeft = drawn.parentElement.offsetLeft + x * drawn.clientWidth - view.clientWidth / 2;
  view.scrollTop = drawn.parentElement.offsetTop + y * drawn.clientHeight - view.clientHeight / 2;
}

/** Scroll to the chosen item's place on the page that is shown, and let it flash. */
export function showPlace() {
  const item = state.selected ? itemOf(state.selected) : null;
  const here = item?.spots.find((spot) => spot.page === state.page);
  if (!here) return pane().scrollTo({ top: 0 });
  const place = byId("stage").querySelector(".chosen");
  if (!place) return undefined;
  place.classList.remove("flash");
  void place.getBoundingClientRect(); // so that the animation starts again
  place.classList.add("flash");
  const view = pane().getBoundingClientRect();
  const box = place.getBoundingClientRect();
  const scroll = {
    left: pane().scrollLeft + box.left + box.width / 2 - view.left - view.width / 2,
    top: pane().scrollTop + box.top + box.height / 2 - view.top - view.height / 2.4,
  };
  pane().scrollTo({ ...scroll, behavior: calm() ? "auto" : "smooth" });
  return undefined;
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A place on the screen as shares of the page, whatever its turn. */
export function shareAt(event) {
  const plane = byId("page-plane");
  const page = pageNow();
  if (!plane || !page) return null;
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(plane.getScreenCTM().inverse());
  const inside = (share) => Math.min(1, Math.max(0, share));
  return [inside(point.x / page.width), inside(point.y / page.height)];
}
