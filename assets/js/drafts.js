// form[data-draft-url]: what is typed is sent there after every 2 s of change, and once more on
// leaving. Nothing is kept on this computer.
import { announce, csrf, say } from "./page.js";

const PAUSE_MS = 2000;
const AGAIN_MS = 10000;

export function startDrafts() {
  document.addEventListener("input", ({ target }) => changed(target));
  document.addEventListener("change", ({ target }) => changed(target));
  addEventListener("pagehide", () => forms().filter((form) => form.draft?.dirty).forEach(leave));
}

const forms = () => [...document.querySelectorAll("form[data-draft-url]")];

function changed(field) {
  const form = field.closest?.("form[data-draft-url]");
  if (!form || form.dataset.sent) return;
  form.draft ??= { dirty: false, timer: null, lost: false };
  form.draft.dirty = true;
  form.draft.timer ??= setTimeout(() => save(form), PAUSE_MS);
}

function typed(form) {
  const data = new FormData(form);
  [...form.elements]
    .filter((field) => field.type === "password" || field.type === "file")
    .forEach((field) => data.delete(field.name));
  return data;
}

async function save(form) {
  const draft = form.draft;
  draft.timer = null;
  if (form.dataset.sent) return;
  draft.dirty = false;
  tell(form, say("draft-saving"));
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      body: typed(form),
      headers: { "X-CSRFToken": csrf() },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = new Date().toTimeString().slice(0, 5);
    tell(form, say("draft-saved", { time: now }));
    if (draft.lost) announce(say("draft-saved", { time: now }));
    draft.lost = false;
  } catch {
    draft.dirty = true;
    draft.timer = setTimeout(() => save(form), AGAIN_MS);
    tell(form, say("draft-lost"));
    if (!draft.lost) announce(say("draft-lost"), true);
    draft.lost = true;
  }
}

function leave(form) {
  if (!form.dataset.sent) navigator.sendBeacon(form.dataset.draftUrl, typed(form));
}

function tell(form, text) {
  const place = form.querySelector("[data-draft-state]");
  if (place) place.textContent = text;
}
