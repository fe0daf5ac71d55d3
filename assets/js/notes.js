// Notes go after 6 s; those with a number or an error ([data-stay]) stay until closed.
const SHOWN_MS = 6000;

export function startNotes() {
  document.querySelectorAll(".note:not([data-stay])").forEach((note) => {
    const leave = () => note.contains(document.activeElement) || note.matches(":hover") || note.remove();
    setTimeout(function again() {
      leave();
      if (note.isConnected) setTimeout(again, SHOWN_MS);
    }, SHOWN_MS);
  });
  document.addEventListener("click", ({ target }) => target.closest("[data-dismiss]")?.closest(".note, .band")?.remove());
}
