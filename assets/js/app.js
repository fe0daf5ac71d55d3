// Behaviour of the pages. Every legal act works without this file; it saves hands and eyes.
import "htmx.org";
import { startChoices } from "./choices.js";
import { startCopying } from "./copy.js";
import { startDrafts } from "./drafts.js";
import { startFields } from "./fields.js";
import { startFrame } from "./frame.js";
import { startKeys } from "./keys.js";
import { startNotes } from "./notes.js";
import { startPopovers } from "./popover.js";
import { startRows } from "./rows.js";
import { startSubmitting } from "./submit.js";
import { startSwaps } from "./swap.js";

document.documentElement.dataset.js = "on";
startFrame();
startRows();
startKeys();
startPopovers();
startDrafts();
startSubmitting();
startChoices();
startCopying();
startFields();
startNotes();
startSwaps();
