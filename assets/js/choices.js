// Radio buttons in .choice: what belongs to the chosen one is shown; without scripts all is.
export function startChoices() {
  mark();
  document.addEventListener("change", ({ target }) => target.closest?.(".choice") && mark());
  document.addEventListener("change", ({ target }) => {
    if (target.name === "channel" && target.closest("form[data-by]")) turn(target.form, target.value);
  });
}

function mark() {
  document.querySelectorAll(".choice").forEach((choice) => {
    choice.classList.toggle("chosen", Boolean(choice.querySelector(":scope > label input:checked")));
  });
}

function turn(form, channel) {
  form.dataset.by = channel;
}
