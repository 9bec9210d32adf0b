// Who else is in a workbook now, and where: facts about the list that the kernel sends. Pure functions.

/** @typedef {{id:string, name:string, first:string, initials:string, sheet:string, entry:string|null, client:string}} Here one tab of
 *   one person @typedef {{person:Here, sheets:string[]}} Present */

/** Colours for others' signs; each comes with initials or a name. */
const TINTS = 3;

/** Everybody once, by name, with the sheets that they have open. @param {Here[]} list @returns {Present[]} */
export function presentPeople(list) {
  const found = new Map();
  for (const one of list) {
    const known = found.get(one.id) ?? { person: one, sheets: [] };
    if (one.sheet && !known.sheets.includes(one.sheet)) known.sheets.push(one.sheet);
    found.set(one.id, known);
  }
  return [...found.values()].sort((a, b) => (a.person.name < b.person.name ? -1 : 1));
}

/** Who writes in an entry now, each once. @param {Here[]} list @param {string} entry @returns {Here[]} */
export function writersOf(list, entry) {
  return presentPeople(list.filter((one) => one.entry === entry)).map(({ person }) => person);
}

/** The colour of a person: the same on every page of one reader while the group stays as it is.
 *  @param {{id:string}[]} members @param {string} me @param {string} id @returns {1|2|3} */
export function tintOf(members, me, id) {
  const others = members.map((member) => member.id).filter((other) => other !== me);
  const place = others.indexOf(id);
  const number = place >= 0 ? place : [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return /** @type {1|2|3} */ ((number % TINTS) + 1);
}

/** Who came and who left between two lists. @param {Here[]} before @param {Here[]} after @returns {{came:string[], left:string[]}} */
export function between(before, after) {
  const [old, now] = [before, after].map((list) => presentPeople(list).map(({ person }) => person.id));
  return { came: now.filter((id) => !old.includes(id)), left: old.filter((id) => !now.includes(id)) };
}
