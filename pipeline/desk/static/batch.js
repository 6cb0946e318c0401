// The running batch: drawn from what the desk says of it, as it says it.

import { icon, post, t, toast, trying } from "./api.js";

const panel = document.getElementById("batch");

function draw(batch) {
  panel.classList.toggle("idle", batch.state === "idle" && !batch.failed);
  panel.querySelector(".batch-text").textContent = batch.text;
  panel.querySelector(".batch-problem").hidden = !batch.problem;
  panel.querySelector(".batch-count").textContent = batch.problem;
  panel.querySelector(".batch-last").textContent = batch.last;
  panel.querySelector(".steps").replaceChildren(...batch.steps.map(step));
  if (String(batch.round) !== panel.dataset.round) {
    panel.dataset.round = batch.round;
    if (!batch.problem) finished();
  }
}

function step({ name, done, total }) {
  const line = document.createElement("li");
  const said = document.createElement("span");
  said.textContent = total === null ? name : t("step", { name, done, total });
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", name);
  if (total !== null) {
    bar.max = total;
    bar.value = done;
  }
  line.append(said, bar);
  if (total !== null && done >= total) line.append(icon("machine"));
  return line;
}

function finished() {
  const box = toast(t("batch-done"), "note", 0);
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = t("refresh");
  again.addEventListener("click", () => location.reload());
  box.querySelector("span").after(again);
}

if (panel) {
  draw(JSON.parse(document.getElementById("batch-now").textContent));
  const events = new EventSource("/batch/events");
  events.addEventListener("message", (event) => draw(JSON.parse(event.data)));
  addEventListener("pagehide", () => events.close());
  document.getElementById("retry")?.addEventListener("click", () => trying(() => post("/batch/retry")));
}
