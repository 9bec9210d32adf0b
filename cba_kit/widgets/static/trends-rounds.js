// Rounds of a trends sheet: which one is open, what may be written in it, and how one's own answers moved. Pure functions.
import { UNKNOWN, given } from "./trends-facts.js";

/** @typedef {{phase:"free"|"write"|"discuss"|"vote"|"closed", round:number, rated:number, of:number, late:string[]}} Round
 *  `late`: the ids of one's own ratings that came after their round was shown */
/** @typedef {{before:any, after:any, turn:"up"|"down"|"same"|""}} Step `turn` is empty where one of the two is no number */

/** @type {Round} */
const FREE = { phase: "free", round: 1, rated: 0, of: 0, late: [] };

/** The round of a sheet; where nobody leads rounds, people rate freely in the first. @param {any} state the client's
 *  @param {string} sheet @returns {Round} */
export const roundOf = (state, sheet) => state.rounds?.[sheet] ?? FREE;

/** The last round that everybody may see; 0 while there is none. @param {Round} round */
export const revealed = ({ phase, round }) => round - Number(phase === "free" || phase === "write");

/** The id of the rating of a trend in a round. @param {string} sheet @param {string} trend @param {number} round */
export const idOf = (sheet, trend, round) => (round === 1 ? `${sheet}.${trend}` : `${sheet}.${trend}.${round}`);

/** Whether an answer can be given or changed now: always in an open round; in one that was just shown, what was never given.
 *  @param {Round} round @param {any} value the answer as it is */
export function isOpen({ phase }, value) {
  if (phase === "free" || phase === "write") return true;
  return phase !== "closed" && !given(value);
}

/** What a person said about a trend before a round, the newest first; null where nothing was said.
 *  @param {(id:string) => Object<string,any>} fieldsOf the fields of an entry, none where it is not there
 *  @param {any} template @param {string} trend @param {number} round @returns {{round:number, fields:Object<string,any>}|null} */
export function earlier(fieldsOf, template, trend, round) {
  for (let number = round - 1; number > 0; number -= 1) {
    const fields = fieldsOf(idOf(template.key, trend, number));
    if (says(template, fields)) return { round: number, fields };
  }
  return null;
}

/** Tell whether anything was said about a trend. @param {any} template @param {Object<string,any>} fields */
export const says = (template, fields) => [...template.scales.map((/** @type {any} */ scale) => scale.key), "horizon"].some((key) => given(fields[key]));

/** The answers of a rating, without what belongs to its round. @param {any} template @param {Object<string,any>} fields */
export const answersOf = (template, fields) =>
  Object.fromEntries([...template.scales.map((/** @type {any} */ scale) => scale.key), "horizon", "reason"].filter((key) => given(fields[key])).map((key) => [key, fields[key]]));

/** The answers that wait on this device to be handed in, without what was given meanwhile. @param {string} text as it was kept
 *  @param {Object<string,any>} stored @returns {Object<string,any>} */
export function waiting(text, stored) {
  try {
    return Object.fromEntries(Object.entries(JSON.parse(text || "{}")).filter(([name]) => !given(stored[name])));
  } catch {
    return {}; // cut off: a full device kept no more
  }
}

/** How an answer moved. @param {any} before @param {any} after @returns {Step} */
export function step(before, after) {
  if (typeof before !== "number" || typeof after !== "number") return { before, after, turn: "" };
  return { before, after, turn: after > before ? "up" : after < before ? "down" : "same" };
}

/** One's own steps on all scales, of the trends that were rated in this round and in one before; those that moved most first.
 *  @param {(id:string) => Object<string,any>} fieldsOf @param {any} template @param {number} round
 *  @returns {{trend:any, steps:{scale:any, step:Step}[]}[]} only steps that moved; a trend without one has none */
export function moves(fieldsOf, template, round) {
  const found = template.trends.flatMap((/** @type {any} */ trend) => {
    const now = fieldsOf(idOf(template.key, trend.key, round));
    const then = says(template, now) ? earlier(fieldsOf, template, trend.key, round) : null;
    if (!then) return [];
    const steps = template.scales
      .map((/** @type {any} */ scale) => ({ scale, step: step(then.fields[scale.key], now[scale.key]) }))
      .filter(({ step: one }) => given(one.before) && given(one.after) && one.before !== one.after);
    return [{ trend, steps }];
  });
  const far = ({ steps }) => Math.max(0, ...steps.map(({ step: { before, after } }) => (before === UNKNOWN || after === UNKNOWN ? 0.5 : Math.abs(after - before))));
  return found.sort((one, other) => far(other) - far(one) || one.trend.number - other.trend.number);
}
