// Leading the rounds: open one, show it to all, open the next, close. What cannot be taken back is asked for once more.
import { h, icon, say } from "./dom.js";

/** Rounds of one sheet at most. */
const MOST = 9;

/** The steps that can be taken now, the usual one first.
 *  @param {{phase:string, round:number}} told @returns {{name:"start"|"reveal"|"close", phase:string, round:number, sure:boolean}[]} */
export function stepsOf({ phase, round }) {
  const start = (/** @type {number} */ number) => ({ name: /** @type {"start"} */ ("start"), phase: "write", round: number, sure: false });
  const reveal = { name: /** @type {"reveal"} */ ("reveal"), phase: "discuss", round, sure: true };
  const close = { name: /** @type {"close"} */ ("close"), phase: "closed", round, sure: true };
  if (phase === "free") return [start(round)];
  if (phase === "write") return [reveal];
  const next = round < MOST ? [start(round + 1)] : [];
  return phase === "closed" ? next : [...next, close];
}

/** @param {any} client @param {{set:(fields:{phase:string, round:number}) => void}} acts */
export function createLead(client, { set }) {
  const { t } = client;
  const element = h("div", { class: "row plenary-lead", role: "group", "aria-label": t("plenary.controls") });
  let told = /** @type {any} */ (null);
  let asked = /** @type {any} */ (null); // a step that waits for a yes
  let drawn = "";

  function take(/** @type {any} */ step) {
    if (step.sure && asked?.name !== step.name) {
      asked = step;
      draw();
      element.querySelector("button")?.focus();
      return;
    }
    asked = null;
    set({ phase: step.phase, round: step.round });
    say(t({ start: "plenary.opened", reveal: "plenary.is_shown", close: "plenary.closed" }[step.name], { round: step.round }));
  }

  function question() {
    const { rated, of } = told;
    return [
      h("p", { role: "alert", text: t(`plenary.sure_${asked.name}`, { round: asked.round, rated, of }) }),
      h("button", { type: "button", class: "btn pri", text: t("plenary.yes"), onclick: () => take(asked) }),
      h("button", { type: "button", class: "btn", text: t("plenary.no"), onclick: () => { asked = null; draw(); element.querySelector("button")?.focus(); } })];
  }

  function draw() {
    if (!told) return;
    const now = JSON.stringify([told.phase, told.round, asked?.name, asked && told.rated]);
    if (now === drawn) return; // a poll must not take the focus from a button
    drawn = now;
    const held = element.contains(document.activeElement);
    const steps = stepsOf(told);
    element.replaceChildren(...(asked ? question() : steps.map((step, at) =>
      h("button", { type: "button", class: at ? "btn" : "btn pri", onclick: () => take(step) }, icon({ start: "clock", reveal: "people", close: "lock" }[step.name]), t(`plenary.${step.name}`, { round: step.round })))));
    if (held) element.querySelector("button")?.focus();
  }

  return {
    element,
    update(/** @type {any} */ fresh) {
      if (told && (told.phase !== fresh.phase || told.round !== fresh.round)) asked = null;
      told = fresh;
      draw();
    },
  };
}
