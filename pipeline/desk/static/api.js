// What every page's script needs: wording, requests that carry the session's token, toasts.

export const words = JSON.parse(document.getElementById("words").textContent);

/** A wording of the catalogue with its {names} filled in. */
export function t(key, names = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
}

const csrf = document.querySelector('meta[name="csrf"]').content;

/** A refusal: `code` for scripts, `message` for people, `status` (0: nobody answered), `data`. */
export class Refusal extends Error {
  constructor(status, data) {
    super(data.text ?? t("unforeseen"));
    this.status = status;
    this.code = data.error ?? "unforeseen";
    this.data = data;
  }
}

/** Sends a request and gives the answer's JSON (null: an empty one). Throws Refusal. */
export async function ask(method, url, body, options = {}) {
  const headers = { Accept: "application/json", "X-CSRF-Token": csrf };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      ...options,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, { error: "offline", text: t("offline") });
  }
  const text = await response.text();
  const data = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
  if (response.ok) return data;
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  }
  throw new Refusal(response.status, data ?? {});
}

export const get = (url, options) => ask("GET", url, undefined, options);
export const post = (url, body = {}, options) => ask("POST", url, body, options);
export const del = (url, options) => ask("DELETE", url, undefined, options);

/** Shows a sentence for some seconds; `kind`: "note" or "wrong". Gives the element. */
export function toast(text, kind = "note", seconds = kind === "wrong" ? 10 : 5) {
  const box = document.createElement("div");
  box.className = `toast ${kind}`;
  const said = document.createElement("span");
  said.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.setAttribute("aria-label", t("close"));
  close.append(icon("close"));
  close.addEventListener("click", () => box.remove());
  box.append(icon(kind === "wrong" ? "wrong" : "confirmed"), said, close);
  document.getElementById("toasts").append(box);
  if (seconds) setTimeout(() => box.remove(), seconds * 1000);
  return box;
}

/** Runs something that asks the desk; a refusal becomes a toast. Gives whether it went well. */
export async function trying(action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    toast(error.message, "wrong");
    return false;
  }
}

/** A drawing of the sprite in base.html. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Whether keys belong to what is being written, not to us. */
export function isTyping(event) {
  const at = event.target;
  return event.isComposing || event.keyCode === 229 ||
    (at instanceof HTMLElement && (at.isContentEditable ||
      (at.matches("input, textarea, select") && !at.matches("[type=checkbox], [type=radio], [type=button]"))));
}

/** Calls actions by key ("n", "?", …), never while somebody types or composes characters. */
export function onKeys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}
