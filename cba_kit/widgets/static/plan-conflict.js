// Two texts of one action, or of one rating: which of their fields differ, and how both are kept.
import { copiesOf } from "./merge.js";
import { joined } from "./words-diff.js";

/** Fields of one line whose words are kept twice. */
const LINES = ["title", "aim", "owner", "partners", "first_step", "measure", "baseline", "target", "funding", "status_reason"];
/** Fields whose words are kept twice. */
export const WORDS = [...LINES, "description", "background", "risks", "reason"];

/** The fields in which a copy says something else; `label` names one. @param {any} entry @param {any} copy
 *  @param {(name:string)=>string} label @returns {import("./merge.js").Part[]} */
export function partsOf(entry, copy, label) {
  const words = ({ fields }, name) => String(fields[name] ?? "");
  return WORDS.filter((name) => words(copy, name) !== words(entry, name) && words(copy, name) !== "")
    .map((name) => ({ name, label: label(name), first: words(entry, name), second: words(copy, name), write: LINES.includes(name) ? "line" : "text" }));
}

/** What to write to keep both: texts are joined; a title of its own makes an action of its own.
 *  @param {any} entry @param {any} copy @param {import("./merge.js").Part[]} parts @param {() => string} newId */
export function bothKept(entry, copy, parts, newId) {
  const { id, sheet, kind, block } = entry;
  if (parts.some(({ name }) => name === "title")) return [{ sheet, entry: newId(), kind, block, fields: { ...copy.fields } }];
  const fields = Object.fromEntries(parts.map(({ name, first, second, write }) => [name, joined(first, second, { line: write === "line" })]));
  return [{ sheet, entry: id, kind, fields }];
}

/** The first choice that waits for an entry, if any. @param {any} client @param {any} entry
 *  @param {{label:(name:string)=>string, done?:()=>void}} options @returns {import("./merge.js").Choice[]} */
export function choicesFor(client, entry, { label, done }) {
  return copiesOf(client, entry).slice(0, 1).map((copy) => {
    const parts = partsOf(entry, copy, label);
    return { entry, copy, parts, both: () => bothKept(entry, copy, parts, client.newId), done };
  });
}
