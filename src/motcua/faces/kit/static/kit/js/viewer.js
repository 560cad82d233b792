/* Pages of a document: larger, smaller, turned. Classes only; the policy allows no style attributes.
   The server turns the picture, so that it takes the room it needs. */
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
        turn = (turn + 1) % 4;
        for (const image of all("img[src]", viewer)) turnTo(image, turn);
      }
    });
  }
}

function turnTo(image, turn) {
  if (image.src.startsWith("data:")) return;
  const address = new URL(image.src);
  if (turn) address.searchParams.set("xoay", turn);
  else address.searchParams.delete("xoay");
  image.removeAttribute("width");
  image.removeAttribute("height");
  image.src = address.href;
}
