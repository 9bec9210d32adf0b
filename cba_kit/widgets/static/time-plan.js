// Bringing back: which entries change, what this means in numbers, and the operations that do it. Pure functions.
import { changedFields } from "./time-facts.js";

/** @typedef {{back:number, change:number, go:number, order:number, shut:number, operations:any[]}} Plan `shut`: what stays, because
 *   nobody may change its block now */
const nothing = () => /** @type {Plan} */ ({ back: 0, change: 0, go: 0, order: 0, shut: 0, operations: [] });

/** A new secret is no part of the past: who sees a note stays as it is. */
const KEPT = ["private"];

/** The fields that make `now` what it was `then`; those that were not written then are emptied. */
function fieldsBack(then, now) {
  const names = new Set([...Object.keys(then.fields), ...Object.keys(now.fields)]);
  const found = /** @type {Object<string, any>} */ ({});
  for (const name of names) {
    const was = then.fields[name] ?? null;
    if (!KEPT.includes(name) && JSON.stringify(was) !== JSON.stringify(now.fields[name] ?? null)) found[name] = was;
  }
  return found;
}

/** What has to be done so that entries are as they were. An entry of the sheet belongs to it when `within` says so of how it
 *  was or of how it is. Copies that two people's edits left are chosen between and not brought back with others, only `alone`.
 *  @param {any[]} then the entries of that moment @param {any[]} now all entries of the sheet, removed ones too
 *  @param {(entry:any) => boolean} [within] @param {{alone?:boolean, shut?:(block:string) => boolean}} [options] @returns {Plan} */
export function planned(then, now, within = () => true, { alone = false, shut = () => false } = {}) {
  const [old, present] = [then, now].map((list) => new Map(list.map((entry) => [entry.id, entry])));
  const plan = nothing();
  for (const id of new Set([...old.keys(), ...present.keys()])) {
    const [was, is] = [old.get(id), present.get(id)];
    const lives = is && !is.removed;
    const copy = (was ?? is).conflict_of && !alone;
    if (copy || !((was && within(was)) || (lives && within(is)))) continue;
    const one = nothing();
    if (was) bring(one, was, is);
    else if (lives) {
      one.go += 1;
      one.operations.push({ op: "remove", sheet: is.sheet, entry: id, kind: is.kind });
    }
    if (one.operations.length && [was, is].some((entry) => entry && shut(entry.block))) plan.shut += 1;
    else add(plan, one);
  }
  return plan;
}

function add(/** @type {Plan} */ plan, /** @type {Plan} */ one) {
  for (const name of /** @type {const} */ (["back", "change", "go", "order"])) plan[name] += one[name];
  plan.operations.push(...one.operations);
}

function bring(/** @type {Plan} */ plan, was, is) {
  const same = { sheet: was.sheet, entry: was.id, kind: was.kind };
  if (!is) return; // an entry that this page was never told of cannot be brought back by it
  const fields = fieldsBack(was, is);
  const block = was.block === is.block ? null : was.block;
  if (is.removed) {
    plan.back += 1;
    plan.operations.push({ op: "restore", ...same });
  } else if (changedFields(was, is).length) plan.change += 1;
  else if ("position" in fields) plan.order += 1;
  if (block !== null || Object.keys(fields).length) plan.operations.push({ op: "put", ...same, block, fields });
}

/** Say what a plan will do: “7 notes come back, 2 change, 1 goes”. @param {(key:string, values?:any) => string} t
 *  @param {Plan} plan @param {string} kind of the sheet */
export function planWords(t, plan, kind) {
  const many = (/** @type {string} */ key, /** @type {number} */ n) => (n ? t(n === 1 ? `${key}_one` : key, { n }) : "");
  return [many(`time.back_${kind}`, plan.back), many("time.change_n", plan.change), many("time.go_n", plan.go), many("time.order_n", plan.order), many("time.shut_n", plan.shut)]
    .filter(Boolean).join(", ");
}
