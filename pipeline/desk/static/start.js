// The start page's keys: N next packet, / search.

import { onKeys } from "./api.js";
import "./batch.js";

onKeys({
  n: () => document.getElementById("next")?.click(),
  "/": () => document.getElementById("search")?.focus(),
});
