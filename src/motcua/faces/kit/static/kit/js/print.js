/* The button that prints the page; without scripts the browser's own menu does. */
import { all } from "./dom.js";

export function offerPrinting(root) {
  for (const button of all("[data-print-button]", root)) button.addEventListener("click", () => window.print());
}
