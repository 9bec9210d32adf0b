// Facts about ratings: how far a trend is rated, what stands on the radar, what is a gap. Pure functions.

/** The answer “I don't know”: a value of its own, never a number. */
export const UNKNOWN = "unknown";

/** @typedef {{key:string, title:string, question:string, low:number, high:number, words:Object<string,string>,
 *   ends:[string,string], required:boolean}} Scale */
/** @typedef {{key:string, number:number, name:string, short:string, sector:string, link:string, about:string}} Trend */
/** @typedef {{trend:Trend, fields:Object<string,any>, state:"rated"|"unknown"|"begun"|"none", gap:boolean}} Row */

/** Tell whether a question about a trend has an answer. */
export const given = (/** @type {any} */ value) => value !== null && value !== undefined && value !== "";

/** The fields of a rating that says nothing. @param {any} template */
export function blank(template) {
  return { ...Object.fromEntries(template.scales.map((scale) => [scale.key, null])), horizon: "", reason: "" };
}

/** How far a trend is rated. “unknown”: rated, but the radar has no place for what is not known.
 *  @param {any} template @param {Object<string,any>} fields @returns {Row["state"]} */
export function stateOf(template, fields) {
  const scales = template.scales.filter((scale) => scale.required).map((scale) => scale.key);
  const answered = scales.filter((key) => given(fields[key]));
  if (answered.length < scales.length) {
    const any = [...template.scales.map((scale) => scale.key), "horizon", "reason"].some((key) => given(fields[key]));
    return any ? "begun" : "none";
  }
  return fields.relevance === UNKNOWN || fields.horizon === UNKNOWN ? "unknown" : "rated";
}

const middle = (template, key) => {
  const scale = template.scales.find((one) => one.key === key);
  return scale ? (scale.low + scale.high) / 2 : 3;
};

/** Relevant, and too little known: above the middle of one scale, not above the middle of the other. */
export function isGap(/** @type {any} */ template, /** @type {Object<string,any>} */ fields) {
  if (typeof fields.relevance !== "number" || fields.relevance <= middle(template, "relevance")) return false;
  if (fields.knowledge === UNKNOWN) return true;
  return typeof fields.knowledge === "number" && fields.knowledge <= middle(template, "knowledge");
}

/** A reason is asked for at both ends of the scale of relevance. */
export function asksReason(/** @type {any} */ template, /** @type {any} */ relevance) {
  const scale = template.scales.find((one) => one.key === "relevance");
  return Boolean(scale) && (relevance === scale.low || relevance === scale.high);
}

/** Every trend with what was said about it, in the template's order.
 *  @param {any} template @param {(trend:string)=>Object<string,any>} fieldsOf @returns {Row[]} */
export function rowsOf(template, fieldsOf) {
  return template.trends.map((trend) => {
    const fields = fieldsOf(trend.key);
    return { trend, fields, state: stateOf(template, fields), gap: isGap(template, fields) };
  });
}

/** The trends that the radar has no place for: it is not known, or not said, how relevant or when.
 *  @param {Row[]} rows @returns {{unknown:Trend[], undated:Trend[]}} */
export function offRadar(rows) {
  const unknown = rows.filter(({ fields }) => fields.relevance === UNKNOWN || fields.horizon === UNKNOWN);
  const undated = rows.filter(({ fields }) => typeof fields.relevance === "number" && !given(fields.horizon));
  return { unknown: unknown.map((row) => row.trend), undated: undated.map((row) => row.trend) };
}

/** Sort rows by a field; what is not known or not rated always comes last, ties by number.
 *  @param {any} template @param {Row[]} rows @param {string} by @param {boolean} down */
export function sorted(template, rows, by, down) {
  const order = template.horizons.map((horizon) => horizon.key);
  const rank = ({ trend, fields }) => {
    if (by === "number") return trend.number;
    if (by === "trend") return trend.short;
    if (by === "horizon") return order.includes(fields.horizon) ? order.indexOf(fields.horizon) : null;
    return typeof fields[by] === "number" ? fields[by] : null;
  };
  return [...rows].sort((one, other) => {
    const a = rank(one);
    const b = rank(other);
    if (a === null || b === null) return Number(a === null) - Number(b === null) || one.trend.number - other.trend.number;
    const order = typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b);
    return (down ? -order : order) || one.trend.number - other.trend.number;
  });
}

/** The trend to rate next: the first after `key` that is not rated, from the start again, or null.
 *  @param {Row[]} rows @param {string} key */
export function nextOpen(rows, key) {
  const here = rows.findIndex((row) => row.trend.key === key);
  const round = [...rows.slice(here + 1), ...rows.slice(0, here + 1)];
  return round.find((row) => row.state === "none" || row.state === "begun")?.trend ?? null;
}

/** A number as people read it: a real minus sign. */
export const figure = (/** @type {number} */ value) => String(value).replace("-", "−");
