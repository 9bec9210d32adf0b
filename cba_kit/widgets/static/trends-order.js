// The order of a catalogue's trends, wider ones above those that they hold, and which of them fit a filter. Pure functions.
import { fold } from "./fold.js";

/** From so many trends on, a person chooses what matters before rating. */
export const MANY = 20;

/** @typedef {{trend:any, depth:number}} Place `depth` 0 at the top */
/** @typedef {{words:string, sector:string, level:string, chosen:boolean}} Filter empty: all */

/** Tell whether there is something to choose and to filter. @param {any} template */
export const isLarge = (template) => template.trends.length > MANY || new Set(template.trends.map((/** @type {any} */ trend) => trend.level ?? "")).size > 1;

/** The trends in their order, narrower ones below the wider one that they are a part of.
 *  @param {any[]} trends @returns {Place[]} */
export function nested(trends) {
  const known = new Set(trends.map((trend) => trend.key));
  /** @type {Map<string, any[]>} */ const parts = new Map();
  for (const trend of trends) {
    const above = known.has(trend.parent) ? trend.parent : "";
    parts.set(above, [...(parts.get(above) ?? []), trend]);
  }
  const below = (/** @type {string} */ key, /** @type {number} */ depth) =>
    (parts.get(key) ?? []).flatMap((trend) => [{ trend, depth }, ...below(trend.key, depth + 1)]);
  return below("", 0);
}

/** Tell whether a trend fits. @param {any} trend @param {Filter} filter @param {boolean} chosen */
export function fits(trend, { words, sector, level, chosen: only }, chosen) {
  if (sector && trend.sector !== sector) return false;
  if (level && trend.level !== level) return false;
  if (only && !chosen) return false;
  const told = fold(`${trend.number} ${trend.name} ${trend.short} ${trend.about ?? ""}`);
  return fold(words.trim()).split(/\s+/).every((word) => told.includes(word));
}

/** The trends that count for progress: those that were chosen, all while none is. @param {any[]} rows with `chosen` */
export function counted(rows) {
  const chosen = rows.filter((row) => row.chosen);
  return chosen.length ? chosen : rows;
}
