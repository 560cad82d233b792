/* Choosing a province brings its communes without a reload. */
import { all } from "./dom.js";

export function linkAddresses(root) {
  for (const box of all("[data-address]", root)) {
    const province = box.querySelector("[data-part=province]");
    const commune = box.querySelector("[data-part=commune]");
    const first = commune.options[0];
    province.addEventListener("change", async () => {
      commune.replaceChildren(first);
      if (!province.value) return;
      try {
        const answer = await fetch(box.dataset.communesUrl.replace("{province}", encodeURIComponent(province.value)));
        const places = await answer.json();
        commune.append(...places.map(([code, name]) => new Option(name, code)));
      } catch {
        for (const button of all(".no-js", box)) button.className = "";
      }
    });
  }
}
