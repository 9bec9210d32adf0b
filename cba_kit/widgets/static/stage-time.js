// The facilitator's time: so many minutes, one more, or none; everybody sees the same.
import { h } from "./dom.js";
import { endsIn, leftOf, nowOf, numberOf } from "./stage-facts.js";
import { createTimer } from "./stage-timer.js";

const MINUTES = { least: 1, most: 180, else: 5 };

/** @param {any} client @param {(fields:{ends:string}) => void} set */
export function createTime(client, set) {
  const { t } = client;
  const timer = createTimer(client);
  let ends = "";
  const input = h("input", { type: "number", class: "inp", id: "cba-stage-minutes", min: String(MINUTES.least), max: String(MINUTES.most), value: String(MINUTES.else), inputmode: "numeric" });
  const start = h("button", { class: "btn", text: t("stage.start") });
  const more = h("button", { type: "button", class: "btn", text: t("stage.more_time"), onclick: later });
  const stop = h("button", { type: "button", class: "btn", text: t("stage.stop"), onclick: () => { set({ ends: "" }); input.focus(); } });
  const running = h("div", { class: "row", hidden: true }, more, stop);
  const asks = h("div", { class: "row" }, h("label", { for: "cba-stage-minutes", text: t("stage.minutes") }), input, start);
  const element = h("form", { class: "stage-time", "aria-label": t("stage.time"), onsubmit: begin }, asks, running);

  function begin(/** @type {Event} */ event) {
    event.preventDefault();
    const minutes = numberOf(input.value, MINUTES);
    input.value = String(minutes);
    set({ ends: endsIn(minutes, nowOf(client.state)) });
  }

  /** One minute more than there is; from now on where the time is over. */
  function later() {
    const now = nowOf(client.state);
    set({ ends: endsIn(1, now + (leftOf(ends, now) ?? 0)) });
  }

  return {
    element,
    timer: timer.element,
    /** @param {string} wanted */
    draw(wanted = "") {
      const focus = element.contains(document.activeElement);
      ends = wanted;
      timer.show(ends);
      const runs = leftOf(ends, nowOf(client.state)) !== null;
      if (running.hidden === !runs) return;
      running.hidden = !runs;
      asks.hidden = runs;
      if (focus) (runs ? more : input).focus();
    },
    destroy: timer.destroy,
  };
}
