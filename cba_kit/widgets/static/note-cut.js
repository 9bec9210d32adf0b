// One note as two, and several as one: what their fields are then.

const SURE = ["assumed", "heard", "measured"];
const LINE = 300;
const OWN = new Set(["text", "meaning", "position", "evidence", "proof", "links", "sources", "part", "private"]);

/** The two texts on both sides of the cursor. @param {string} text @param {number} at @returns {[string, string]} */
export const halves = (text, at) => [text.slice(0, at).trimEnd(), text.slice(at).trimStart()];

const filled = (/** @type {any} */ value) => value !== null && value !== undefined && value !== "";
const union = (/** @type {any[]} */ notes, /** @type {string} */ name) => [...new Set(notes.flatMap((note) => note.fields[name] ?? []))];

/** The fields of the first note when the others have become a part of it: their words one after the other, all links and
 *  sources; it is as well known as the weakest of them. What finds no place in a field stands among the words.
 *  @param {any[]} notes in their order @param {{key:string, title:string}[]} [columns] what the canvas asks for beside the words
 *  @returns {Object<string, any>} */
export function joined(notes, columns = []) {
  const [first] = notes;
  const lines = notes.map((note) => String(note.fields.text ?? "").trim()).filter(Boolean);
  /** @type {Object<string, any>} */ const fields = {};
  const known = notes.map((note) => note.fields.evidence ?? "");
  if (first.fields.private && !notes.every((note) => note.fields.private)) fields.private = false;
  if (known.some(Boolean)) {
    fields.evidence = known.every(Boolean) ? SURE.find((one) => known.includes(one)) ?? "" : "";
    const proofs = [...new Set(notes.map((note) => String(note.fields.proof ?? "").trim()).filter(Boolean))];
    const proof = proofs.join("; ");
    fields.proof = proof.length <= LINE ? proof : proofs[0];
    if (proof.length > LINE) lines.push(...proofs.slice(1));
  }
  for (const name of ["links", "sources"]) if (notes.some((note) => note.fields[name]?.length)) fields[name] = union(notes, name);
  const asked = new Set(notes.flatMap((note) => Object.keys(note.fields)).filter((name) => !OWN.has(name)));
  for (const name of asked) {
    const values = [...new Set(notes.map((note) => note.fields[name]).filter(filled))];
    if (!values.length) continue;
    if (first.fields[name] !== values[0]) fields[name] = values[0];
    const title = columns.find((column) => column.key === name)?.title ?? name;
    lines.push(...values.slice(1).map((value) => `${title}: ${value}`));
  }
  return { ...fields, text: lines.join("\n") };
}

/** The operations after which `gone` notes are `kept`: other notes' links and the actions' reasons lead there, and what
 *  was said about them is said about it.
 *  @param {Iterable<any>} entries those that may be written @param {any} kept the note @param {Set<string>} gone */
export function redirected(entries, kept, gone) {
  const put = (/** @type {any} */ entry, /** @type {any} */ fields, more = {}) => ({ sheet: entry.sheet, entry: entry.id, kind: entry.kind, fields, ...more });
  const made = [];
  for (const entry of entries) {
    if (entry.removed || gone.has(entry.id) || entry.id === kept.id) continue;
    if (entry.kind === "comment" && gone.has(entry.fields.entry)) made.push(put(entry, { entry: kept.id }, { block: kept.block }));
    if (!["note", "action"].includes(entry.kind)) continue;
    /** @type {Object<string, any>} */ const fields = {};
    const { links, origin } = entry.fields;
    if (links?.some((/** @type {string} */ link) => gone.has(link.replace(/^note:/, "")))) {
      fields.links = [...new Set(links.map((/** @type {string} */ link) => (gone.has(link.replace(/^note:/, "")) ? `note:${kept.id}` : link)))];
    }
    if (gone.has(origin)) fields.origin = kept.id;
    if (Object.keys(fields).length) made.push(put(entry, fields));
  }
  return made;
}
