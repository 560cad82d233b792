/* What is typed is saved field by field: posted to the form's data-autosave address, with the version it was read at.
   Answers: 200 {version, saved_at, seen, elsewhere}; 401 the session ended, what is typed stays in the page; anything else is tried again. */
import { all, clock, csrfToken, fillIn } from "./dom.js";
import { holdBack } from "./submit-once.js";

const QUIET_MS = 800;
const AGAIN_MS = 5000;
const PATIENCE_MS = 4000;

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

  function send() {
    if (flying || !changed.size || form.dataset.sending) return;
    const patience = new Promise((done) => setTimeout(done, PATIENCE_MS));
    holdBack(form, Promise.race([save(), patience]));
  }

  async function save() {
    const questions = Array.from(changed);
    changed.clear();
    flying = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: gather(form, questions), headers: { "X-CSRFToken": csrfToken(form), Accept: "application/json" }, keepalive: true });
      if (answer.status === 401) {
        tell(line?.dataset.ended ?? "", true);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      if (kept.version !== undefined) rememberVersion(form, kept.version);
      const marks = form.querySelector("input[name=_seen]");
      if (marks && kept.seen) marks.value = kept.seen;
      tell(kept.elsewhere || fillIn(line?.dataset.words ?? "", { time: clock() }), kept.elsewhere);
    } catch {
      questions.forEach((question) => changed.add(question));
      tell(line?.dataset.trouble ?? "", true);
      later(AGAIN_MS);
    } finally {
      flying = false;
      if (changed.size) later(AGAIN_MS);
    }
  }

  form.addEventListener("input", (event) => {
    const question = event.target.type === "file" ? null : questionOf(event.target);
    if (!question) return;
    changed.add(question);
    later(QUIET_MS);
  });
  form.addEventListener("change", () => later(0));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
  window.addEventListener("online", send);
}

/* The outermost question around a control: a date with its three boxes, a table with all its rows. */
function questionOf(control) {
  let found = null;
  for (let node = control.closest("[data-field]"); node; node = node.parentElement?.closest("[data-field]")) found = node;
  return found;
}

/* All boxes of a question travel together; `_fields` names the questions, so that an emptied one is known to be empty. */
function gather(form, questions) {
  const data = new FormData();
  const names = new Set(questions.flatMap((question) => all("[name]", question).map((box) => box.name)));
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && (names.has(name) || name === "version" || name === "_seen")) data.append(name, value);
  }
  for (const question of questions) data.append("_fields", question.dataset.field);
  if (form.dataset.version !== undefined && !data.has("version")) data.append("version", form.dataset.version);
  return data;
}

function rememberVersion(form, version) {
  form.dataset.version = version;
  const box = form.querySelector("input[name=version]");
  if (box) box.value = version;
}
