// What several modules need to know of the page.

let table = null;

/** The sentence for `key` in the page's language; `{name}` is replaced from `given`. */
export function say(key, given = {}) {
  table ??= JSON.parse(document.getElementById("words")?.textContent || "{}");
  return (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => given[name] ?? "");
}

/** Tell screen readers without moving the focus; `urgent` only for failures and emergencies. */
export function announce(text, urgent = false) {
  const region = document.getElementById(urgent ? "live-urgent" : "live");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => (region.textContent = text), 30);
}

export const csrf = () => document.body.dataset.csrf ?? "";

/** Is the reader typing in `element`? Then single keys belong to the text. */
export function typing(element) {
  if (!element || element.isContentEditable) return Boolean(element);
  if (element.tagName === "INPUT")
    return !/^(checkbox|radio|button|submit|reset|file|range|color)$/.test(element.type);
  return /^(TEXTAREA|SELECT)$/.test(element.tagName);
}

export const shown = (element) => element.getClientRects().length > 0;

export function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}
