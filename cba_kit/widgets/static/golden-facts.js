// The golden thread as Python tells it: which lines are shown, and the same as a table. Pure functions.
import { fold } from "./fold.js";
import { earlier } from "./trends-rounds.js";

/** @typedef {{kind:string, id:string, text:string, sheet:string, where:string, mark:string, weight:string}} Bead */
/** @typedef {{gap:string, starts:string[], trends:string[], action:string, baseline:string, target:string}} Line */
/** @typedef {{beads:Object<string,Bead>, lines:Line[], broken:{bead:string, link:string, text:string, back:boolean}[]}} Thread */

/** The kinds of lines that lack something, in the order in which Python tells them. */
export const GAPS = ["threat", "reason", "part", "trend", "note"];
const KINDS = [...GAPS.slice(0, -1), "whole", "note"];
/** Notes that lead nowhere which are shown before somebody asks for more. */
const HANDFUL = 5;

/** What lines are called, by what they lack. @param {Line} line */
export const gapOf = (line) => line.gap || "whole";

/** How many lines there are of each kind. @param {Line[]} lines @returns {Object<string,number>} */
export function counts(lines) {
  const found = /** @type {Object<string,number>} */ ({ all: lines.length, whole: 0 });
  for (const gap of GAPS) found[gap] = 0;
  for (const line of lines) found[gapOf(line)] += 1;
  return found;
}

/** The lines of each kind, in their order; kinds without a line are left out. @param {Line[]} lines
 *  @returns {{kind:string, lines:Line[]}[]} */
export const byKind = (lines) => KINDS.map((kind) => ({ kind, lines: lines.filter((line) => gapOf(line) === kind) })).filter((one) => one.lines.length > 0);

/** Lines of notes by the block that they stand in. @param {Thread} thread @param {Line[]} lines @returns {{where:string, lines:Line[]}[]} */
export function byBlock({ beads }, lines) {
  const found = /** @type {Map<string, Line[]>} */ (new Map());
  for (const line of lines) found.set(beads[line.starts[0]].where, [...(found.get(beads[line.starts[0]].where) ?? []), line]);
  return [...found].map(([where, here]) => ({ where, lines: here }));
}

/** The first of many lines, and how many more there are; never a single one. @param {Line[]} lines @returns {{first:Line[], more:number}} */
export const handful = (lines) => (lines.length > HANDFUL + 1 ? { first: lines.slice(0, HANDFUL), more: lines.length - HANDFUL } : { first: lines, more: 0 });

/** What is still open, as words: “2 threats without an answer, 1 action without a reason”. @param {any} t @param {Object<string,number>} sums */
export const openWords = (t, sums) => GAPS.filter((gap) => sums[gap]).map((gap) => t(`thread.open_${gap}${sums[gap] === 1 ? "_one" : ""}`, { n: sums[gap] })).join(" · ");

/** A key that a line keeps while it is about the same things. @param {Line} line */
export const keyOf = (line) => line.action || `${line.gap} ${line.gap === "note" ? line.starts[0] : line.trends[0]}`;

/** How a bead is called. @param {any} t @param {Bead} bead */
export function beadWords(t, bead) {
  if (bead.kind === "question") return t("thread.question", { sheet: bead.where });
  if (bead.kind === "trend") return t("thread.trend", { number: bead.mark, trend: bead.text });
  return bead.kind === "action" ? t("thread.action", { number: bead.mark, action: bead.text }) : bead.text;
}

/** The number that a line ends in, or "". @param {Line} line */
export const numberOf = ({ baseline, target }) => (target ? `${baseline || "?"} → ${target}` : "");

/** The lines that fit a filter: a kind ("" is all), and words that all stand in it. @param {any} t @param {Thread} thread
 *  @param {{gap:string, words:string}} filter */
export function shown(t, { beads, lines }, { gap, words }) {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  const says = (/** @type {Line} */ line) => fold([...line.starts, ...line.trends, line.action].filter(Boolean).map((link) => `${beadWords(t, beads[link])} ${beads[link].where}`).join(" "));
  return lines.filter((line) => (!gap || gapOf(line) === gap) && (!wanted.length || wanted.every((word) => says(line).includes(word))));
}

/** The lines as a table for sorting and for a file. @param {any} t @param {Thread} thread @param {Line[]} lines
 *  @returns {import("./data-table.js").Table} */
export function tableOf(t, { beads }, lines) {
  const keys = ["kind", "starts", "trends", "action", "number"];
  const named = (/** @type {string[]} */ links) => links.map((link) => beadWords(t, beads[link])).join("; ");
  return {
    caption: t("thread.table"),
    columns: keys.map((key) => ({ key, title: t(`thread.column.${key}`), number: false })),
    rows: lines.map((line) => [t(`thread.gap.${gapOf(line)}`), named(line.starts), named(line.trends), line.action ? named([line.action]) : "", numberOf(line)]),
  };
}

/** Whether a trend was rated as relevant (above the middle), and as a threat. @param {any} client @param {string} key
 *  @returns {{relevant:boolean, threat:boolean}} */
export function assess(client, key) {
  const last = 10;
  for (const sheet of client.state.sheets.values()) {
    if (sheet.kind !== "trends" || !sheet.trends.some((/** @type {any} */ trend) => trend.key === key)) continue;
    const fieldsOf = (/** @type {string} */ id) => { const entry = client.get(id); return entry && !entry.removed ? entry.fields : {}; };
    const fields = earlier(fieldsOf, sheet, key, last)?.fields ?? {};
    const scale = sheet.scales.find((/** @type {any} */ one) => one.key === "relevance");
    const relevant = typeof fields.relevance === "number" && fields.relevance > (scale ? (scale.low + scale.high) / 2 : 3);
    return { relevant, threat: relevant && typeof fields.direction === "number" && fields.direction < 0 };
  }
  return { relevant: false, threat: false };
}
