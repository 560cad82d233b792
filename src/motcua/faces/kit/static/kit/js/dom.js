/* Small words shared by the other modules. Everything works without any of them. */
export const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

export const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

export const fillIn = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export const csrfToken = (form) => form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export const megabytes = (size) => `${(size / 1048576).toFixed(1).replace(".", ",")} MB`;

/* Parts of a page may arrive later (htmx): each module starts on the document and on every arrival. */
export function onArrival(start) {
  start(document);
  document.addEventListener("htmx:after:swap", (event) => start(event.target));
}
