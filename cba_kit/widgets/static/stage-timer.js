// The timer: how much time is left, for everybody the same, and said aloud when it gets short and when it is over.
import { h, icon, say } from "./dom.js";
import { clockWords, leftOf, nowOf } from "./stage-facts.js";

/** Milliseconds before the end at which it is said aloud. */
const SHORT = 60_000;

/** @param {any} client @returns {{element:HTMLElement, show:(ends:string|undefined) => void, destroy:() => void}} */
export function createTimer(client) {
  const { t } = client;
  const text = h("span", {});
  const element = h("p", { class: "stage-timer", role: "timer", hidden: true }, icon("clock"), text);
  let ends = "";
  let timer = 0;
  /** @type {number|null} what was left when we looked last */ let before = null;

  /** Say what has just happened; a page that comes later hears nothing of what was before. @param {number} now */
  function tell(now) {
    if (before === null) return;
    if (before > SHORT && now <= SHORT && now > 0) say(t("stage.minute"));
    if (before > 0 && now === 0) say(t("stage.over"));
  }

  function draw() {
    clearTimeout(timer);
    const now = leftOf(ends, nowOf(client.state));
    element.hidden = now === null;
    if (now === null) return;
    const words = now ? t("stage.left", { time: clockWords(now) }) : t("stage.over");
    if (text.textContent !== words) text.textContent = words;
    element.classList.toggle("short", now > 0 && now <= SHORT);
    element.classList.toggle("over", now === 0);
    tell(now);
    before = now;
    if (now) timer = window.setTimeout(draw, now % 1000 || 1000);
  }

  return {
    element,
    /** Count down to this moment; "" for none. */
    show(wanted = "") {
      if (wanted !== ends) before = null;
      ends = wanted;
      draw();
    },
    destroy: () => clearTimeout(timer),
  };
}
