/* Pages of a document: larger, smaller, turned. Classes only; the policy allows no style attributes. */
import { all } from "./dom.js";

const SIZES = ["", "viewer--two", "viewer--three"];

export function readDocuments(root) {
  for (const viewer of all("[data-viewer]", root)) {
    let size = 0;
    let turn = 0;
    viewer.addEventListener("click", (event) => {
      const zoom = event.target.closest("[data-viewer-zoom]");
      if (zoom) {
        viewer.classList.remove(...SIZES.filter(Boolean));
        size = Math.max(0, Math.min(SIZES.length - 1, size + Number(zoom.dataset.viewerZoom)));
        if (SIZES[size]) viewer.classList.add(SIZES[size]);
      } else if (event.target.closest("[data-viewer-turn]")) {
        viewer.classList.remove(`viewer--turn-${turn}`);
        turn = (turn + 1) % 4;
        viewer.classList.add(`viewer--turn-${turn}`);
      }
    });
  }
}
