/* The second tap on «Nộp» sends nothing. The server is idempotent as well; this only spares a wait. */
import { all } from "./dom.js";

const FREE_AFTER_MS = 15000;

export function guardForms(root) {
  for (const form of all("form[data-once]", root)) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sending) {
        event.preventDefault();
        return;
      }
      form.dataset.sending = "yes";
      const pressed = event.submitter;
      pressed?.setAttribute("aria-disabled", "true");
      setTimeout(() => release(form), FREE_AFTER_MS);
    });
  }
}

function release(form) {
  delete form.dataset.sending;
  for (const button of all("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
}

/* Coming back with the browser's arrow finds the page as it was left: free it. */
export function freeOnReturn() {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) all("form[data-sending]").forEach(release);
  });
}

const underway = new WeakMap();

/* Going on waits for what is still being sent: else a picture would be sent twice, and what was saved a moment ago would
   look like somebody else's. */
export function holdBack(form, work) {
  if (!form) return;
  if (!underway.has(form)) underway.set(form, waitAtSubmit(form));
  const works = underway.get(form);
  const one = work.finally(() => works.delete(one));
  works.add(one);
}

function waitAtSubmit(form) {
  const works = new Set();
  form.addEventListener("submit", (event) => {
    if (!works.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter;
    Promise.allSettled([...works]).then(() => form.requestSubmit(pressed?.isConnected ? pressed : null));
  }, { capture: true });
  return works;
}
