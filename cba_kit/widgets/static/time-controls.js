// The controls of the time machine: a slider over all moments, the named ones to jump to, and what to compare with.
import { h, icon, replace } from "./dom.js";
import { NOW, namedStop } from "./time-facts.js";
import { createLabels } from "./time-labels.js";
import { shortStop, stopWords } from "./time-words.js";

const OTHER = "other";

/** A slider over the stops, with a mark at each named one. @param {any} time
 *  @param {{id:string, label:string, picked:(version:number) => void}} options */
function createSlider(time, { id, label, picked }) {
  const { t, client } = time;
  const range = h("input", { type: "range", id, min: "0", max: "0", step: "1", value: "0", "aria-describedby": "time-help", oninput: () => move(Number(range.value)),
    onkeydown: (event) => {
      const way = { PageUp: 1, PageDown: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      move(namedStop(time.stops, Number(range.value), /** @type {1|-1} */ (way)));
    } });
  const word = h("output", { for: id, class: "time-word" });
  const ticks = h("div", { class: "time-ticks", "aria-hidden": "true" });
  const labels = createLabels(client);
  const element = h("div", { class: "time-slider" }, h("div", { class: "row between" }, h("label", { for: id, text: label }), word), range, ticks, labels.element);

  function show(/** @type {number} */ index) {
    const stop = time.stops[index];
    const words = stopWords(client, stop, time.past.people);
    range.value = String(index);
    range.style.setProperty("--fill", `${(index / Math.max(1, time.stops.length - 1)) * 100}%`);
    range.setAttribute("aria-valuetext", words);
    word.textContent = words;
  }

  function move(/** @type {number} */ index) {
    show(index);
    picked(time.stops[index].version);
  }

  return {
    element, range,
    draw(/** @type {number} */ index) {
      const last = time.stops.length - 1;
      range.max = String(last);
      show(index);
      replace(ticks, ...time.stops.flatMap((stop, i) => {
        if (!stop.names.length) return [];
        const tick = h("i", { class: stop.kinds.includes("named") ? "named" : "" });
        tick.style.setProperty("--at", String(last ? i / last : 0));
        return [tick];
      }));
      labels.draw(time.stops);
    },
  };
}

/** @param {any} time the shared state, see time.js @param {{changed:() => void}} acts */
export function createControls(time, { changed }) {
  const { t, client } = time;
  const first = createSlider(time, { id: "time-then", label: t("time.slider"), picked: (version) => { time.pick.then = version; jump.value = ""; changed(); } });
  const second = createSlider(time, { id: "time-second", label: t("time.against_slider"), picked: (version) => { time.pick.now = version; changed(); } });
  const jump = h("select", { id: "time-jump", class: "inp", onchange: () => {
    if (jump.value) time.pick.then = Number(jump.value);
    changed();
    draw();
  } });
  const against = h("select", { id: "time-against", class: "inp", onchange: () => {
    time.pick.free = against.value === OTHER;
    time.pick.now = against.value === NOW ? NOW : time.pick.free ? time.stops.at(-1).version : Number(against.value);
    changed();
    draw();
  } });
  const field = (label, control) => h("div", { class: "time-field" }, h("label", { for: control.id, text: label }), control);
  const element = h("section", { class: "card tm", "aria-label": t("time.open") }, h("span", { class: "time-sign" }, icon("hist")), first.element,
    h("div", { class: "time-choices" }, field(t("time.jump"), jump), field(t("time.against"), against)), second.element,
    h("p", { class: "small mute", id: "time-help", text: t("time.slider_help") }));

  const option = (value, text) => h("option", { value: String(value), text });
  const namedOnes = () => time.stops.filter((stop) => stop.names.length).map((stop) => option(stop.version, shortStop(client, stop)));

  function draw() {
    const { pick, stops } = time;
    const index = (/** @type {number} */ version) => stops.findIndex((stop) => stop.version === version);
    first.draw(index(pick.then));
    replace(jump, option("", t("time.jump_none")), ...namedOnes());
    jump.value = namedOnes().some((one) => one.value === String(pick.then)) ? String(pick.then) : "";
    replace(against, option(NOW, t("time.now")), ...namedOnes(), option(OTHER, t("time.other")));
    against.value = pick.free ? OTHER : String(pick.now);
    second.element.hidden = !pick.free;
    if (pick.now !== NOW) second.draw(index(pick.now));
  }

  return { element, draw };
}
