// What is told of a file that is brought in, and the pieces in which it is sent.

/** Megabytes of a file that are taken; the server counts again. */
export const MOST = 2;
/** Bytes of one piece: on a slow line the signs of life come through between two of them. */
const PIECE = 96 * 1024;

/** @typedef {{new:number, changed:number, same:number, refused:number}} Counts
 *  @typedef {[string, string, string]} Cell its title, what was there, what would be
 *  @typedef {{sheet:string, place:string, name:string, cells:Cell[]}} Line
 *  @typedef {(key:string, values?:Object<string,any>) => string} Say */

/** The bytes of a file in base64, piece by piece; an empty file is one empty piece.
 *  @param {Uint8Array} bytes @param {number} [size] @returns {string[]} */
export function piecesOf(bytes, size = PIECE) {
  const pieces = [];
  for (let at = 0; at < Math.max(1, bytes.length); at += size) {
    let text = "";
    for (const byte of bytes.subarray(at, at + size)) text += String.fromCharCode(byte);
    pieces.push(btoa(text));
  }
  return pieces;
}

/** “3 new, 1 changed, 14 the same”: what there is of each. @param {Say} t @param {Counts} counts */
export const countWords = (t, counts) =>
  (/** @type {(keyof Counts)[]} */ (["new", "changed", "same", "refused"]))
    .filter((kind) => counts[kind])
    .map((kind) => t(`intake.${kind}${counts[kind] === 1 ? "_one" : ""}`, { n: counts[kind] }))
    .join(", ");

/** What would be different in one entry: a line for each cell that changes, one for all that are new. The cell that holds
 *  its name is told before it. @param {Say} t @param {Line} line @returns {string[]} */
export function cellWords(t, { name, cells }) {
  const told = cells.filter(([, was, now]) => was || now !== name);
  const changed = told.filter(([, was]) => was)
    .map(([title, was, now]) => (now ? t("intake.was", { title, was, now }) : t("intake.gone", { title, was })));
  const fresh = told.filter(([, was]) => !was).map(([title, , now]) => t("intake.fresh", { title, now })).join(" · ");
  if (!cells.length) return [t("intake.unseen")];
  return fresh ? [...changed, fresh] : changed;
}
