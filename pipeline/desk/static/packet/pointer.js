// The mouse on the page: drag moves it, the wheel scrolls or zooms, a frame reads a part of it.

import { byId, s } from "./dom.js";
import { state } from "./state.js";
import { pageNow, shareAt } from "./viewer.js";

const LEAST = 5; // pixels from which a press is a drag

/** `onChoose(id)`, `onZoom(step)`, `onFrame(page, box)` are told what the person did. */
export function watchPointer({ onChoose, onZoom, onFrame }) {
  const pane = byId("view");
  let drag = null;

  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("button, input, a")) return;
    const framing = (state.cropping || event.shiftKey) && Boolean(byId("page-plane"));
    drag = {
      x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop, moved: false,
      from: framing ? shareAt(event) : null, target: event.target,
    };
    if (framing || byId("page-plane")) pane.setPointerCapture(event.pointerId);
    if (framing) event.preventDefault();
  });

  pane.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    drag.moved ||= Math.abs(dx) + Math.abs(dy) > LEAST;
    if (!drag.moved) return;
    if (drag.from) drawFrame(drag.from, shareAt(event));
    else if (byId("page-plane")) pane.scrollTo(drag.left - dx, drag.top - dy);
  });

  const ended = (event) => {
    if (!drag) return;
    const { from, moved, target } = drag;
    drag = null;
    if (!moved) {
      const id = target.closest?.("[data-item]")?.dataset.item;
      if (id) onChoose(id);
    } else if (from && event.type === "pointerup") {
      onFrame(pageNow(), boxOf(from, shareAt(event)));
    }
  };
  pane.addEventListener("pointerup", ended);
  pane.addEventListener("pointercancel", ended);

  pane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    onZoom(event.deltaY < 0 ? 1 : -1);
  }, { passive: false });
}

function boxOf(one, other) {
  const [x, y] = [[one[0], other[0]], [one[1], other[1]]].map((pair) => pair.sort((a, b) => a - b));
  return [x[0], y[0], x[1], y[1]];
}

function drawFrame(one, other) {
  const page = pageNow();
  const [left, top, right, bottom] = boxOf(one, other);
  let frame = byId("frame");
  if (!frame) {
    frame = s("rect", { id: "frame", class: "frame" });
    byId("page-plane").append(frame);
  }
  frame.setAttribute("x", left * page.width);
  frame.setAttribute("y", top * page.height);
  frame.setAttribute("width", (right - left) * page.width);
  frame.setAttribute("height", (bottom - top) * page.height);
}

export function clearFrame() {
  byId("frame")?.remove();
}
