// How one's own ratings moved since the round before: arrows and words.
import { h, replace } from "./dom.js";
import { UNKNOWN, figure } from "./trends-facts.js";
import { moves } from "./trends-rounds.js";

const ARROWS = { up: "▲", down: "▼", same: "", "": "" };

/** @param {any} client @param {any} template @param {{fieldsOf:(id:string) => Object<string,any>, choose:(trend:string) => void}} parts */
export function createMoves(client, template, { fieldsOf, choose }) {
  const { t } = client;
  const id = `${template.key}-moves`;
  const list = h("ul", { class: "moves", onclick: (/** @type {any} */ event) => {
    const chosen = event.target.closest("[data-trend]");
    if (chosen) choose(chosen.dataset.trend);
  } });
  const rest = h("p", { class: "small mute" });
  const element = h("section", { class: "card", "aria-labelledby": id, hidden: true }, h("h2", { id, text: t("trends.moves") }), list, rest);

  const said = (/** @type {any} */ value) => (value === UNKNOWN ? t("trends.dont_know_short") : figure(value));

  function line({ scale, step: { before, after, turn } }) {
    const word = turn ? t(`trends.turn_${turn}`, { by: Math.abs(after - before) }) : t("trends.turn_other");
    return h("li", {}, h("span", { class: "mute", text: `${scale.title}: ` }), `${said(before)} → ${said(after)} `,
      h("b", {}, turn && h("span", { "aria-hidden": "true", text: `${ARROWS[turn]} ` }), word));
  }

  return {
    element,
    draw(/** @type {number} */ round) {
      const found = moves(fieldsOf, template, round);
      const moved = found.filter(({ steps }) => steps.length);
      element.hidden = !found.length;
      replace(list, ...moved.map(({ trend, steps }) => h("li", {},
        h("button", { type: "button", class: "to", dataset: { trend: trend.key } }, h("b", { text: `${trend.number} ` }), trend.short), h("ul", {}, ...steps.map(line)))));
      const stayed = found.length - moved.length;
      rest.textContent = stayed ? t(stayed === 1 ? "trends.stayed_one" : "trends.stayed", { n: stayed }) : "";
    },
  };
}
