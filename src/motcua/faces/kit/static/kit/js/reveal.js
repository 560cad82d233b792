/* Blocks that matter only after a certain answer; pasted dates; money with dots; long numbers in groups. */
import { all } from "./dom.js";

export function revealBlocks(root) {
  for (const block of all("[data-reveal-name]", root)) {
    const form = block.closest("form") ?? document;
    const name = block.dataset.revealName;
    const show = () => {
      const chosen = all(`[name="${CSS.escape(name)}"]`, form).filter((box) => (box.type === "radio" || box.type === "checkbox" ? box.checked : true));
      block.classList.remove("reveal--closed");
      block.hidden = !chosen.some((box) => box.value === block.dataset.revealValue);
    };
    form.addEventListener("change", show);
    show();
  }
}

export function splitPastedDates(root) {
  for (const group of all("[data-date]", root)) {
    const [day, month, year] = ["day", "month", "year"].map((part) => group.querySelector(`[data-part=${part}]`));
    group.addEventListener("input", () => {
      const parts = day.value.match(/^\s*(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})\s*$/);
      if (!parts) return;
      [day.value, month.value, year.value] = parts.slice(1);
      for (const box of [month, year]) box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

export function groupDigits(root) {
  for (const box of all("[data-group], [data-money]", root)) {
    const money = "money" in box.dataset;
    box.addEventListener("change", () => {
      const digits = box.value.replace(/[\s.]/g, "");
      if (!/^\d+$/.test(digits)) return;
      box.value = money ? digits.replace(/\B(?=(\d{3})+$)/g, ".") : digits.replace(/(\d{3})(?=\d)/g, "$1 ");
    });
  }
}
