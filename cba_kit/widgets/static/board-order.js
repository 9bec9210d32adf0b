// The order of notes: positions are numbers between the neighbours', so that one move writes one note.

const NARROW = 1e-6;

/** @typedef {{id:string, position:number}} Put */

const position = (/** @type {any} */ note) => Number(note.fields.position ?? 0);

/** The positions for `count` notes at `index` among `others` (in order, without these notes). When two neighbours
 *  lie too close, all are numbered anew. @param {any[]} others @param {number} index @param {number} count
 *  @returns {{positions:number[], others:Put[]}} */
export function placesAt(others, index, count) {
  const before = others[index - 1];
  const after = others[index];
  const row = (/** @type {number} */ first, step = 1) => Array.from({ length: count }, (_, i) => first + i * step);
  if (!after) return { positions: row(before ? position(before) + 1 : 1), others: [] };
  if (!before) return { positions: row(position(after) - count), others: [] };
  const step = (position(after) - position(before)) / (count + 1);
  if (step * 2 > NARROW) return { positions: row(position(before) + step, step), others: [] };
  const numbered = others.map((note, i) => ({ id: note.id, position: i < index ? i + 1 : i + 1 + count }));
  return { positions: row(index + 1), others: numbered.filter((put, i) => position(others[i]) !== put.position) };
}

/** The same for one note. @param {any[]} others @param {number} index @returns {{position:number, others:Put[]}} */
export function placeAt(others, index) {
  const { positions, others: put } = placesAt(others, index, 1);
  return { position: positions[0], others: put };
}

/** The place of notes whose block the template does not have, or no more. */
export const NOWHERE = "·nowhere·";

/** Notes by block, in order, and beside them the copies that conflicts left, by the note they belong to.
 *  A copy whose note is gone counts as a note. Notes without a block stand at the end, under NOWHERE, if there are any.
 *  @param {any[]} notes @param {string[]} keys
 *  @returns {{blocks: Map<string, any[]>, copies: Map<string, any[]>}} */
export function grouped(notes, keys) {
  const known = new Set(notes.map((note) => note.id));
  const blocks = new Map(keys.map((key) => [key, []]));
  const copies = new Map();
  for (const note of notes) {
    if (note.conflict_of && known.has(note.conflict_of)) {
      copies.set(note.conflict_of, [...(copies.get(note.conflict_of) ?? []), note]);
    } else {
      const key = blocks.has(note.block) ? note.block : NOWHERE;
      if (!blocks.has(key)) blocks.set(key, []);
      blocks.get(key).push(note);
    }
  }
  return { blocks, copies };
}

/** The ids to show in each block while a note is being moved by keyboard: `ghost` marks its old place.
 *  @param {Map<string, any[]>} blocks
 *  @param {{id:string, block:string, index:number, from:{block:string, index:number}}|null} moving
 *  @returns {Map<string, string[]>} */
export function arranged(blocks, moving) {
  const shown = new Map([...blocks].map(([key, notes]) => [key, notes.map((note) => note.id)]));
  if (!moving) return shown;
  for (const [key, ids] of shown) shown.set(key, ids.filter((id) => id !== moving.id));
  const put = (block, index, id) => shown.get(block)?.splice(index, 0, id);
  const { from } = moving;
  if (moving.block === from.block && moving.index === from.index) {
    put(moving.block, moving.index, moving.id);
  } else if (moving.block === from.block && moving.index <= from.index) {
    put(from.block, from.index, GHOST);
    put(moving.block, moving.index, moving.id);
  } else {
    put(moving.block, moving.index, moving.id);
    put(from.block, from.index, GHOST);
  }
  return shown;
}

export const GHOST = "·ghost·";

/** The rows of the list, sorted. @param {any[]} sections the blocks in reading order @param {any} template
 *  @param {Map<string, any[]>} blocks the notes to show, by block
 *  @param {{sort?:"block"|"meaning"|"changed", down?:boolean}} [wish]
 *  @returns {{note:any, block:any, meaning:any, first:boolean}[]} */
export function rows(sections, template, blocks, { sort = "block", down = false } = {}) {
  const all = sections.flatMap((block, place) => (blocks.get(block.key) ?? []).map((note) => (
    { note, block, place, meaning: meaning(template, note), first: false })));
  const rank = {
    block: (row) => row.place,
    meaning: (row) => template.meanings.indexOf(row.meaning),
    changed: (row) => Date.parse(row.note.changed_at) || 0,
  }[sort];
  all.sort((a, b) => (rank(a) - rank(b)) * (down ? -1 : 1));
  return all.map(({ place: _, ...row }, i) => ({ ...row, first: row.block !== all[i - 1]?.block }));
}

/** How much each note is talked about: its comments, and the threads that wait for the reader.
 *  @param {any[]} threads @returns {Map<string, {count:number, waits:number}>} */
export function marksOf(threads) {
  const marks = new Map();
  for (const { anchor, replies, waits } of threads) {
    if (!anchor.entry) continue;
    const known = marks.get(anchor.entry) ?? { count: 0, waits: 0 };
    marks.set(anchor.entry, { count: known.count + 1 + replies.length, waits: known.waits + (waits ? 1 : 0) });
  }
  return marks;
}

/** What a note's colour says; an unknown or missing word is the first meaning. */
export function meaning(/** @type {any} */ template, /** @type {any} */ note) {
  return template.meanings.find((known) => known.key === note?.fields.meaning) ?? template.meanings[0];
}
