/* Small words shared by the other modules. Everything works without any of them. */
export const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

export const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

export const fillIn = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export const csrfToken = (form) => form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/* As the filter `filesize` of the server writes it: 512 B, 1.023 KB, 1,2 MB. */
export function filesize(size) {
  const say = (amount) => amount.toLocaleString(document.documentElement.lang || "vi", { maximumFractionDigits: 1 });
  if (size < 1024) return `${size} B`;
  return size < 1048576 ? `${say(Math.floor(size / 1024))} KB` : `${say(size / 1048576)} MB`;
}

/* Parts of a page may arrive later (htmx): each module starts on the document and on every arrival. */
let starting = null;
export const startOn = (root) => starting?.(root);
export function onArrival(start) {
  starting = start;
  start(document);
  document.addEventListener("htmx:after:swap", (event) => start(event.target));
}
