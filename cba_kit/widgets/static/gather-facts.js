// What groups wrote, bundle by bundle, before it is brought together: facts and steps. Pure functions, nothing is changed in place.

/** @typedef {{source:string, group:string, text:string, dots:number}} Given a note that a group wrote
 *  @typedef {{id:string, take:boolean, notes:Given[]}} Bundle notes that become one; the first gives the words
 *  @typedef {{block:string, bundles:Bundle[]}} Part a block of the board; “” for notes without a block */

const made = (/** @type {Given[]} */ notes, take = true) => ({ id: notes[0].source, take, notes });

/** The parts of a board, as the server proposes them. @param {Object<string, Given[][]>} blocks @returns {Part[]} */
export const begin = (blocks) => Object.entries(blocks).map(([block, bundles]) => ({ block, bundles: bundles.map((notes) => made(notes)) }));

/** @param {Part[]} parts @param {string} block @param {(bundles:Bundle[]) => Bundle[]} step @returns {Part[]} */
const inPart = (parts, block, step) => parts.map((part) => (part.block === block ? { ...part, bundles: step(part.bundles) } : part));

/** Bring a bundle, or leave it where it is. @param {Part[]} parts @param {string} block @param {string} id */
export const taken = (parts, block, id) =>
  inPart(parts, block, (bundles) => bundles.map((one) => (one.id === id ? { ...one, take: !one.take } : one)));

/** Take one note out of its bundle: it stands on its own behind it.
 *  @param {Part[]} parts @param {string} block @param {string} id @param {string} source */
export const apart = (parts, block, id, source) => inPart(parts, block, (bundles) => bundles.flatMap((one) => {
  if (one.id !== id || one.notes.length < 2) return [one];
  const rest = one.notes.filter((note) => note.source !== source);
  return rest.length === one.notes.length ? [one] : [made(rest, one.take), made(one.notes.filter((note) => note.source === source), one.take)];
}));

/** Put a bundle into another one of its block, whose words stay first.
 *  @param {Part[]} parts @param {string} block @param {string} from @param {string} to */
export const together = (parts, block, from, to) => inPart(parts, block, (bundles) => {
  const moved = bundles.find((one) => one.id === from);
  if (!moved || from === to || !bundles.some((one) => one.id === to)) return bundles;
  return bundles.filter((one) => one !== moved).map((one) => (one.id === to ? { ...one, take: true, notes: [...one.notes, ...moved.notes] } : one));
});

/** Let one note give the words of its bundle. @param {Part[]} parts @param {string} block @param {string} id @param {string} source */
export const worded = (parts, block, id, source) => inPart(parts, block, (bundles) => bundles.map((one) => {
  const first = one.id === id && one.notes.find((note) => note.source === source);
  return first ? made([first, ...one.notes.filter((note) => note !== first)], one.take) : one;
}));

/** How many notes come of it. @param {Part[]} parts */
export const count = (parts) => parts.reduce((sum, { bundles }) => sum + bundles.filter(({ take }) => take).length, 0);

/** What is sent for each block that brings something: the sources of each new note.
 *  @param {Part[]} parts @returns {string[][][]} */
export const wanted = (parts) => parts
  .map(({ bundles }) => bundles.filter(({ take }) => take).map(({ notes }) => notes.map(({ source }) => source)))
  .filter((bundles) => bundles.length);

/** Groups that have written nothing to bring, by name. @param {{id:string, name:string}[]} all @param {Object<string,string>} brought */
export const silent = (all, brought) => all.filter(({ id }) => !(id in brought)).map(({ name }) => name);
