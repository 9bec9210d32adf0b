// Tables as Python tells them: sorting them, and writing them as a file. Pure functions.
import { csv } from "./csv.js";
import { fold } from "./fold.js";

/** @typedef {{key:string, title:string, number:boolean, beside?:boolean}} Column `beside`: it belongs to the column before */
/** @typedef {{caption:string, columns:Column[], rows:(string|number|null)[][]}} Table */

/** The rows by a column; what has no value comes last either way, and what is equal keeps its order.
 *  @param {Table} table @param {string} by @param {boolean} down */
export function ordered({ columns, rows }, by, down) {
  const at = columns.findIndex((column) => column.key === by);
  const value = (/** @type {any[]} */ row) => (typeof row[at] === "string" ? fold(row[at]) : row[at]);
  const missing = (/** @type {any} */ one) => one === null || one === "";
  return [...rows].sort((first, second) => {
    const [a, b] = [value(first), value(second)];
    if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
    const order = typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b);
    return down ? -order : order;
  });
}

/** A table as a CSV file; what a spreadsheet would take for a formula stays text. @param {Table} table @returns {string} */
export const csvOf = ({ columns, rows }) => csv([columns.map((column) => column.title), ...rows]);
