// After a swap: focus moves only when the reader asked for a new view ([data-focus]);
// otherwise the polite region says what the answer says of itself ([data-say]).
import { announce, csrf, say } from "./page.js";

export function startSwaps() {
  document.addEventListener("htmx:config:request", ({ detail }) => {
    detail.ctx.request.headers["X-CSRFToken"] = csrf();
  });
  document.addEventListener("htmx:after:swap", after);
  document.addEventListener("htmx:error", () => announce(say("not-fetched"), true));
  focusErrors(document);
}

function after({ detail }) {
  const target = detail.ctx?.target;
  const root = target?.isConnected ? target : document;
  if (focusErrors(root)) return;
  const heading = root.querySelector("[data-focus]");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus();
    return;
  }
  const told = root.querySelector("[data-say]");
  if (told) announce(told.dataset.say || told.textContent.trim());
}

function focusErrors(root) {
  const summary = root.querySelector("[data-error-summary]");
  summary?.focus();
  return Boolean(summary);
}
