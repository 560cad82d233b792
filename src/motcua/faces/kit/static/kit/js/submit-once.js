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
