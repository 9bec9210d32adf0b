// Writing in place: a note is opened, a new one begun, and the place chosen where one goes.
import { askPlace } from "./board-dialog.js";
import { short } from "./board-edits.js";
import { createEditor } from "./note-editor.js";
import { threadsOf } from "./threads.js";

/** @param {any} board @param {{grid:any, list:any, threads:() => any, update:(ids:Set<string>|null) => void}} parts */
export function createWriting(board, { grid, list, threads, update }) {
  const { client, template, t, root } = board;
  const sheet = template.key;
  const words = (/** @type {any} */ note) => short(String(note.fields.text ?? ""));

  function begin(editor) {
    board.editing = editor;
    root.dataset.editing = "";
  }

  function ended(id, why) {
    board.editing = null;
    delete root.dataset.editing;
    update(null);
    if (why === "stay") board.focus(id);
  }

  return {
    /** Edit a note in its place. @param {string} id @param {number} [at] where the cursor is */
    edit(id, at) {
      board.editing?.finish("left");
      const note = client.get(id);
      if (!note || note.removed || !board.edits.may(id)) return;
      for (const writer of [grid.writer, list.writer]) if (writer?.note === id) writer.rest();
      begin(createEditor(board, { id, block: board.move.where(id)?.block ?? note.block, closed: (why) => ended(id, why) }));
      board.draw(new Set([id]));
      board.editing.focus(at);
    },
    /** Write a new note in a block; Enter offers the next. @param {string} wanted */
    add(wanted) {
      board.editing?.finish("left");
      const key = board.home(wanted);
      if (!board.takes(key)) return;
      if (board.view === "list") { list.compose(key); return; }
      if ((board.narrow && board.open !== key) || board.zoomed) grid.open(key);
      const id = client.newId();
      const editor = createEditor(board, { id, block: key, closed(why, text) {
        ended(id, why);
        if (why === "next" && text.trim()) board.add(key);
        else if (why !== "left" && !text.trim()) grid.blocks.get(key)?.add?.focus();
      } });
      begin(editor);
      update(null);
      editor.focus();
    },
    async askMove(id) {
      const from = board.move.where(id);
      if (!from || !board.edits.may(id)) return;
      const blocks = template.blocks.filter(({ key }) => board.takes(key)).map(({ key, title }) => (
        { key, title, notes: (board.blocks.get(key) ?? []).filter((note) => note.id !== id).map(words) }));
      const to = await askPlace(root, { title: t("board.move_title", { note: words(client.get(id)) }), t, blocks, from });
      if (to && client.get(id)) board.edits.move(id, to);
      board.focus(id);
    },
    /** Show what is said about a note, or begin to talk about it. @param {string} id */
    talk(id) {
      const thread = threadsOf(client, sheet).find((one) => one.anchor.entry === id);
      if (thread) threads().show(thread.root.id);
      else if (board.mayComment) threads().compose({ block: client.get(id)?.block, entry: id });
    },
  };
}
