// The phases of a session as buttons: each says what it does, the one that is on is pressed.
import { h, icon } from "./dom.js";
import { PHASES } from "./stage-facts.js";

const SIGNS = { write: "lock", discuss: "comment", vote: "check", closed: "flag", free: "people" };

/** @param {any} client @param {(phase:string) => void} choose */
export function createPhases(client, choose) {
  const { t } = client;
  const buttons = PHASES.map((phase) => h("button", { type: "button", class: "stage-phase", dataset: { phase }, onclick: () => choose(phase) },
    icon(SIGNS[phase]), h("span", {}, h("b", { text: t(`stage.phase.${phase}`) }), " ", h("small", { text: t(`stage.does.${phase}`) }))));
  return {
    element: h("div", { class: "stage-phases", role: "group", "aria-label": t("stage.phases") }, ...buttons),
    /** @param {string} phase */
    draw(phase) { for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.phase === phase)); },
  };
}
