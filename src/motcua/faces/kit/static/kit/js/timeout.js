/* Before a session ends for want of a touch, say so and offer to stay. The page tells how long: <body data-idle-minutes>. */
const WARN_BEFORE_MS = 120000;

export function warnBeforeTimeout() {
  const note = document.querySelector("[data-idle-minutes]");
  if (!note) return;
  const allowed = Number(note.dataset.idleMinutes) * 60000;
  let touched = Date.now();
  const tick = () => {
    note.hidden = Date.now() - touched < allowed - WARN_BEFORE_MS;
  };
  note.querySelector("button")?.addEventListener("click", async () => {
    const answer = await fetch(note.dataset.stayUrl, { method: "GET", headers: { Accept: "application/json" } });
    if (answer.ok) touched = Date.now();
    tick();
  });
  document.addEventListener("htmx:after:request", () => { touched = Date.now(); });
  setInterval(tick, 15000);
}
