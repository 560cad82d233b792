/* What is typed is saved field by field: posted to the form's data-autosave address, with the version it was read at.
   Answers: 200 {version, saved_at}; 409 somebody else (another tab) saved meanwhile; anything else is tried again. */
import { all, clock, csrfToken, fillIn } from "./dom.js";

const QUIET_MS = 800;
const AGAIN_MS = 5000;

export function autosave(root) {
  for (const form of all("form[data-autosave]", root)) keepSaved(form);
}

function keepSaved(form) {
  const line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  const changed = new Set();
  let timer = 0;
  let flying = false;

  const tell = (words, trouble) => {
    if (!line) return;
    line.textContent = words;
    line.classList.toggle("saved--trouble", Boolean(trouble));
  };
  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };

  async function send() {
    if (flying || !changed.size || form.dataset.sending) return;
    const names = Array.from(changed);
    changed.clear();
    flying = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: gather(form, names), headers: { "X-CSRFToken": csrfToken(form), Accept: "application/json" }, keepalive: true });
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      if (kept.version !== undefined) rememberVersion(form, kept.version);
      tell(fillIn(line?.dataset.words ?? "", { time: clock() }));
    } catch {
      names.forEach((name) => changed.add(name));
      tell(line?.dataset.trouble ?? "", true);
      later(AGAIN_MS);
    } finally {
      flying = false;
      if (changed.size) later(AGAIN_MS);
    }
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name || event.target.type === "file") return;
    changed.add(event.target.name);
    later(QUIET_MS);
  });
  form.addEventListener("change", () => later(0));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
  window.addEventListener("online", send);
}

/* Boxes that belong together (day-month-year, all ticks of a question) travel together. */
function gather(form, names) {
  const data = new FormData();
  const roots = new Set(names.map((name) => name.replace(/-(day|month|year|hour|minute|province|commune|detail)$/, "")));
  for (const [name, value] of new FormData(form)) {
    const root = name.replace(/-(day|month|year|hour|minute|province|commune|detail)$/, "");
    if (typeof value === "string" && (roots.has(root) || name === "version")) data.append(name, value);
  }
  roots.forEach((root) => data.append("_fields", root));
  if (form.dataset.version !== undefined && !data.has("version")) data.append("version", form.dataset.version);
  return data;
}

function rememberVersion(form, version) {
  form.dataset.version = version;
  const box = form.querySelector("input[name=version]");
  if (box) box.value = version;
}
