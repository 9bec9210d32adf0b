// A picture that Python draws: asked for again a moment after its sheet changed, in the size of the screen.
import { drawing } from "./dom.js";

const PAUSE = 150;
const PHONE = "(max-width: 640px)";

/** Tell whether the page is as narrow as a phone, and when that changes.
 *  @param {()=>void} changed */
export function watchPhone(changed) {
  const media = matchMedia(PHONE);
  media.addEventListener("change", changed);
  return { get narrow() { return media.matches; }, stop: () => media.removeEventListener("change", changed) };
}

/** Show the picture `name`, or `name` + "_compact" on a phone. `part` narrows it where Python sends such a picture.
 *  @param {HTMLElement} place @param {any} client @param {{sheet:string, name:string, className?:string,
 *    part?:()=>string, shown?:(figure:HTMLElement)=>void}} options */
export function createPicture(place, client, { sheet, name, className = "", part = () => "", shown }) {
  let timer = 0;
  let markup = "";
  const phone = watchPhone(() => show());

  function show() {
    const pictures = client.drawings.get(sheet) ?? {};
    const size = phone.narrow ? `${name}_compact` : name;
    const found = (part() && pictures[`${size}_${part()}`]) || pictures[size] || pictures[name] || "";
    if (found !== markup) {
      markup = found;
      place.replaceChildren(...(found ? [drawing(found, className)] : []));
    }
    if (place.firstElementChild) shown?.(/** @type {HTMLElement} */ (place.firstElementChild));
  }
  const ask = () => { timer = 0; client.draw(sheet); };
  const off = client.on("drawing", (key) => { if (key === sheet) show(); });
  client.draw(sheet);
  show();
  return {
    show,
    /** The sheet changed: ask for a fresh picture once the changes rest. */
    stale() {
      clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    },
    destroy() {
      clearTimeout(timer);
      phone.stop();
      off();
    },
  };
}
