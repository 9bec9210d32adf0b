// A file that the browser makes and the person keeps.
import { h } from "./dom.js";

/** Save a text as a file on this device. @param {string} name @param {string} text @param {string} [type] */
export function saveFile(name, text, type = "text/csv") {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address));
}
