// One question on a scale: a native slider that starts without a value, and “I don't know” as an answer.
import { h, hidden } from "./dom.js";
import { beginsScale } from "./form-answer.js";
import { UNKNOWN, figure } from "./trends-facts.js";

/** @param {any} client @param {{id:string, scale:import("./trends-facts.js").Scale, set:(value:any)=>void}} options */
export function createSlider(client, { id, scale, set }) {
  const { t } = client;
  const rest = Math.round((scale.low + scale.high) / 2);
  let value = /** @type {any} */ (null);
  const word = h("output", { class: "val", for: id });
  const range = h("input", {
    type: "range", id, min: String(scale.low), max: String(scale.high), step: "1", "aria-describedby": `${id}-help`,
    oninput: () => draw(Number(range.value)),
    onchange: () => choose(Number(range.value)),
    // a slider that stands where the person wants it changes nothing by itself: a press on it is the answer
    onclick: () => { if (typeof value !== "number") choose(Number(range.value)); },
    onkeydown: (event) => {
      if (typeof value === "number" || !beginsScale(event)) return;
      event.preventDefault();
      choose(scale.low);
    },
  });
  const unknown = h("input", { type: "checkbox", onchange: () => choose(unknown.checked ? UNKNOWN : null) });
  const steps = Array.from({ length: scale.high - scale.low + 1 }, (_, step) => figure(scale.low + step));
  const box = h("div", { class: "chart-q" },
    h("div", { class: "q-head" }, h("label", { for: id, text: scale.title }), word),
    h("p", { class: "hint", id: `${id}-help`, text: scale.question }), range,
    h("div", { class: "scale", "aria-hidden": "true" }, ...steps.map((text) => h("span", { text }))),
    h("div", { class: "ends", "aria-hidden": "true" }, h("span", { text: scale.ends[0] }), h("span", { text: scale.ends[1] })),
    h("label", { class: "check dkc" }, unknown, h("span", {}, t("trends.dont_know"), hidden(`: ${scale.title}`))));

  function words(/** @type {any} */ shown) {
    if (shown === UNKNOWN) return t("trends.dont_know");
    if (typeof shown !== "number") return t("trends.not_rated");
    const says = scale.words[shown];
    return says ? t("trends.value", { value: figure(shown), word: says }) : figure(shown);
  }

  function draw(/** @type {any} */ shown) {
    const number = typeof shown === "number";
    const text = words(shown);
    word.textContent = text;
    word.classList.toggle("un", !number);
    range.classList.toggle("unset", !number);
    range.value = String(number ? shown : rest);
    range.style.setProperty("--fill", `${((Number(range.value) - scale.low) / (scale.high - scale.low)) * 100}%`);
    range.setAttribute("aria-valuetext", text);
    unknown.checked = shown === UNKNOWN;
  }

  function choose(/** @type {any} */ chosen) {
    if (chosen === value) return;
    value = chosen;
    draw(value);
    set(value);
  }

  draw(null);
  return {
    box,
    update(/** @type {any} */ fresh) {
      const now = fresh ?? null;
      if (now === value) return;
      value = now;
      draw(value);
    },
  };
}
