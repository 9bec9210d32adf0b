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

/** Show the picture `name`, or `name` + "_compact" on a phone. `part` narrows it: the key of a horizon.
 *  @param {HTMLElement} place @param {any} client @param {{sheet:string, name:string, className?:string,
 *    part?:()=>string, shown?:(figure:HTMLElement)=>void}} options */
export function createPicture(place, client, { sheet, name, className = "", part = () => "", shown }) {
  let timer = 0;
  let markup = "";
  let asked = "";
  const phone = watchPhone(() => show());

  function show() {
    const pictures = client.drawings.get(sheet) ?? {};
    const size = phone.narrow ? `${name}_compact` : name;
    if (part() && part() !== asked) ask();
    const found = (part() && pictures[`${size}_${part()}`]) || pictures[size] || pictures[name] || "";
    if (found !== markup) {
      markup = found;
      place.replaceChildren(...(found ? [drawing(found, className)] : []));
    }
    if (place.firstElementChild) shown?.(/** @type {HTMLElement} */ (place.firstElementChild));
  }
  function ask() {
    timer = 0;
    asked = part();
    client.draw(sheet, asked);
  }
  const off = client.on("drawing", (key) => { if (key === sheet) show(); });
  ask();
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
