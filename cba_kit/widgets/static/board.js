// The editor of a canvas: any canvas, drawn from its template. The board, the list, and the comments beside them.
import { createDrag } from "./board-drag.js";
import { askPlace } from "./board-dialog.js";
import { createEdits, short } from "./board-edits.js";
import { createGrid } from "./board-grid.js";
import { createHead, legend } from "./board-head.js";
import { createKeys } from "./board-keys.js";
import { leadsOf } from "./board-leads.js";
import { createList } from "./board-list.js";
import { createMove } from "./board-move.js";
import { grouped, marksOf } from "./board-order.js";
import { createPress } from "./board-press.js";
import { watchRoom } from "./board-room.js";
import { createStart } from "./board-start.js";
import { h, say } from "./dom.js";
import { createConflicts } from "./note-conflict.js";
import { createEditor } from "./note-editor.js";
import { mountThreads, threadsOf } from "./threads.js";

let boards = 0;

/** @param {HTMLElement} root
 *  @param {{client:any, template:any, go:(hash:string)=>void, reader:boolean}} ctx */
export function mount(root, { client, template, go, reader }) {
  const { t } = client;
  const sheet = template.key;
  const stop = new AbortController();
  const { signal } = stop;
  /** The state that the parts of the board share. @type {any} */
  const board = {
    client, template, t, go, root,
    name: `cba-board-${++boards}`,
    writes: !reader && client.may("note"),
    mayComment: client.may("comment"),
    /** Notes in order by block, the copies of conflicts by note, and how much a note is talked about. */
    blocks: new Map(), copies: new Map(), marks: new Map(),
    /** The actions that come from a note. */
    leads: new Map(),
    view: "grid", narrow: false, open: template.blocks[0].key,
    editing: null, moving: null, arranging: false,
    afterPress: createPress(signal),
    draw: (ids) => view().draw(ids),
    focus: (id) => view().focus(id),
    walk: (id, key) => view().walk(id, key),
    show: (key) => grid.open(key),
    leave: (id) => { if (board.editing?.id === id) board.editing.finish("left"); },
    edit, add, askMove, talk,
    undo: () => step("undo", "board.undone"),
    redo: () => step("redo", "board.redone"),
    /** Close the toast about a step that was taken back. */
    untoast() {},
  };
  board.edits = createEdits(board);
  board.move = createMove(board, signal);
  const keys = createKeys(board, root, signal);
  const head = createHead(board, { keys: keys.all });
  const start = createStart(board);
  const conflicts = createConflicts(board);
  const grid = createGrid(board);
  const list = createList(board);
  const place = h("div", { class: "board-place" }, grid.element);
  const rail = h("aside", { class: "rail", "aria-label": t("board.rail") });
  root.classList.add("board-editor");
  root.replaceChildren(head.element, h("div", { class: "board-line" }, legend(board), board.move.line), start.element, conflicts.element,
    h("div", { class: "board-lay" },
      h("div", { class: "board-main" }, place, template.credit && h("p", { class: "xs faint credit", text: template.credit })), rail));
  const threads = mountThreads(rail, { client, sheet, go });
  const drag = createDrag(board, root, signal);

  function view() { return board.view === "list" ? list : grid; }

  const noteIds = () => client.list(sheet, { kind: "note" }).map((note) => note.id);

  /** Undo or redo a step; a note that comes back gets the focus. */
  function step(name, key) {
    const before = new Set(noteIds());
    const label = client[name]();
    if (label === null) return;
    board.untoast();
    say(t(key, { step: label }));
    const [back] = noteIds().filter((id) => !before.has(id));
    if (back) board.focus(back);
  }

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

  /** Edit a note in its place. */
  function edit(id) {
    board.editing?.finish("left");
    const note = client.get(id);
    if (!note || note.removed) return;
    for (const writer of [grid.writer, list.writer]) if (writer?.note === id) writer.rest();
    begin(createEditor(board, { id, block: note.block, closed: (why) => ended(id, why) }));
    board.draw(new Set([id]));
    board.editing.focus();
  }

  /** Write a new note in a block; Enter offers the next. */
  function add(key) {
    board.editing?.finish("left");
    if (board.view === "list") { list.compose(key); return; }
    if (board.narrow && board.open !== key) grid.open(key);
    const id = client.newId();
    const editor = createEditor(board, { id, block: key, closed(why, text) {
      ended(id, why);
      if (why === "next" && text.trim()) add(key);
      else if (why !== "left" && !text.trim()) grid.blocks.get(key)?.add?.focus();
    } });
    begin(editor);
    update(null);
    editor.focus();
  }

  async function askMove(id) {
    const from = board.move.where(id);
    if (!from) return;
    const words = (note) => short(String(note.fields.text ?? ""));
    const blocks = template.blocks.map(({ key, title }) => (
      { key, title, notes: (board.blocks.get(key) ?? []).filter((note) => note.id !== id).map(words) }));
    const to = await askPlace(root, { title: t("board.move_title", { note: words(client.get(id)) }), t, blocks, from });
    if (to && client.get(id)) board.edits.move(id, to);
    board.focus(id);
  }

  function talk(id) {
    const thread = threadsOf(client, sheet).find((one) => one.anchor.entry === id);
    if (thread) threads.show(thread.root.id);
    else if (board.mayComment) threads.compose({ block: client.get(id)?.block, entry: id });
  }

  function show(name) {
    board.editing?.finish("left");
    board.move.cancel();
    board.view = name;
    place.replaceChildren(view().element);
    update(null);
  }

  /** Entries changed: `ids`, or everything. @param {Set<string>|null} ids */
  function update(ids) {
    const touched = (kinds) => ids === null || [...ids].some((id) => !client.get(id) || kinds.includes(client.get(id).kind));
    const talked = touched(["comment"]);
    if (talked) board.marks = marksOf(threadsOf(client, sheet));
    threads.update(ids);
    if (touched(["action"])) board.leads = leadsOf(client);
    if (talked || touched(["note", "action"])) {
      Object.assign(board, grouped(client.list(sheet, { kind: "note" }), template.blocks.map((block) => block.key)));
      keepEdited();
      if (board.moving && !board.move.where(board.moving.id)) board.move.cancel();
      board.editing?.refresh();
      // a note says that it has two texts: draw it, too, when its copy changed
      const copied = ids && [...ids].map((id) => client.get(id)?.conflict_of).filter(Boolean);
      board.draw(ids === null || talked ? null : new Set([...ids, ...copied]));
      start.draw();
      conflicts.draw();
    }
    head.draw();
  }

  /** The note that a person writes in stays in front of them, whatever others do to it. */
  function keepEdited() {
    const { editing } = board;
    if (!editing) return;
    const others = [...board.blocks.values()];
    for (const notes of others) {
      const at = notes.findIndex((note) => note.id === editing.id);
      if (at >= 0 && notes !== board.blocks.get(editing.block)) notes.splice(at, 1);
      else if (at >= 0) { editing.index = at; return; }
    }
    const here = board.blocks.get(editing.block);
    const note = client.get(editing.id) ?? { id: editing.id, block: editing.block, fields: {}, fresh: true };
    here?.splice(editing.index ?? here.length, 0, note);
  }

  root.addEventListener("click", (event) => {
    const from = (selector) => /** @type {Element} */ (event.target).closest(selector);
    const item = from("li[data-note]");
    const wanted = from("[data-add], [data-title], [data-jump], [data-first], [data-view]")?.dataset;
    if (from("li[data-note] > button.note")) {
      if (board.moving) board.move.key("Enter");
      else if (board.writes) edit(item.dataset.note);
      else talk(item.dataset.note);
    } else if (!wanted) {
      if (board.narrow && from(".bh")) grid.toggle(from("section.block").dataset.block);
    } else if (wanted.add || wanted.first) add(wanted.add ?? wanted.first);
    else if (wanted.title) grid.toggle(wanted.title);
    else if (wanted.jump) grid.jump(wanted.jump);
    else if (wanted.view) show(wanted.view);
  }, { signal });

  const unwatch = watchRoom(root, (narrow) => {
    board.narrow = narrow;
    if (narrow && board.view === "list") show("grid"); else update(null);
  });
  update(null);

  return {
    update,
    /** Go to the note, block or comment that the address names. @param {string[]} rest */
    point([id = ""]) {
      const entry = client.get(id);
      if (entry?.kind === "comment") threads.show(String(entry.fields.thread || id));
      else if (entry) board.focus(id);
      else if (template.blocks.some((block) => block.key === id)) grid.jump(id);
    },
    destroy() {
      board.editing?.finish("left");
      drag.stop();
      stop.abort();
      unwatch();
      threads.destroy();
      root.classList.remove("board-editor");
      for (const name of ["data-empty", "data-editing", "data-narrow", "data-stacked"]) root.removeAttribute(name);
      root.replaceChildren();
    },
  };
}
