/* How many characters are left; said aloud only when typing pauses. */
import { all, fillIn } from "./dom.js";

const QUIET_COUNT_MS = 900;

export function countCharacters(root) {
  for (const area of all("[data-count]", root)) {
    const line = document.getElementById(`${area.id}-count`);
    if (!line) continue;
    let timer = 0;
    const count = () => {
      const left = Number(area.dataset.count) - area.value.normalize("NFC").length;
      line.textContent = fillIn(left < 0 ? line.dataset.over : line.dataset.words, { n: Math.abs(left) });
      line.classList.toggle("count--over", left < 0);
      clearTimeout(timer);
      timer = setTimeout(() => line.setAttribute("role", "status"), QUIET_COUNT_MS);
    };
    area.addEventListener("input", count);
    if (area.value) count();
  }
}
