// Two texts of one note, side by side above the board.
import { h, marker } from "./dom.js";
import { meaning, placeAt } from "./board-order.js";
import { createMerges } from "./merge.js";

/** Both texts as notes: the second one becomes a note of its own, below the first.
 *  @param {string} sheet @param {any} note @param {any} copy @param {any[]} others the notes of the block, in order @param {string} id */
export function asNotes(sheet, note, copy, others, id) {
  const place = placeAt(others, others.findIndex((other) => other.id === note.id) + 1);
  return [{ sheet, entry: id, kind: "note", block: note.block, fields: { ...copy.fields, position: place.position } },
    ...place.others.map((one) => ({ sheet, entry: one.id, kind: "note", fields: { position: one.position } }))];
}

/** The words in which a copy says something else: those of the note, of its proof, and of what the canvas asks for.
 *  @param {any} template @param {any} note @param {any} copy @param {(key:string) => string} t @returns {import("./merge.js").Part[]} */
export function partsOf(template, note, copy, t) {
  const asked = [{ key: "text", write: "text" }, { key: "proof", title: t("board.proof"), write: "line" },
    ...(template.columns ?? []).map(({ key, title, choices }) => ({ key, title, choices, write: choices?.length ? "" : "line" }))];
  return asked.flatMap(({ key, title = "", choices = [], write }) => {
    const [one, other] = [note, copy].map(({ fields }) => fields[key]);
    if (one === other || typeof other !== "string") return []; // numbers go by who wrote last
    const [first, second] = [one, other].map((value) => choices.find((choice) => choice.key === value)?.label ?? String(value ?? ""));
    return [{ name: key, label: title, first, second, write: /** @type {""|"line"|"text"} */ (write) }];
  });
}

/** @param {any} board */
export function createConflicts(board) {
  const { client, template, t } = board;
  const element = h("div", { class: "merges" });
  const merges = createMerges(client, element);

  function face(entry, words) {
    const kind = meaning(template, entry);
    return h("div", { class: `note ${kind.tint}` }, marker(kind.tint), h("span", { class: "words" }, ...words));
  }

  function choice(note, copy) {
    return {
      entry: note, copy, face, parts: partsOf(template, note, copy, t),
      where: t("board.conflict_where", { block: board.edits.title(note.block) }),
      both() {
        const at = board.takes(note.block) ? note : { ...note, block: board.home() }; // its block may be gone
        return asNotes(template.key, at, copy, board.blocks.get(at.block) ?? [], client.newId());
      },
      done: () => board.focus(note.id),
    };
  }

  return {
    element,
    draw() {
      merges.draw(board.writes ? [...board.copies].map(([id, copies]) => choice(client.get(id), copies[0])) : []);
    },
  };
}
