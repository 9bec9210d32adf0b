// Making elements: people's words only ever enter as text.
import { ICONS, MARKS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/** Make an element. Attributes: `class`, `on…` (a function), `dataset`, `text`, any other attribute;
 *  null, undefined and false leave an attribute out.
 *  @param {string} tag @param {Object<string,any>} [attributes] @param {...(Node|string|null|undefined|false)} children
 *  @returns {any} */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "text") element.textContent = value;
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A drawn sign, silent for screen readers. */
export function icon(/** @type {string} */ name, extra = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `ic ${extra}`.trim());
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** The marker of a note's meaning: the second sign beside its colour. */
export function marker(/** @type {string} */ tint) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "m");
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = MARKS[tint] ?? MARKS.today; // our own constant, never a person's words
  return svg;
}

/** Words for screen readers only. */
export const hidden = (/** @type {string} */ text) => h("span", { class: "vh", text });

/** A round sign with initials. */
export const avatar = (/** @type {string} */ initials, extra = "") =>
  h("span", { class: `ava ${extra}`.trim(), "aria-hidden": "true", text: initials });

/** A drawing that came from Python (markup made by us, people's words escaped there). */
export function drawing(/** @type {string} */ markup, /** @type {string} */ className = "") {
  const figure = h("figure", { class: className });
  figure.innerHTML = markup;
  return figure;
}

/** Replace what an element holds, but only when it would look different. */
export function replace(/** @type {Element} */ element, /** @type {Node[]} */ ...children) {
  const fresh = h("div", {}, ...children);
  if (fresh.innerHTML !== element.innerHTML) element.replaceChildren(...fresh.childNodes);
}

/** Say something to screen readers, politely. */
export function say(/** @type {string} */ text) {
  let region = document.getElementById("cba-say");
  if (!region) {
    region = h("p", { id: "cba-say", class: "vh", role: "status", "aria-live": "polite" });
    (document.querySelector(".cba") ?? document.body).append(region);
  }
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Let a textarea be as high as its words. */
export function grow(/** @type {HTMLTextAreaElement} */ area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
