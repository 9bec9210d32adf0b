// Facts about all groups' boards: which ones fit the words that were typed, what a row says, where a merged note comes
// from. Pure functions.
import { fold } from "./fold.js";
import { listed } from "./people.js";

/** The groups whose name or members hold the words. @param {any[]} books @param {string} words @returns {any[]} */
export function found(books, words) {
  const wanted = fold(words.trim());
  return books.filter(({ name, members }) => fold([name, ...members.map((/** @type {any} */ one) => one.name)].join(" ")).includes(wanted));
}

/** What a row says of a board: notes, the last change, and the phases of its sheets. @param {any} t
 *  @param {{notes:number, edited:string, phases:Object<string,string>}|undefined} row @param {{key:string, short:string}[]} sheets */
export function rowWords(t, row, sheets) {
  if (!row) return "";
  const notes = row.notes ? t(row.notes === 1 ? "boards.notes_one" : "boards.notes", { n: row.notes }) : t("boards.no_notes");
  const phases = sheets.filter(({ key }) => row.phases[key] && row.phases[key] !== "free").map(({ key, short }) => `${short}: ${t(`stage.phase.${row.phases[key]}`)}`);
  return [notes, row.edited && t("boards.edited", { when: row.edited }), ...phases].filter(Boolean).join(" · ");
}

/** The ids of the groups that a note comes from (“GROUP/ENTRY” each), each once. @param {any} note @returns {string[]} */
export function groupsOf(note) {
  const sources = Array.isArray(note?.fields?.sources) ? note.fields.sources : [];
  return [...new Set(sources.map((/** @type {unknown} */ source) => String(source).split("/")[0]))];
}

/** “from Blue team and Red team”; "" for a note that was written here. @param {any} client @param {any} note */
export function sourceWords({ t, state }, note) {
  const names = groupsOf(note).map((id) => state.groups?.[id]).filter(Boolean);
  return names.length ? t("group.from", { groups: listed(names) }) : "";
}
