// The queue: filters apply at once; N next packet, / search, J and K move along, Enter opens.

import { onKeys } from "./api.js";

const form = document.getElementById("filters");
document.getElementById("apply").hidden = true;
form.addEventListener("change", () => form.requestSubmit());
form.addEventListener("submit", () => {
  for (const field of form.elements) {
    if (!field.value || (field.name === "sort" && field.selectedIndex === 0)) field.disabled = true;
  }
});

const names = [...document.querySelectorAll("tr[data-packet] .name")];

function move(by) {
  const at = names.indexOf(document.activeElement);
  names[at < 0 ? 0 : Math.min(Math.max(at + by, 0), names.length - 1)]?.focus();
}

onKeys({
  n: () => document.getElementById("next")?.click(),
  "/": () => document.getElementById("search").focus(),
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
});

// A click anywhere on a row opens its packet, unless text is being selected.
document.querySelector(".packets tbody")?.addEventListener("click", (event) => {
  if (event.target.closest("a") || String(getSelection())) return;
  event.target.closest("tr")?.querySelector(".name")?.click();
});
