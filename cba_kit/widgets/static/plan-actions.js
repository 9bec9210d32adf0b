// The actions of a plan: their order and numbers, the horizon they are due in, and their sum. Pure functions.
import { addDays, isDay } from "./plan-format.js";
import { fold } from "./fold.js";

/** @typedef {{id:string, number:string, fields:Object<string,any>, entry:any}} Action */
/** @typedef {{key:string, title:string, short:string, days:number}} Horizon */

/** The actions in their order. Only those with a title have a number, as in the roadmap.
 *  @param {any} client @param {string} sheet @returns {Action[]} */
export function actionsOf(client, sheet) {
  let count = 0;
  return client.list(sheet, { kind: "action" }).filter((entry) => !entry.conflict_of).map((entry) => ({
    id: entry.id, fields: entry.fields, entry, number: (entry.fields.title ?? "").trim() ? `A${++count}` : "",
  }));
}

/** Tell whether nothing was written yet: such an action may go without a word. */
export function isBlank(/** @type {Action} */ action) {
  return Object.entries(action.fields).every(([name, value]) => ["position", "status"].includes(name) || value === null || String(value).trim() === "");
}

/** Tell whether an action is still to be done. */
export const lives = (/** @type {Action} */ action) => !["done", "dropped"].includes(action.fields.status);

/** Where actions without an end stand: before all horizons, so that a new one is in sight. */
export const UNDATED = { key: "", title: "", short: "", days: 0 };

/** The horizon by whose end an action is due; without a day, none of them.
 *  @param {Horizon[]} horizons @param {any} due @param {string} planStart */
export function horizonOf(horizons, due, planStart) {
  if (!isDay(due)) return UNDATED;
  return horizons.find((horizon) => due <= addDays(planStart, horizon.days)) ?? horizons[horizons.length - 1];
}

/** The actions by horizon, each in its order; first of all those without an end, if there are any. @param {Horizon[]} horizons @param {Action[]} actions @param {string} planStart */
export function byHorizon(horizons, actions, planStart) {
  const of = (horizon) => actions.filter((action) => horizonOf(horizons, action.fields.due, planStart) === horizon);
  const undated = of(UNDATED);
  const groups = horizons.map((horizon) => ({ horizon, until: addDays(planStart, horizon.days), actions: of(horizon) }));
  return undated.length ? [{ horizon: UNDATED, until: "", actions: undated }, ...groups] : groups;
}

/** What the plan sums up to; dropped actions are left out. @param {Action[]} actions */
export function summary(actions) {
  const kept = actions.filter((action) => action.number && action.fields.status !== "dropped");
  const cost = (list) => list.reduce((sum, action) => sum + (action.fields.cost ?? 0), 0);
  return {
    actions: kept.length,
    cost: cost(kept),
    secured: cost(kept.filter((action) => action.fields.funding_status === "secured")),
    leaders: new Set(kept.map((action) => nameKey(action.fields.owner)).filter(Boolean)).size,
  };
}

/** One person, however the name is spaced or written large. */
export const nameKey = (/** @type {any} */ name) => String(name ?? "").trim().replace(/\s+/g, " ").toLocaleLowerCase();

/** Tell whether an action speaks of what someone looks for: every word, in any field.
 *  @param {Action} action @param {string} asked */
export function matches(action, asked) {
  const { title, owner, partners, description, background, measure, funding, first_step: step } = action.fields;
  const text = fold([action.number, title, owner, partners, description, background, measure, funding, step].join(" "));
  return fold(asked).split(/\s+/).every((word) => text.includes(word));
}

/** The position for an action between two others; null where there is none. @param {any} before @param {any} after */
export function between(before, after) {
  const low = before?.fields.position ?? 0;
  if (!before && !after) return 1;
  if (!after) return low + 1;
  if (!before) return (after.fields.position ?? 0) - 1;
  return (low + (after.fields.position ?? 0)) / 2;
}

/** What to write so that an action goes one place up (-1) or down (+1) among `shown`; empty where it cannot go.
 *  Actions that share a position, as imported ones may, get positions of their own first.
 *  @param {Action[]} all @param {Action[]} shown @param {string} id @param {-1|1} by
 *  @returns {{id:string, position:number}[]} */
export function moved(all, shown, id, by) {
  const here = shown.findIndex((action) => action.id === id);
  const other = shown[here + by];
  if (here < 0 || !other) return [];
  const rest = all.filter((action) => action.id !== id);
  const place = rest.findIndex((action) => action.id === other.id) + (by === 1 ? 1 : 0);
  const position = between(rest[place - 1], rest[place]);
  const taken = (action) => Boolean(action) && (action.fields.position ?? 0) === position;
  if (!taken(rest[place - 1]) && !taken(rest[place])) return [{ id, position }];
  const order = [...rest.slice(0, place), all.find((action) => action.id === id), ...rest.slice(place)];
  return order.map((action, index) => ({ id: /** @type {Action} */ (action).id, position: index + 1 }))
    .filter((step) => (all.find((action) => action.id === step.id)?.fields.position ?? 0) !== step.position);
}

/** The words of a note, need or other entry that an action comes from. */
export function wordsOf(/** @type {any} */ entry) {
  if (!entry) return "";
  const { text, value, need, title } = entry.fields;
  const found = [text, value, need, title, ...Object.values(entry.fields)].find((word) => typeof word === "string" && word.trim());
  return (found ?? "").trim();
}
