/* Only what applies is asked: after an answer that decides, the page's other questions come and go. What is typed stays. */
import { all, startOn } from "./dom.js";

let asking = null;

export function askWhatApplies(root) {
  for (const form of all("form[data-narrows]", root)) {
    form.addEventListener("change", (event) => {
      if (event.target.closest("[data-determines]") && event.target.type !== "file") narrow(form);
    });
  }
}

async function narrow(form) {
  asking?.abort();
  asking = new AbortController();
  const body = new FormData(form);
  for (const box of all("input[type=file]", form)) body.delete(box.name);
  body.set("_action", "narrow");
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: asking.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("form[data-narrows]");
    if (!answer.ok || !now) return;
    for (const name of ["_seen", "_papers"]) form.elements[name].value = now.elements[name].value;
    follow(form, now);
  } catch {
    /* away or quicker: going on to the check asks the same */
  }
}

function parts(of) {
  return all("[data-asks]", of).filter((one) => (one.parentElement.closest("[data-asks], form")) === of);
}

function follow(old, now) {
  const had = new Map(parts(old).map((one) => [one.dataset.asks, one]));
  let last = null;
  for (const one of parts(now)) {
    let here = had.get(one.dataset.asks);
    had.delete(one.dataset.asks);
    if (here) follow(here, one);
    else {
      here = document.importNode(one, true);
      if (last) last.after(here);
      else if (parts(old).length) parts(old)[0].before(here);
      else old.append(here);
      startOn(here);
    }
    last = here;
  }
  for (const gone of had.values()) gone.remove();
}
