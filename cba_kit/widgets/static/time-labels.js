// Names under the slider of the time machine: as many as stand beside each other, those that people gave first.
import { h } from "./dom.js";
import { shortStop } from "./time-words.js";

const GAP = 12;

/** Where labels stand so that none touches another: the left edge of each, or null where it has no room.
 *  @param {{at:number, width:number, first:boolean}[]} labels `at` is the middle that each would like, all in pixels
 *  @param {number} room @returns {(number|null)[]} */
export function placed(labels, room) {
  const taken = /** @type {[number, number][]} */ ([]);
  const lefts = /** @type {(number|null)[]} */ (labels.map(() => null));
  const order = labels.map((_, index) => index).sort((a, b) => Number(labels[b].first) - Number(labels[a].first) || b - a);
  for (const index of order) {
    const { at, width } = labels[index];
    const left = Math.max(0, Math.min(room - width, at - width / 2));
    if (width > room || taken.some(([from, to]) => left < to + GAP && left + width + GAP > from)) continue;
    taken.push([left, left + width]);
    lefts[index] = left;
  }
  return lefts;
}

/** A line of labels; screen readers hear the names from the slider itself. @param {any} client */
export function createLabels(client) {
  const element = h("div", { class: "time-labels", "aria-hidden": "true" });
  /** @type {import("./time-facts.js").Stop[]} */ let stops = [];

  function place() {
    const room = element.clientWidth;
    const spans = /** @type {HTMLElement[]} */ ([...element.children]);
    const last = Math.max(1, stops.length - 1);
    const named = stops.map((stop, index) => ({ stop, index })).filter(({ stop }) => stop.names.length);
    const lefts = placed(named.map(({ stop, index }, at) => ({ at: (index / last) * room, width: spans[at].offsetWidth, first: stop.kinds.includes("named") })), room);
    spans.forEach((span, at) => {
      const left = lefts[at];
      span.classList.toggle("out", left === null);
      if (left !== null) span.style.left = `${left}px`;
    });
  }

  new ResizeObserver(place).observe(element);
  return {
    element,
    /** @param {import("./time-facts.js").Stop[]} fresh */
    draw(fresh) {
      stops = fresh;
      element.replaceChildren(...stops.filter((stop) => stop.names.length).map((stop) => h("span", { class: stop.kinds.includes("named") ? "named" : "", text: shortStop(client, stop) })));
      place();
    },
  };
}
