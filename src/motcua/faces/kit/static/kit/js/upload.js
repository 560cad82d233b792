/* Each chosen file is sent at once with its progress; without JavaScript a button sends the form instead.
   POST data-upload with `name` and `file`; answers 200/201/422 with the HTML of the whole field, or {reload: true}. */
import { all, csrfToken, fillIn, filesize } from "./dom.js";
import { holdBack } from "./submit-once.js";

export function sendFiles(root) {
  for (const box of all("[data-upload]:not([data-upload=''])", root)) prepare(box);
}

/* A file that goes with the form: our buttons do not show what was chosen or photographed, so say it. */
export function nameChosenFiles(root) {
  for (const box of all("[data-pick]", root)) {
    const picks = all("input[type=file]", box);
    const say = () => {
      const chosen = picks.flatMap((pick) => Array.from(pick.files, (file) => `${file.name} (${filesize(file.size)})`));
      box.querySelector("[data-pick-name]").textContent = chosen.join(", ");
    };
    for (const pick of picks) pick.addEventListener("change", say);
  }
}

function prepare(box) {
  for (const pick of all("input[type=file]", box)) take(box, pick);
}

function take(box, pick) {
  pick.addEventListener("change", () => holdBack(box.closest("form"), sendAll(box, pick)));
}

async function sendAll(box, pick) {
  const files = Array.from(pick.files);
  for (const old of all(".files__file--refused:not([data-file])", box)) old.remove(); // the next choice answers it
  const list = box.querySelector(".files") ?? box.insertBefore(Object.assign(document.createElement("ul"), { className: "files" }), box.firstChild);
  const done = await Promise.all(files.map((file) => sendOne(box, file, list)));
  if (done.every(Boolean)) pick.value = "";
  if (!done.some(Boolean)) return;
  settle(box);
  refresh(box);
}

async function sendOne(box, file, list) {
  const row = list.appendChild(document.createElement("li"));
  row.className = "files__file";
  const words = row.appendChild(Object.assign(document.createElement("span"), { className: "files__words" }));
  words.append(Object.assign(document.createElement("span"), { className: "files__name", textContent: file.name }));
  const state = words.appendChild(Object.assign(document.createElement("span"), { className: "files__state" }));
  state.setAttribute("role", "status");
  const limit = Number(box.dataset.maxSize);
  if (limit && file.size > limit) return refuse(row, state, fillIn(box.dataset.wordsBig, { size: filesize(file.size) }));
  state.textContent = `${filesize(file.size)} · ${box.dataset.wordsSending}`;
  const bar = words.appendChild(Object.assign(document.createElement("progress"), { className: "files__progress", max: 100, value: 0 }));
  bar.setAttribute("aria-label", file.name);
  try {
    const answer = await post(box, file, (part) => { bar.value = part; });
    bar.remove();
    if (answer.status >= 200 && answer.status < 300) return true;
    return refuse(row, state, reason(answer) ?? box.dataset.wordsFailed);
  } catch {
    bar.remove();
    return refuse(row, state, box.dataset.wordsFailed);
  }
}

function post(box, file, progress) {
  const data = new FormData();
  data.append("name", box.dataset.name);
  data.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", box.dataset.upload);
    call.setRequestHeader("X-CSRFToken", csrfToken(box.closest("form")));
    call.setRequestHeader("Accept", "application/json");
    call.upload.onprogress = (event) => event.lengthComputable && progress((100 * event.loaded) / event.total);
    call.onload = () => resolve(call);
    call.onerror = call.ontimeout = reject;
    call.send(data);
  });
}

function reason(answer) {
  try {
    return JSON.parse(answer.responseText).reason;
  } catch {
    return undefined;
  }
}

function refuse(row, state, words) {
  row.classList.add("files__file--refused");
  state.className = "files__reason";
  state.textContent = words;
  return false;
}

/* The right file is there: what was said of the wrong one no longer holds, here and in the summary above. */
function settle(box) {
  const field = box.closest(".field--error");
  if (!field) return;
  field.classList.remove("field--error");
  for (const words of all(".field__error", field)) words.remove();
  const links = all("[data-faults] .faults__link");
  const mine = links.filter((link) => field.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`));
  for (const link of mine) link.closest("li").remove();
  if (mine.length && mine.length === links.length) document.querySelector("[data-faults]").remove();
}

/* The server's own list is the truth: take the field anew from the page, keep everything else as typed. */
async function refresh(box) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`[data-upload][data-name="${CSS.escape(box.dataset.name)}"]`);
  if (!fresh) return;
  for (const refused of all(".files__file--refused:not([data-file])", box)) {
    (fresh.querySelector(".files") ?? fresh.insertBefore(Object.assign(document.createElement("ul"), { className: "files" }), fresh.firstChild)).append(refused);
  }
  box.replaceWith(fresh);
  prepare(fresh);
}
