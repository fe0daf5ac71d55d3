// Small helps at fields: letters counted, a password shown on request.
import { say } from "./page.js";

export function startFields() {
  document.querySelectorAll("[data-count]").forEach(count);
  document.addEventListener("input", ({ target }) => target.dataset?.count !== undefined && count(target));
  document.addEventListener("htmx:after:swap", () =>
    document.querySelectorAll("[data-count]").forEach(count),
  );
  document.querySelectorAll("[data-reveal]").forEach(prepare);
}

function count(field) {
  const place = document.getElementById(`${field.id}_count`);
  if (place) place.textContent = `${[...field.value].length}/${field.maxLength}`;
}

function prepare(button) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = say(hidden ? "hide" : "show");
    button.setAttribute("aria-pressed", String(hidden));
  });
}
