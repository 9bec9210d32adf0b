// The places that a coach can comment on: sections of the roadmap, sheets, their blocks, and single entries.
import { fold } from "./fold.js";
import { ROADMAP, wordsOf } from "./threads-facts.js";

/** @typedef {{key:string, label:string}} Place */

/** Sheets and sections to choose from. @param {any} state the client's state
 *  @returns {{sections:Place[], sheets:Place[]}} keys like “roadmap:summary” and “sheet:strategy” */
export function placesOf(state) {
  return {
    sections: (state.person?.sections ?? []).map(({ key, title }) => ({ key: `${ROADMAP}:${key}`, label: title })),
    sheets: [...state.sheets.values()].map(({ key, title }) => ({ key: `sheet:${key}`, label: title })),
  };
}

/** The parts of a sheet: blocks, questions or trends. A plan has none. @param {any} template @returns {Place[]} */
export function blocksOf(template) {
  const parts = template?.parts?.flatMap((part) => part.questions) ?? template?.blocks ?? template?.trends ?? [];
  return parts.map((part) => ({ key: part.key, label: part.title ?? part.name }));
}

/** The entries to comment on: those of a block, or of a sheet that has no blocks. What says nothing is left out.
 *  @param {any} client @param {any} template @param {string} block @returns {Place[]} */
export function entriesOf(client, template, block) {
  const here = block ? { block } : blocksOf(template).length ? null : {};
  if (!here) return [];
  return client.list(template.key, here)
    .filter((entry) => entry.kind !== "comment" && !entry.conflict_of && wordsOf(entry))
    .map((entry) => ({ key: entry.id, label: wordsOf(entry) }));
}

/** The anchor that a choice means. @param {any} client @param {string} place @param {string} block @param {string} entry */
export function anchorOf(client, place, block, entry) {
  const [kind, key] = place.split(/:(.*)/s);
  if (kind === ROADMAP) return { sheet: ROADMAP, section: key, block: "", entry: "", quote: "" };
  const chosen = entry ? client.get(entry) : null;
  return { sheet: key, section: "", block: block || chosen?.block || "", entry, quote: chosen ? wordsOf(chosen) : "" };
}

const GROUPS = ["waiting", "quiet", "others"];

/** The queue by group, filtered by the words that a person types; groups without people are left out.
 *  @param {any[]} queue @param {string} words @returns {{group:string, people:any[]}[]} */
export function groupsOf(queue, words) {
  const wanted = fold(words.trim());
  const fits = (person) => fold(`${person.name} ${person.cluster} ${person.say}`).includes(wanted);
  return GROUPS.map((group) => ({ group, people: queue.filter((person) => person.group === group && fits(person)) }))
    .filter(({ people }) => people.length);
}

/** The person `step` places further down the queue, or "" at its ends.
 *  @param {{people:any[]}[]} groups @param {string} id @param {number} step */
export function neighbour(groups, id, step) {
  const order = groups.flatMap(({ people }) => people.map((person) => person.id));
  const at = order.indexOf(id);
  if (at < 0) return order[0] ?? "";
  return order[at + step] ?? "";
}
