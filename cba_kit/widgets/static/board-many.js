// What a person does with several notes at once. Each is one step of undo.
import { say } from "./dom.js";
import { ask } from "./board-dialog.js";
import { meaning, placesAt } from "./board-order.js";
import { dependantWords } from "./links.js";
import { halves, joined, redirected } from "./note-cut.js";
import { toast } from "./toast.js";

/** @param {any} board the editor's shared state, see board.js */
export function createMany(board) {
  const { client, template, t, edits } = board;
  const sheet = template.key;
  const put = (entry, fields, block = null) => ({ sheet, entry, kind: "note", block, fields });
  const counted = (key, ids, values = {}) => t(ids.length === 1 ? `${key}_one` : key, { n: ids.length, ...values });

  /** Those of the notes that may be changed now, in the board's order; those that may not are named aloud. */
  function mine(ids) {
    const asked = new Set(ids);
    const here = [...board.blocks.values()].flat().filter((note) => asked.has(note.id));
    const may = here.filter((note) => board.stage.opens(note.block));
    if (may.length < here.length) toast(counted("board.many.stay", here.slice(may.length)), { sign: "lock" });
    return may;
  }

  /** Write a step, say it, and offer to take it back. */
  function step(list, label, said) {
    client.putAll(list, label);
    board.untoast = toast(said, { label: t("board.undo"), act: () => { if (client.undoLabel() === label) board.undo(); } });
  }

  return {
    /** New notes with these words at the end of a block, in their order. @param {string} block @param {string[]} texts @param {string} [kind] */
    add(block, texts, kind = template.meanings[0].key) {
      const list = board.blocks.get(block) ?? [];
      const { positions } = placesAt(list, list.length, texts.length);
      const made = texts.map((text, i) => put(client.newId(), { text, meaning: kind, position: positions[i], ...board.fresh() }, block));
      step(made, counted("board.step.pasted", texts), counted("board.many.added", texts, { block: edits.title(block) }));
      board.focus(made[0].entry);
    },
    /** Move notes to a place; they stay in their order. @param {string[]} ids @param {{block:string, index:number}} to the index among the other notes */
    move(ids, to) {
      const notes = mine(ids);
      if (!notes.length || !board.takes(to.block)) return;
      const moving = new Set(notes.map((note) => note.id));
      const others = (board.blocks.get(to.block) ?? []).filter((note) => !moving.has(note.id));
      const { positions, others: put_ } = placesAt(others, Math.min(to.index, others.length), notes.length);
      const list = [...notes.map((note, i) => put(note.id, { position: positions[i] }, to.block)), ...put_.map((one) => put(one.id, { position: one.position }))];
      step(list, counted("board.step.moved_many", notes, { block: edits.title(to.block) }), counted("board.many.moved", notes, { block: edits.title(to.block) }));
    },
    /** Give notes a meaning. @param {string[]} ids @param {string} key */
    mean(ids, key) {
      const notes = mine(ids).filter((note) => meaning(template, note).key !== key);
      const kind = template.meanings.find((known) => known.key === key);
      if (notes.length) step(notes.map((note) => put(note.id, { meaning: key })), t("board.step.meaning"), counted("board.many.meaning", notes, { meaning: kind.label }));
    },
    /** Remove notes; asks first only when actions come from them. @param {string[]} ids @returns {Promise<boolean>} */
    async remove(ids) {
      const notes = mine(ids);
      if (!notes.length) return false;
      const words = notes.map((note) => dependantWords(client, note.id)).filter(Boolean).join(" ");
      const title = counted("board.many.remove_title", notes);
      const text = `${words} ${t("thread.depends.after")}`;
      if (words && !(await ask(board.root, { title, text, yes: title, no: t("thread.depends.no") }))) return false;
      step(notes.map((note) => ({ ...put(note.id, {}), op: "remove" })), counted("board.step.removed_many", notes), counted("board.many.removed", notes));
      return true;
    },
    /** Make one note of several: the first one takes the words and everything else of the others. @param {string[]} ids @returns {string} its id, or "" */
    join(ids) {
      const notes = mine(ids);
      if (notes.length < 2) return "";
      const [first, ...rest] = notes;
      const gone = new Set(rest.map((note) => note.id));
      const writable = [...client.entries.values()].filter((entry) => client.may(entry.kind) && client.state.sheets.has(entry.sheet));
      const list = [put(first.id, joined(notes, template.columns)), ...redirected(writable, first, gone),
        ...rest.map((note) => ({ ...put(note.id, {}), op: "remove" }))];
      step(list, counted("board.step.joined", notes), counted("board.many.joined", notes));
      board.focus(first.id);
      return first.id;
    },
    /** Cut a note in two; the second one has everything that the first has. @param {string} id @param {number} at @returns {string} the second's id, or "" */
    split(id, at) {
      const note = client.get(id);
      const [first, second] = halves(String(note?.fields.text ?? ""), at);
      const list = board.blocks.get(note?.block) ?? [];
      if (!note || !first.trim() || !second.trim() || !board.takes(note.block)) { say(t("board.split_where")); return ""; }
      const { positions, others } = placesAt(list, list.findIndex((one) => one.id === id) + 1, 1);
      const fresh = client.newId();
      const made = put(fresh, { ...note.fields, text: second, position: positions[0] }, note.block);
      step([put(id, { text: first }), made, ...others.map((one) => put(one.id, { position: one.position }))], t("board.step.split"), t("board.split_done"));
      return fresh;
    },
    /** Put the notes' words on the clipboard, one note a line. @param {string[]} ids */
    async copy(ids) {
      const asked = new Set(ids);
      const texts = [...board.blocks.values()].flat().filter((note) => asked.has(note.id)).map((note) => String(note.fields.text ?? "").replace(/\s*\n\s*/g, " "));
      try {
        await navigator.clipboard.writeText(texts.join("\n"));
        toast(counted("board.many.copied", texts));
      } catch {
        toast(t("board.many.not_copied"), { sign: "warn" }); // the browser lets no page write there now
      }
    },
  };
}
