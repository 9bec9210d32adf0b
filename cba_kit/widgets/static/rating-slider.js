// One question on a scale: a native slider that starts without a value, and “I don't know” as an answer.
import { h, hidden } from "./dom.js";
import { beginsScale } from "./form-answer.js";
import { UNKNOWN, figure, given } from "./trends-facts.js";
import { step } from "./trends-rounds.js";

const ARROWS = { up: "▲", down: "▼", same: "=" };

/** @param {any} client @param {{id:string, scale:import("./trends-facts.js").Scale, set:(value:any)=>void,
 *    earlier?:{round:number, value:any}|null}} options `earlier`: the person's own answer of a round before */
export function createSlider(client, { id, scale, set, earlier = null }) {
  const { t } = client;
  const rest = Math.round((scale.low + scale.high) / 2);
  let value = /** @type {any} */ (null);
  let open = true;
  const word = h("output", { class: "val", for: id });
  const then = h("p", { class: "then", id: `${id}-then` });
  const range = h("input", {
    type: "range", id, min: String(scale.low), max: String(scale.high), step: "1", "aria-describedby": `${id}-help${earlier ? ` ${id}-then` : ""}`,
    oninput: () => draw(Number(range.value)),
    onchange: () => choose(Number(range.value)),
    // a slider that stands where the person wants it changes nothing by itself: a press on it is the answer
    onclick: () => { if (open && typeof value !== "number") choose(Number(range.value)); },
    onkeydown: (event) => {
      if (typeof value === "number" || !beginsScale(event)) return;
      event.preventDefault();
      choose(scale.low);
    },
  });
  const unknown = h("input", { type: "checkbox", onchange: () => choose(unknown.checked ? UNKNOWN : null) });
  const steps = Array.from({ length: scale.high - scale.low + 1 }, (_, at) => {
    const number = scale.low + at;
    return h("span", { class: number === earlier?.value ? "was" : null, text: figure(number) });
  });
  const box = h("div", { class: "chart-q" },
    h("div", { class: "q-head" }, h("label", { for: id, text: scale.title }), word),
    h("p", { class: "hint", id: `${id}-help`, text: scale.question }), range,
    h("div", { class: "scale", "aria-hidden": "true" }, ...steps),
    h("div", { class: "ends", "aria-hidden": "true" }, h("span", { text: scale.ends[0] }), h("span", { text: scale.ends[1] })),
    given(earlier?.value) && then,
    h("label", { class: "check dkc" }, unknown, h("span", {}, t("trends.dont_know"), hidden(`: ${scale.title}`))));

  function words(/** @type {any} */ shown) {
    if (shown === UNKNOWN) return t("trends.dont_know");
    if (typeof shown !== "number") return t("trends.not_rated");
    const says = scale.words[shown];
    return says ? t("trends.value", { value: figure(shown), word: says }) : figure(shown);
  }

  /** The answer of a round before, and how far this one is from it. */
  function drawThen(/** @type {any} */ shown) {
    if (!earlier || !given(earlier.value)) return;
    const said = t("trends.then", { round: earlier.round, said: words(earlier.value) });
    const { before, after, turn } = step(earlier.value, shown);
    const move = turn && t(`trends.turn_${turn}`, { by: Math.abs(after - before) });
    then.replaceChildren(said, " ", ...(turn ? [h("b", { class: "turn" }, h("span", { "aria-hidden": "true", text: `${ARROWS[turn]} ` }), move)] : []));
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
    drawThen(shown);
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
    /** Show an answer; `may`: it can be given or changed now. */
    update(/** @type {any} */ fresh, may = true) {
      const now = fresh ?? null;
      if (may !== open) {
        open = may;
        range.disabled = unknown.disabled = !may;
      }
      if (now === value) return;
      value = now;
      draw(value);
    },
  };
}
