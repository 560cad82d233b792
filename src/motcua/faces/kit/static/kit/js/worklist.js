/* The work-list by keyboard: j/k or arrows move, x ticks, Enter opens, / searches, ? lists the keys.
   event.code, not event.key: Telex and VNI change what a key types; nothing happens while a word is being composed.
   Switch off: localStorage motcua-keys = "off" (WCAG 2.1.4), set by the tick in the list of keys. */
import { all } from "./dom.js";

const OFF = "motcua-keys";

export function workByKeys(root) {
  const list = root.querySelector("[data-worklist]");
  if (!list || list.dataset.keys) return;
  list.dataset.keys = "on";
  let cursor = -1;
  const rows = () => all("tbody tr", list);
  const move = (step) => {
    const lines = rows();
    if (!lines.length) return;
    lines[cursor]?.removeAttribute("data-cursor");
    cursor = Math.max(0, Math.min(lines.length - 1, cursor + step));
    lines[cursor].setAttribute("data-cursor", "");
    lines[cursor].querySelector("a")?.focus();
  };
  const doing = {
    KeyJ: () => move(1),
    ArrowDown: () => move(1),
    KeyK: () => move(-1),
    ArrowUp: () => move(-1),
    KeyX: () => rows()[cursor]?.querySelector("input[type=checkbox]")?.click(),
    KeyA: () => list.querySelector("tbody input:checked") && document.querySelector("[data-bulk] button")?.click(),
    Enter: () => rows()[cursor]?.querySelector("a")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (!free(event) || (event.code === "Enter" && document.activeElement?.matches("a, button"))) return;
    const act = doing[meant(event.code)];
    if (!act) return;
    event.preventDefault();
    act();
  });
  countChosen(list);
}

/* What an officer chose for himself: the key he presses stands for the one the page knows; the old one is then dumb. */
function meant(code) {
  const chosen = document.querySelector("[data-keys-sheet][data-keys]")?.dataset.keys.trim().split(" ").map((pair) => pair.split("=")) ?? [];
  const found = chosen.find(([pressed]) => pressed === code);
  if (found) return found[1];
  return chosen.some(([, usual]) => usual === code) ? "" : code;
}

/* A key counts only outside fields, without modifiers, while nothing is being composed. */
export function free(event) {
  if (event.isComposing || event.key === "Process" || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (localStorage.getItem(OFF) === "off" || document.querySelector("[data-keys-never]")) return false;
  return !event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
}

export function globalKeys() {
  const help = document.querySelector("[data-keys-help]");
  const sheet = document.querySelector("[data-keys-sheet]");
  const open = () => sheet && (sheet.hidden = !sheet.hidden);
  help?.addEventListener("click", open);
  const off = sheet?.querySelector("[data-keys-off]");
  if (off) {
    off.checked = localStorage.getItem(OFF) === "off";
    off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "off" : "on"));
  }
  document.addEventListener("keydown", (event) => {
    if (!free(event)) return;
    if (event.code === "Slash" && !event.shiftKey) {
      event.preventDefault();
      document.getElementById("find")?.focus();
    } else if (event.code === "Slash") {
      open();
    } else {
      document.querySelector(`[data-key="${meant(event.code)}"]`)?.click();
    }
  });
}

function countChosen(list) {
  const bar = document.querySelector("[data-bulk]");
  const line = bar?.querySelector("[data-bulk-count]");
  const count = () => {
    const chosen = all("tbody input[type=checkbox]:checked", list).length;
    if (line) line.textContent = line.textContent.replace(/\d+/, chosen);
    bar?.classList.toggle("bulk--some", chosen > 0);
  };
  list.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) for (const box of all("tbody input[type=checkbox]", list)) box.checked = event.target.checked;
    count();
  });
}
