// Keys: whatever carries data-key is pressed by that key, and is listed in the `?` sheet.
//
//   data-key="t"  "Shift+n"  "Ctrl+s"  "g h" (one after the other)  "/"  "["
//
// Letters are taken by their place on the keyboard, so the input method's state does not matter.
// Nothing fires inside a field (but Ctrl keys and Esc), while text is being composed, or when the
// reader switched keys off.
import { moveRow, openRow, pressInRow, rowKeys, rows, tickRow } from "./rows.js";
import { closePopovers } from "./popover.js";
import { say, shown, typing } from "./page.js";

const PLAIN = {
  Slash: "/", Period: ".", Comma: ",", BracketLeft: "[", BracketRight: "]", Minus: "-", Equal: "=",
  Enter: "Enter", NumpadEnter: "Enter", Escape: "Esc", ArrowDown: "Down", ArrowUp: "Up",
  ArrowLeft: "Left", ArrowRight: "Right",
};
const SEQUENCE_MS = 1200;

let first = null;
let firstAt = 0;

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-open-keys]")?.addEventListener("click", openSheet);
}

function onKey(event) {
  if (event.defaultPrevented) return;
  const key = named(event);
  if (!key) return;
  const inField = typing(event.target);
  if (inField && (event.isComposing || event.keyCode === 229)) return;
  if (inField && !/^(Ctrl\+|Esc$)/.test(key)) return;
  if (document.querySelector("dialog[open]") && key !== "Ctrl+Enter") return;
  const off = document.body.dataset.keys === "off";
  if (off && !/^(Ctrl\+|Esc$)/.test(key)) return;
  if (act(key, event)) event.preventDefault();
}

function named(event) {
  if (event.metaKey || (event.altKey && !event.ctrlKey)) return null;
  const { code } = event;
  let key = PLAIN[code];
  if (/^Key[A-Z]$/.test(code)) key = code.slice(3).toLowerCase();
  if (/^(Digit|Numpad)\d$/.test(code)) key = code.slice(-1);
  if (!key) return null;
  if (code === "Slash" && event.shiftKey) return "?";
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"];
  return [...held.filter(Boolean), key].join("+");
}

function act(key, event) {
  const sequence = first && Date.now() - firstAt < SEQUENCE_MS ? `${first} ${key}` : null;
  first = null;
  if (sequence && press(sequence)) return true;
  if (starts(key)) {
    first = key;
    firstAt = Date.now();
    return true;
  }
  return inRows(key, event) || press(key) || fixed(key, event);
}

const candidates = () => [...document.querySelectorAll("[data-key]")].filter(shown);
const starts = (key) => candidates().some((one) => one.dataset.key.startsWith(`${key} `));

function press(key) {
  const one = candidates().find((each) => each.dataset.key === key);
  if (!one) return false;
  if (typing(one)) {
    one.focus();
    one.select?.();
  } else one.click();
  return true;
}

function inRows(key, event) {
  if (!rows().length) return false;
  const focused = event.target.closest?.("[data-row]");
  if (key === "j" || (key === "Down" && focused)) return moveRow(1);
  if (key === "k" || (key === "Up" && focused)) return moveRow(-1);
  if (key === "Enter" && event.target === focused) return openRow();
  if (key === "x" || key === "Shift+x") return tickRow(key === "Shift+x");
  return pressInRow(key);
}

function fixed(key, event) {
  if (key === "?") return openSheet();
  if (key === "Esc") return closePopovers() || closeMenus(event);
  if (key === "Ctrl+k") return press("/");
  if (key === "Ctrl+Enter") return submit(event.target);
  return false;
}

function closeMenus() {
  const open = document.querySelector("details.menu[open]");
  if (!open) return false;
  open.open = false;
  open.querySelector("summary").focus();
  return true;
}

function submit(from) {
  const form = from.closest?.("form[method=post]") ?? document.querySelector("form[data-main]");
  if (!form) return false;
  const button = form.querySelector("[data-submit], .btn-primary:not([type=button])");
  form.requestSubmit(button ?? undefined);
  return true;
}

function openSheet() {
  const sheet = document.getElementById("keys");
  if (!sheet) return false;
  const list = sheet.querySelector("dl");
  list.replaceChildren(...known().map(([key, name]) => line(key, name)));
  sheet.showModal();
  return true;
}

function known() {
  const ours = candidates().map((one) => [one.dataset.key, label(one)]);
  const inList = rows().length
    ? [["j k", say("key-row")], ["Enter", say("key-open")], ["x", say("key-tick")], ...rowKeys()]
    : [];
  const form = document.querySelector("form[method=post][data-main]");
  const sending = form ? [["Ctrl+Enter", say("key-submit")]] : [];
  const always = [["Esc", say("key-close")], ["?", say("key-help")]];
  return [...new Map([...ours, ...inList, ...sending, ...always])];
}

export function label(one) {
  const text = one.dataset.keyName || one.getAttribute("aria-label") || one.textContent;
  return text.replace(/\s+/g, " ").trim();
}

function line(key, name) {
  const row = document.createElement("div");
  const what = document.createElement("dt");
  const how = document.createElement("dd");
  what.textContent = name;
  key.split(" ").forEach((part, at) => {
    if (at) how.append(" ");
    const cap = document.createElement("kbd");
    cap.textContent = part.length === 1 ? part.toUpperCase() : part.replace(/\+([a-z])$/, (_, c) => `+${c.toUpperCase()}`);
    how.append(cap);
  });
  row.append(what, how);
  return row;
}
