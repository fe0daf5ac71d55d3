// [data-copy="text"]: puts the text on the clipboard and says so.
import { announce, say } from "./page.js";

export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    const text = button.dataset.copy;
    const done = (await put(text)) ? say("copied", { text }) : say("not-copied", { text });
    announce(done);
    button.title = done;
  });
}

async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return putOldWay(text); // Plain http, as inside many offices, has no clipboard object.
  }
}

function putOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
