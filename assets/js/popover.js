// [data-pop]: a link whose page is shown beside it instead (limits, clauses, chain places).
// Without JavaScript the link simply leads to that page.
import { say } from "./page.js";

let open = null;

export function startPopovers() {
  prepare(document);
  document.addEventListener("htmx:after:swap", () => prepare(document));
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("[data-pop]");
    if (link && event.key === " ") {
      event.preventDefault();
      link.click();
    }
  });
}

function prepare(root) {
  root.querySelectorAll("[data-pop]:not([role])").forEach((link) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-haspopup", "dialog");
  });
}

function onClick(event) {
  const link = event.target.closest("[data-pop]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const same = open?.link === link;
    closePopovers(same);
    if (!same) show(link);
  } else if (open && !event.target.closest(".pop")) closePopovers(false);
}

function onFocus({ target }) {
  if (open && !open.panel.contains(target) && target !== open.link) closePopovers(false);
}

/** Close what is open; returns whether something was. `back` gives the focus to the button. */
export function closePopovers(back = true) {
  if (!open) return false;
  const { link, panel } = open;
  open = null;
  link.setAttribute("aria-expanded", "false");
  if (back) link.focus();
  panel.remove();
  return true;
}

async function show(link) {
  const panel = frame(link);
  open = { link, panel };
  link.setAttribute("aria-expanded", "true");
  document.body.append(panel);
  link.scrollIntoView({ block: "nearest" });
  place(panel, link);
  panel.focus({ preventScroll: true });
  const body = panel.querySelector(".pop-body");
  body.setAttribute("aria-busy", "true");
  await fill(body, link);
  body.removeAttribute("aria-busy");
  if (open?.panel === panel) place(panel, link);
}

function frame(link) {
  const panel = document.createElement("div");
  panel.className = `pop ${link.dataset.pop === "wide" ? "pop-wide" : ""}`;
  panel.tabIndex = -1;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", link.getAttribute("aria-label") || link.textContent.trim());
  const template = document.getElementById("pop");
  panel.append(template.content.cloneNode(true));
  panel.querySelector("[data-close]").addEventListener("click", () => closePopovers());
  return panel;
}

async function fill(body, link) {
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    body.innerHTML = await answer.text();
    window.htmx?.process(body);
  } catch {
    const page = document.createElement("a");
    page.href = link.href;
    page.textContent = say("open-page");
    body.replaceChildren(say("not-fetched"), " ", page);
  }
}

function place(panel, link) {
  if (matchMedia("(max-width: 575.98px)").matches) return;
  const by = link.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const left = Math.max(8, Math.min(by.left, wide - panel.offsetWidth - 8));
  const below = by.bottom + 6 + panel.offsetHeight <= innerHeight;
  const top = below || by.top < panel.offsetHeight ? by.bottom + 6 : by.top - panel.offsetHeight - 6;
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${top + scrollY}px`;
}
