// What differs between two texts, word by word, and the two put into one. Pure functions.

/** @typedef {{text:string, only:boolean}} Piece `only`: these words stand in this text and not in the other */

/** Above this, two texts are not compared word by word: what lies between their common ends differs. */
const MOST = 4_000_000;
/** The share of its words that the shorter text has in common: below the first, marking what differs would mark nearly all;
 *  below the second, they are two thoughts and not two versions of one. */
const RELATED = 0.25;
const ALIKE = 0.5;
const TOKENS = /\s+|[\p{L}\p{M}\p{N}]+(?:['’.,-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

/** A text in tokens: words, signs, and the room between them. @param {string} text @returns {string[]} */
export const tokens = (text) => text.match(TOKENS) ?? [];

const isRoom = (/** @type {string} */ token) => !token.trim();

/** The words that two texts share, in their order: pairs of places in `a` and `b`.
 *  @param {string[]} a @param {string[]} b @returns {[number, number][]} */
function shared(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const pairs = /** @type {[number, number][]} */ (Array.from({ length: start }, (_, i) => [i, i]));
  pairs.push(...longest(a.slice(start, a.length - end), b.slice(start, b.length - end)).map(([i, j]) => /** @type {[number, number]} */ ([i + start, j + start])));
  for (let i = end; i > 0; i -= 1) pairs.push([a.length - i, b.length - i]);
  return pairs;
}

/** The longest common sequence. @param {string[]} a @param {string[]} b @returns {[number, number][]} */
function longest(a, b) {
  if (!a.length || !b.length || a.length * b.length > MOST) return [];
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = a[i] === b[j] ? table[(i + 1) * width + j + 1] + 1 : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const pairs = /** @type {[number, number][]} */ ([]);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Two texts in words, each with the places of its words among its tokens, and the words they share. */
function compared(/** @type {string} */ first, /** @type {string} */ second) {
  const read = (text) => {
    const all = tokens(text);
    const places = all.map((token, place) => ({ token, place })).filter(({ token }) => !isRoom(token)).map(({ place }) => place);
    return { all, places };
  };
  const [a, b] = [read(first), read(second)];
  return { a, b, pairs: shared(a.places.map((place) => a.all[place]), b.places.map((place) => b.all[place])) };
}

/** Tokens as pieces; the room between two words that stand only here belongs to them.
 *  @param {{all:string[], places:number[]}} text @param {Set<number>} common places among the words @returns {Piece[]} */
function pieces({ all, places }, common) {
  const only = new Set(places.filter((_, word) => !common.has(word)));
  const pieces = /** @type {Piece[]} */ ([]);
  all.forEach((token, place) => {
    const marked = isRoom(token) ? only.has(place - 1) && only.has(place + 1) : only.has(place);
    const last = pieces.at(-1);
    if (last && last.only === marked) last.text += token; else pieces.push({ text: token, only: marked });
  });
  return pieces;
}

/** Tell whether two texts have this share of their words in common. */
const share = ({ a, b, pairs }, least) => pairs.length > 0 && pairs.length >= Math.min(a.places.length, b.places.length) * least;

/** Both texts in pieces, with what stands only in one of them marked; nothing is, where they have little in common.
 *  @param {string} first @param {string} second @returns {{first:Piece[], second:Piece[]}} */
export function differences(first, second) {
  const found = compared(first, second);
  if (!share(found, RELATED)) return { first: first ? [{ text: first, only: false }] : [], second: second ? [{ text: second, only: false }] : [] };
  const common = (/** @type {0|1} */ side) => new Set(found.pairs.map((pair) => pair[side]));
  return { first: pieces(found.a, common(0)), second: pieces(found.b, common(1)) };
}

/** Two texts one below the other, none of their words lost; in a line, one beside the other.
 *  @param {string} first @param {string} second @param {{line?:boolean}} [options] */
export function joined(first, second, { line = false } = {}) {
  return [first, second].map((text) => text.trim()).filter(Boolean).join(line ? " / " : "\n\n");
}

/** Two versions of a passage; signs alone give way to words. @param {string} own @param {string} other */
function both(own, other) {
  const spoken = [own, other].filter((text) => /[\p{L}\p{N}]/u.test(text));
  return spoken.length ? spoken.join(" / ") : own || other;
}

/** One text to go on from: what both share once, and where they differ the two versions, “spring / autumn”.
 *  Texts that have little in common stand one below the other.
 *  @param {string} first @param {string} second @param {{line?:boolean}} [options] */
export function merged(first, second, options) {
  const found = compared(first, second);
  if (!share(found, ALIKE)) return joined(first, second, options);
  const { a, b, pairs } = found;
  let text = "";
  let [i, j] = [0, 0];
  const part = ({ all, places }, from, to) => (from < to ? all.slice(places[from], places[to - 1] + 1).join("") : "");
  const room = ({ all, places }, word) => (word > 0 ? all.slice(places[word - 1] + 1, places[word]).join("") : "");
  for (const [x, y] of [...pairs, /** @type {[number, number]} */ ([a.places.length, b.places.length])]) {
    const own = part(a, i, x);
    const other = part(b, j, y);
    if (own || other) {
      text += (own ? room(a, i) : room(b, j)) + both(own, other);
      if (x < a.places.length) text += own ? room(a, x) : room(b, y);
    } else if (x < a.places.length) text += room(a, x);
    if (x < a.places.length) text += a.all[a.places[x]];
    [i, j] = [x + 1, y + 1];
  }
  return text;
}
