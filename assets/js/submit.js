// A form that was sent is not sent again: the second press does nothing.
import { announce, say } from "./page.js";

export function startSubmitting() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:finally:request", ({ target }) => release(target));
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
}

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (button?.tagName !== "BUTTON" || button.dataset.quiet !== undefined) return;
  button.words = button.innerHTML;
  button.setAttribute("aria-busy", "true");
  button.textContent = button.dataset.busy || say("sending");
  announce(button.textContent);
}

function release(form) {
  if (!form?.dataset?.sent) return;
  delete form.dataset.sent;
  form.querySelectorAll('button[aria-busy="true"]').forEach((button) => {
    button.removeAttribute("aria-busy");
    if (button.words !== undefined) button.innerHTML = button.words;
  });
}
