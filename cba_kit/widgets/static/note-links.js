// What a note can be connected with: trends, needs, actions and other notes of the same workbook. Pure functions.
import { sheetHash } from "./books.js";
import { fold } from "./fold.js";
import { actionsOf, wordsOf } from "./plan-actions.js";

/** @typedef {{link:string, kind:"trend"|"need"|"action"|"note", name:string, where:string, hash:string}} Target */

export const MOST = 8;

/** All that a note can be connected with, in the sheets' order; the note itself is left out.
 *  @param {any} client @param {string} [note] @returns {Target[]} */
export function targetsOf(client, note = "") {
  return [...client.state.sheets.values()].flatMap((sheet) => OF[sheet.kind]?.(client, sheet) ?? []).filter((one) => one.link !== `note:${note}`);
}

const named = (target) => target.name !== "";

/** @type {Object<string, (client:any, sheet:any) => Target[]>} */
const OF = {
  trends: (client, sheet) => sheet.trends.map((trend) => (
    { link: `trend:${trend.key}`, kind: "trend", name: trend.short, where: sheet.short, hash: sheetHash(client, sheet.key, trend.key) })),
  // only rows of a form: needs, aims, challenges; a single answer is no reason to act
  form: (client, sheet) => client.list(sheet.key, { kind: "answer" }).filter((entry) => entry.id !== `${sheet.key}.${entry.block}`).map((entry) => (
    { link: `need:${entry.id}`, kind: "need", name: rowWords(sheet, entry), where: sheet.short, hash: sheetHash(client, sheet.key, entry.id) })).filter(named),
  plan: (client, sheet) => actionsOf(client, sheet.key).filter((action) => action.number).map((action) => (
    { link: `action:${action.id}`, kind: "action", name: `${action.number} ${action.fields.title}`, where: sheet.short, hash: sheetHash(client, sheet.key, action.id) })),
  canvas: (client, sheet) => client.list(sheet.key, { kind: "note" }).filter((entry) => !entry.conflict_of).map((entry) => (
    { link: `note:${entry.id}`, kind: "note", name: wordsOf(entry),
      where: `${sheet.short}, ${sheet.blocks.find((block) => block.key === entry.block)?.title ?? ""}`, hash: sheetHash(client, sheet.key, entry.id) })).filter(named),
};

/** The words of a row: its longest text is what it says, the others are about it. */
function rowWords(sheet, entry) {
  const columns = sheet.parts.flatMap((part) => part.questions).find((one) => one.key === entry.block)?.columns ?? [];
  const text = columns.find((column) => column.type === "text")?.key ?? columns[0]?.key;
  return String(entry.fields[text] ?? "").trim() || wordsOf(entry);
}

/** The first targets that hold every word somebody looks for; those that are connected already are left out.
 *  @param {Target[]} targets @param {string} asked @param {string[]} taken @returns {Target[]} */
export function found(targets, asked, taken) {
  const words = fold(asked).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const says = (target) => { const text = fold(`${target.name} ${target.where}`); return words.every((word) => text.includes(word)); };
  return targets.filter((target) => !taken.includes(target.link) && says(target)).slice(0, MOST);
}

/** A note's links, as a list. @param {any} entry @returns {string[]} */
export const linksOf = (entry) => (Array.isArray(entry?.fields.links) ? entry.fields.links : []);
