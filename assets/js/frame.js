// The menu: folded to icons on a desk, a drawer on a phone. Other menus close when left.
import { remember } from "./page.js";

export function startFrame() {
  const side = document.getElementById("menu");
  document.querySelector("[data-fold]")?.addEventListener("click", fold);
  const opener = document.querySelector("[data-drawer]");
  if (side && opener) drawer(side, opener);
  document.querySelectorAll(".tabs [aria-current]").forEach(intoView);
  document.addEventListener("click", ({ target }) => closeOthers(target));
  document.addEventListener("focusin", ({ target }) => closeOthers(target));
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-print]")) print();
    const dialog = target.closest("dialog");
    if (dialog && (target === dialog || target.closest("[data-close]"))) dialog.close();
  });
}

function intoView(tab) {
  const tabs = tab.closest(".tabs");
  const { left, width } = tab.getBoundingClientRect();
  const box = tabs.getBoundingClientRect();
  tabs.scrollLeft += left - box.left - (box.width - width) / 2;
}

function fold({ currentTarget }) {
  const narrow = document.body.classList.toggle("narrow");
  currentTarget.setAttribute("aria-expanded", String(!narrow));
  remember("shouwen_menu", narrow ? "narrow" : "wide");
}

function drawer(side, opener) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  const set = (open) => {
    side.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
    (open ? side.querySelector("a") : opener).focus();
  };
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    set(true);
  });
  side.querySelector("[data-drawer-close]").addEventListener("click", (event) => {
    event.preventDefault();
    set(false);
  });
  side.addEventListener("keydown", ({ key }) => key === "Escape" && set(false));
  document.addEventListener("click", ({ target }) => {
    if (side.classList.contains("open") && !side.contains(target) && !opener.contains(target)) set(false);
  });
}

function closeOthers(target) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(target)) menu.open = false;
  });
}
