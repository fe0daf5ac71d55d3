// Rows that can be walked by keyboard: [data-row], its link [data-row-open], its box
// input[name=row], and what a key does in it [data-row-key].
import { say, shown } from "./page.js";

let at = null;
let ticked = null;

export const rows = () => [...document.querySelectorAll("[data-row]")].filter(shown);

export function startRows() {
  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest?.("[data-row]");
    if (row && row !== at) mark(row);
  });
}

function mark(row) {
  at?.classList.remove("at");
  at = row;
  at.classList.add("at");
}

export function moveRow(by) {
  const all = rows();
  const next = all[Math.min(Math.max(all.indexOf(at) + by, 0), all.length - 1)];
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  mark(next);
  return true;
}

export function openRow() {
  const link = at?.querySelector("[data-row-open]") ?? at?.querySelector("a[href]");
  link?.click();
  return Boolean(link);
}

const box = (row) => row.querySelector('input[type="checkbox"][name="row"]');

function tick(row, on) {
  const input = box(row);
  if (!input || input.checked === on) return;
  input.checked = on;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function tickRow(range) {
  if (!at || !box(at)) return false;
  const all = rows();
  const from = range && ticked ? all.indexOf(ticked) : all.indexOf(at);
  const to = all.indexOf(at);
  const on = range ? true : !box(at).checked;
  all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((row) => tick(row, on));
  ticked = at;
  return true;
}

export function pressInRow(key) {
  const one = at && document.contains(at) && at.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!one) return false;
  one.click();
  return true;
}

export function rowKeys() {
  const found = new Map();
  document.querySelectorAll("[data-row-key]").forEach((one) => {
    const name = one.dataset.keyName || one.textContent.trim();
    found.set(one.dataset.rowKey, say("key-in-row", { name }));
  });
  return [...found];
}
