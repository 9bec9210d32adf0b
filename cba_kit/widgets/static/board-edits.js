// What a person does with notes: write, give a meaning, move, remove. Each is one step of undo.
import { say } from "./dom.js";
import { meaning, placeAt } from "./board-order.js";
import { mayGo } from "./links-ask.js";
import { toast } from "./toast.js";

const LONG = 60;

/** The first words of a note, for a sentence about it. */
export const short = (/** @type {string} */ text) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONG ? `${line.slice(0, LONG - 1).trimEnd()}…` : line;
};

/** @param {any} board the editor's shared state, see board.js */
export function createEdits(board) {
  const { client, template, t } = board;
  const sheet = template.key;
  const textOf = (id) => String(client.get(id)?.fields.text ?? "");
  const title = (key) => template.blocks.find((block) => block.key === key)?.title ?? t("board.nowhere");
  const others = (block, id) => (board.blocks.get(block) ?? []).filter((note) => note.id !== id);

  /** Take the last step back when it is still this one, else write the opposite as a step of its own. */
  function back(label, opposite) {
    if (client.undoLabel() === label) client.undo(); else opposite();
  }

  const edits = {
    title,
    /** A keystroke in a note; the first one makes the note. */
    write(id, { block, text, meaning: wanted }) {
      const known = client.get(id);
      const list = others(block, id);
      const fields = known ? { text } : { text, meaning: wanted, position: placeAt(list, list.length).position, ...board.fresh() };
      client.type({ sheet, entry: id, kind: "note", block: known ? null : block, fields }, t("board.step.wrote"));
    },
    setMeaning(id, key) {
      const now = client.get(id);
      if (!now || meaning(template, now).key === key || !edits.may(id)) return;
      client.put({ sheet, entry: id, kind: "note", fields: { meaning: key } }, t("board.step.meaning"));
      say(template.meanings.find((known) => known.key === key).label);
    },
    /** Tell whether a note may be changed now; says why not. @param {string} id */
    may(id) {
      const reason = board.stage.reason(client.get(id)?.block ?? "");
      if (reason) toast(reason, { sign: "lock" });
      return board.writes && !reason;
    },
    /** A note that only its writer sees is for the group now. @param {string} id */
    show(id) {
      client.put({ sheet, entry: id, kind: "note", fields: { private: false } }, t("board.step.shown"));
      say(t("board.shown"));
      board.focus(id);
    },
    /** Move a note to a place; tells whether anything changed. @param {{block:string, index:number}} to */
    move(id, to) {
      const note = client.get(id);
      if (!edits.may(id) || !board.takes(to.block)) return false;
      const from = { block: note.block, position: note.fields.position ?? 0 };
      const here = (board.blocks.get(from.block) ?? []).findIndex((other) => other.id === id);
      if (to.block === from.block && to.index === here) return false;
      const place = placeAt(others(to.block, id), to.index);
      const put = (entry, block, position) => ({ sheet, entry, kind: "note", block, fields: { position } });
      const label = t("board.step.moved", { block: title(to.block) });
      client.putAll([put(id, to.block, place.position), ...place.others.map((one) => put(one.id, null, one.position))], label);
      if (to.block === from.block) {
        say(t("board.placed", { place: to.index + 1, count: others(to.block, id).length + 1, block: title(to.block) }));
      } else {
        board.untoast = toast(t("board.moved", { block: title(to.block) }),
          { label: t("board.undo"), act: () => back(label, () => client.put(put(id, from.block, from.position), t("board.step.moved", { block: title(from.block) }))) });
      }
      return true;
    },
    /** Remove a note; asks first only when an action comes from it. @returns {Promise<boolean>} */
    async remove(id, text = textOf(id)) {
      if (!edits.may(id)) return false;
      if (!(await mayGo(board.root, client, id, { name: text }))) return false;
      const label = t("board.step.removed");
      board.leave(id);
      client.putAll([{ op: "remove", sheet, entry: id, kind: "note" }], label);
      board.untoast = toast(t("board.removed"), { label: t("board.undo"), act: () => {
        back(label, () => client.restore(id, t("board.step.restored")));
        if (text !== textOf(id)) client.put({ sheet, entry: id, kind: "note", fields: { text } }, t("board.step.wrote"));
        board.focus(id);
      } });
      return true;
    },
    /** A note left without words goes; a note that an action comes from asks, and gets its words back on "Keep it". */
    async emptied(id, before) {
      if (!before.trim()) { client.remove(id, t("board.step.removed")); return; }
      if (!(await edits.remove(id, before))) client.put({ sheet, entry: id, kind: "note", fields: { text: before } }, t("board.step.wrote"));
    },
  };
  return edits;
}
