/* A button that copies a text; without scripts the text beside it can be selected. */
import { all } from "./dom.js";

export function offerCopying(root) {
  for (const button of all("[data-copy]", root)) {
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        button.textContent = button.dataset.copied;
      } catch {
        getSelection().selectAllChildren(text);
      }
    });
  }
}
