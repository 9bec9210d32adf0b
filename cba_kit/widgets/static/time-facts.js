// The past of a sheet as plain values: its stops, what is different between two moments, and what led to a change.
import { spokenAt } from "./threads-facts.js";

/** @typedef {{version:number, at:string, people:string[], n:number, names:string[], kinds:string[]}} Stop */
/** @typedef {{id:string, how:"added"|"changed"|"gone"|"same", then:any, now:any, fields:string[]}} Difference `fields` are those
 *    that changed; “block” among them where the entry was moved to another part */

/** Fields that are no words of anybody: a place among neighbours, and who sees it. */
const SILENT = ["position", "private"];

/** The sheet as it is now, also what is not saved yet. */
export const NOW = "now";

const isEmpty = (/** @type {any} */ value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
const same = (/** @type {any} */ a, /** @type {any} */ b) => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);

/** All stops of the slider, oldest first, and before them the empty sheet. Of several names of a stop, those that
 *  people gave come first.
 *  @param {{stops:any[], marks:any[]}} past @returns {Stop[]} */
export function stopsOf({ stops, marks }) {
  const all = [{ version: 0, at: "", people: [], n: 0 }, ...stops];
  return all.map((stop) => {
    const here = marks.filter((mark) => mark.version === stop.version).sort((a, b) => Number(b.kind === "named") - Number(a.kind === "named"));
    return { ...stop, names: here.map((mark) => mark.name), kinds: here.map((mark) => mark.kind) };
  });
}

/** The stop with which one begins: the last one with a name that is not the present, else the empty sheet.
 *  @param {Stop[]} stops @param {boolean} whole whether the last stop is the present */
export function firstPick(stops, whole) {
  for (let i = stops.length - (whole ? 2 : 1); i > 0; i -= 1) if (stops[i].names.length) return i;
  return 0;
}

/** The stop with a name before or after a place; at the end, the first or the last one.
 *  @param {Stop[]} stops @param {number} from @param {1|-1} way */
export function namedStop(stops, from, way) {
  for (let i = from + way; i >= 0 && i < stops.length; i += way) if (stops[i].names.length) return i;
  return way > 0 ? stops.length - 1 : 0;
}

/** Tell whether anything was written in an entry; one without words is none. */
const written = (/** @type {any} */ entry) =>
  Object.entries(entry.fields).some(([name, value]) => ![...SILENT, "meaning"].includes(name) && !isEmpty(value));

/** The names of the fields in which two states of an entry differ. @param {any} then @param {any} now @returns {string[]} */
export function changedFields(then, now) {
  const names = new Set([...Object.keys(then.fields), ...Object.keys(now.fields)]);
  const found = [...names].filter((name) => !SILENT.includes(name) && !same(then.fields[name], now.fields[name]));
  return then.block === now.block ? found : ["block", ...found];
}

/** Every entry of two moments and what became of it, by block in the sheet's order and by place in it.
 *  @param {any[]} then @param {any[]} now @param {string[]} blocks @returns {Difference[]} */
export function compared(then, now, blocks) {
  const [old, fresh] = [then, now].map((list) => new Map(list.filter((entry) => !entry.removed && written(entry)).map((entry) => [entry.id, entry])));
  const found = [...new Set([...fresh.keys(), ...old.keys()])].map((id) => {
    const [was, is] = [old.get(id) ?? null, fresh.get(id) ?? null];
    const fields = was && is ? changedFields(was, is) : [];
    return /** @type {Difference} */ ({ id, how: !was ? "added" : !is ? "gone" : fields.length ? "changed" : "same", then: was, now: is, fields });
  });
  const rank = (/** @type {Difference} */ one) => {
    const place = blocks.indexOf((one.now ?? one.then).block);
    return place < 0 ? blocks.length : place;
  };
  const position = (/** @type {Difference} */ one) => Number((one.now ?? one.then).fields.position ?? 0);
  return found.sort((a, b) => rank(a) - rank(b) || position(a) - position(b) || (a.id < b.id ? -1 : 1));
}

/** How many there are of each kind. @param {Difference[]} found */
export const counted = (found) => Object.fromEntries(["added", "changed", "gone"].map((how) => [how, found.filter((one) => one.how === how).length]));

/** Since when a thread can have led to a change: the comment's moment when its owner has marked it as used, that of the
 *  answer when it was answered; null when nobody has taken it up. @param {any} thread */
function takenUp({ root, replies, state }) {
  if (state === "used") return root.created_at;
  const answer = replies.find((/** @type {any} */ reply) => reply.created_by !== root.created_by);
  return answer && ["answered", "settled"].includes(state) ? answer.created_at : null;
}

/** The thread that led to a change: the last one about this entry, or about its block, that somebody else began and that
 *  was taken up before. @param {{id:string, blocks:string[], at:string, by:string}} change @param {any[]} threads */
export function ledBy({ id, blocks, at, by }, threads) {
  const about = (/** @type {any} */ { anchor }) => (anchor.entry ? anchor.entry === id : anchor.block !== "" && blocks.includes(anchor.block));
  const before = (/** @type {any} */ thread) => {
    const since = takenUp(thread);
    return since !== null && Date.parse(since) <= Date.parse(at);
  };
  const found = threads.filter((thread) => about(thread) && thread.root.created_by !== by && before(thread));
  return found.sort((a, b) => Date.parse(spokenAt(b)) - Date.parse(spokenAt(a)))[0] ?? null;
}

/** Who made a change and when: of what is gone, as the later moment says it.
 *  @param {Difference} one @param {{gone:Object<string, {at:string, by:string}>}} later */
export function madeBy(one, later) {
  if (one.how !== "gone") return { at: one.now.changed_at, by: one.now.changed_by };
  return later.gone[one.id] ?? { at: "", by: "" };
}
