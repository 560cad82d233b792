/* After a refused form: the summary takes the focus, and each of its links the field it names. */
import { all } from "./dom.js";

export function focusFaults(root) {
  const summary = root.querySelector("[data-faults]");
  if (!summary) return;
  summary.focus();
  for (const link of all("a[href^='#']", summary)) {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
      field.focus({ preventScroll: true });
    });
  }
}
