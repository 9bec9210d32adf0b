// The line above a trends sheet that says which round it is, how far it is, and what that means for the reader.
import { h, icon, replace } from "./dom.js";
import { roundOf } from "./trends-rounds.js";

const SIGNS = { free: "", write: "clock", discuss: "people", vote: "people", closed: "lock" };

/** @param {any} client @param {{key:string}} template @param {{own:boolean}} options `own`: the reader rates here */
export function createLine(client, template, { own }) {
  const { t } = client;
  const element = h("div", { class: "round-line", role: "status" });
  function draw() {
    const round = roundOf(client.state, template.key);
    const phase = round.phase === "vote" ? "discuss" : round.phase;
    element.hidden = phase === "free";
    if (element.hidden) { element.replaceChildren(); return; }
    const tone = { write: "info", discuss: "acc", closed: "" }[phase];
    replace(element, h("p", {}, h("span", { class: `tag ${tone}`.trim() }, icon(SIGNS[phase]), t(`trends.round_${phase}`, { round: round.round })), " ",
      h("span", { text: t(phase === "write" && !own ? "trends.round_write_other" : `trends.round_${phase}_more`) })));
  }
  draw();
  return { element, draw };
}
