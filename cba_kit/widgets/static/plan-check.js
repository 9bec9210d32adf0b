// The plan check: questions about a plan, never errors. Pure functions; the words are found by the rule's name.
import { lives, nameKey } from "./plan-actions.js";
import { addDays, isDay } from "./plan-format.js";

/** @typedef {import("./plan-actions.js").Action} Action */
/** @typedef {{rule:string, action:Action, field:string, values:Object<string,any>}} Question */

/** Days within which a first step is done, and actions that one person can lead at a time. */
export const SOON = 14;
export const LOAD = 3;

/** The rules, in the order in which their questions are asked. */
export const RULES = ["circle", "dates", "order", "owner", "due", "load", "measure", "first", "money"];

/** Ask about a plan. @param {Action[]} all @param {{start:string, today?:string}} days the plan's first day, and today
 *  @returns {{questions:Question[], fine:string[]}} `fine`: the rules with nothing to ask about */
export function check(all, { start, today = start }) {
  const actions = all.filter((action) => action.number && lives(action));
  const known = new Map(all.filter((action) => action.number && action.fields.status !== "dropped").map((action) => [action.id, action]));
  const soon = addDays(today > start ? today : start, SOON);
  const found = {
    circle: circles(actions),
    dates: actions.flatMap(dates),
    order: actions.flatMap((action) => order(action, known)),
    owner: empty(actions, "owner"),
    due: empty(actions, "due"),
    load: loads(actions),
    measure: actions.flatMap(measure),
    first: actions.flatMap((action) => first(action, soon)),
    money: actions.flatMap(moneyOf),
  };
  return {
    questions: RULES.flatMap((rule) => found[rule]),
    fine: actions.length ? RULES.filter((rule) => !found[rule].length) : [],
  };
}

/** What the check comes to: "empty" while there is no action to ask about, never “no questions” then.
 *  @param {{questions:Question[], fine:string[]}} checked @returns {"empty"|"none"|"one"|"many"} */
export function verdict({ questions, fine }) {
  if (!questions.length) return fine.length ? "none" : "empty";
  return questions.length === 1 ? "one" : "many";
}

/** Tell whether the end is before the start. @param {Object<string,any>} fields */
export const endsBeforeStart = (fields) => isDay(fields.start) && isDay(fields.due) && fields.due < fields.start;

const missing = (/** @type {any} */ value) => value === null || value === undefined || String(value).trim() === "";
const ask = (/** @type {string} */ rule, /** @type {Action} */ action, /** @type {string} */ field, values = {}) =>
  ({ rule, action, field, values: { number: action.number, title: action.fields.title, ...values } });
const empty = (/** @type {Action[]} */ actions, /** @type {string} */ name) =>
  actions.filter((action) => missing(action.fields[name])).map((action) => ask(name, action, name));
const needs = (/** @type {Action} */ action) => action.fields.depends_on ?? [];

function dates(/** @type {Action} */ action) {
  return endsBeforeStart(action.fields) ? [ask("dates", action, "due", { start: action.fields.start })] : [];
}

function order(/** @type {Action} */ action, /** @type {Map<string, Action>} */ known) {
  const { start } = action.fields;
  if (!isDay(start)) return [];
  return needs(action).map((id) => known.get(id))
    .filter((other) => other && isDay(other.fields.due) && start < other.fields.due)
    .map((other) => ask("order", action, "start", { other: other.number, due: other.fields.due, start }));
}

/** Each circle once, asked at its first action. */
function circles(/** @type {Action[]} */ actions) {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const settled = new Set();
  const found = /** @type {Question[]} */ ([]);
  const walk = (/** @type {Action} */ action, /** @type {Action[]} */ path) => {
    const again = path.indexOf(action);
    if (again >= 0) {
      const ring = path.slice(again);
      const first = ring.reduce((a, b) => (actions.indexOf(b) < actions.indexOf(a) ? b : a));
      const turned = [...ring.slice(ring.indexOf(first)), ...ring.slice(0, ring.indexOf(first)), first];
      // read as “must end first”: what the first one needs stands before it
      found.push(ask("circle", first, "depends_on", { circle: turned.reverse().map((one) => one.number).join(" → ") }));
      return;
    }
    if (settled.has(action.id)) return;
    needs(action).forEach((id) => { const other = byId.get(id); if (other) walk(other, [...path, action]); });
    settled.add(action.id);
  };
  actions.forEach((action) => walk(action, []));
  return found;
}

/** The busiest day of each person who leads more than three actions at once; only actions with both days count. */
function loads(/** @type {Action[]} */ actions) {
  const dated = actions.filter(({ fields }) => !missing(fields.owner) && isDay(fields.start) && isDay(fields.due));
  const owners = new Map();
  for (const action of dated) owners.set(nameKey(action.fields.owner), [...(owners.get(nameKey(action.fields.owner)) ?? []), action]);
  return [...owners.values()].flatMap((/** @type {Action[]} */ own) => {
    const days = own.map((action) => {
      const day = action.fields.start;
      return { day, on: own.filter(({ fields }) => fields.start <= day && day <= fields.due) };
    });
    const most = days.reduce((a, b) => (b.on.length > a.on.length || (b.on.length === a.on.length && b.day < a.day) ? b : a));
    if (most.on.length <= LOAD) return [];
    const last = most.on[most.on.length - 1];
    const values = { owner: String(last.fields.owner).trim(), count: most.on.length, day: most.day, numbers: most.on.map((one) => one.number) };
    return [ask("load", last, "owner", values)];
  });
}

/** One question about how success is measured: the measure first, then where it starts, then where it should go. */
function measure(/** @type {Action} */ action) {
  const { measure: name, baseline, target } = action.fields;
  if (missing(name)) return [ask("measure", action, "measure")];
  if (missing(baseline)) return [{ ...ask("measure", action, "baseline", { measure: name }), ask: "baseline" }];
  if (missing(target)) return [{ ...ask("measure", action, "target", { measure: name }), ask: "target" }];
  return [];
}

function first(/** @type {Action} */ action, /** @type {string} */ soon) {
  const { first_step: step, first_step_by: by } = action.fields;
  if (missing(step)) return [ask("first", action, "first_step")];
  if (!isDay(by)) return [{ ...ask("first", action, "first_step_by", { step }), ask: "first_by" }];
  return by > soon ? [{ ...ask("first", action, "first_step_by", { step, by, soon }), ask: "first_late" }] : [];
}

function moneyOf(/** @type {Action} */ action) {
  const { cost, funding_status: status } = action.fields;
  return missing(cost) && status !== "none" ? [ask("money", action, "cost")] : [];
}
