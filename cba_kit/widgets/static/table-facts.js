// Rows of a table: found by words, put in an order. Pure functions.
import { fold } from "./fold.js";

/** @typedef {string|number|null|undefined} Value what a column is sorted by */

/** Whether all the words stand in a text, without regard to marks. @param {string} text @param {string} words */
export function holds(text, words) {
  const folded = fold(text);
  return fold(words).split(/\s+/).every((word) => folded.includes(word));
}

/** The rows by a value; what has none comes last either way, and what is equal keeps its order.
 *  @template Row @param {Row[]} rows @param {(row:Row) => Value} value @param {boolean} down @returns {Row[]} */
export function ordered(rows, value, down) {
  const missing = (/** @type {Value} */ one) => one === null || one === undefined || one === "";
  return [...rows].sort((first, second) => {
    const [a, b] = [value(first), value(second)];
    if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
    const order = typeof a === "string" ? fold(a).localeCompare(fold(String(b))) : Number(a) - Number(b);
    return down ? -order : order;
  });
}
