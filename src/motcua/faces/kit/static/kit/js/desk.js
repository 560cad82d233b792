/* The officer's page. */
import { onArrival } from "./dom.js";
import { focusFaults } from "./errors.js";
import { guardForms, freeOnReturn } from "./submit-once.js";
import { autosave } from "./autosave.js";
import { revealBlocks, splitPastedDates, groupDigits } from "./reveal.js";
import { countCharacters } from "./count.js";
import { linkAddresses } from "./address.js";
import { sendFiles, nameChosenFiles } from "./upload.js";
import { warnBeforeTimeout } from "./timeout.js";
import { offerPrinting } from "./print.js";
import { workByKeys, globalKeys } from "./worklist.js";
import { readDocuments } from "./viewer.js";
import { askWhatApplies } from "./narrow.js";

document.documentElement.classList.add("js");
onArrival((root) => {
  for (const start of [focusFaults, guardForms, autosave, revealBlocks, splitPastedDates, groupDigits, countCharacters, linkAddresses, sendFiles, nameChosenFiles, offerPrinting, workByKeys, readDocuments, askWhatApplies]) start(root);
});
freeOnReturn();
globalKeys();
warnBeforeTimeout();
