// The editor of a canvas: any canvas, drawn from its template. The board, the list, and the comments beside them.
import { sheetHash } from "./books.js";
import { createDrag } from "./board-drag.js";
import { createEdits } from "./board-edits.js";
import { createFind } from "./board-find.js";
import { createGrid } from "./board-grid.js";
import { createHead, legend } from "./board-head.js";
import { createKeys } from "./board-keys.js";
import { leadsOf } from "./board-leads.js";
import { createList } from "./board-list.js";
import { createMany } from "./board-many.js";
import { createMove } from "./board-move.js";
import { grouped, marksOf, NOWHERE } from "./board-order.js";
import { createPart } from "./board-part.js";
import { createPaste } from "./board-paste.js";
import { createPresent } from "./board-present.js";
import { createClicks, createPress } from "./board-press.js";
import { watchRoom } from "./board-room.js";
import { createSelection } from "./board-selection.js";
import { createStage } from "./board-stage.js";
import { createStart } from "./board-start.js";
import { createVotes } from "./board-votes.js";
import { createWriting } from "./board-writing.js";
import { h, say } from "./dom.js";
import { createThinking } from "./findings-board.js";
import { createConflicts } from "./note-conflict.js";
import { mountThreads, threadsOf } from "./threads.js";

const PRESENT = "present";
let boards = 0;

/** @param {HTMLElement} root
 *  @param {{client:any, template:any, go:(hash:string)=>void, reader:boolean}} ctx */
export function mount(root, { client, template, go, reader, openTime }) {
  const { t } = client;
  const sheet = template.key;
  const stop = new AbortController();
  const { signal } = stop;
  /** The state that the parts of the board share. @type {any} */
  const board = {
    client, template, t, go, root, openTime,
    name: `cba-board-${++boards}`,
    writes: !reader && client.may("note"),
    mayComment: client.may("comment"),
    /** Notes in order by block, the copies of conflicts by note, and how much a note is talked about. */
    blocks: new Map(), copies: new Map(), marks: new Map(),
    /** The actions that come from a note. */
    leads: new Map(),
    /** The place of notes whose block the template does not have any more. */
    nowhere: { key: NOWHERE, title: t("board.nowhere"), short: t("board.nowhere"), questions: [], example: "" },
    sections: () => (board.blocks.has(NOWHERE) ? [...template.blocks, board.nowhere] : template.blocks),
    view: "grid", narrow: false, zoomed: "", open: template.blocks[0].key,
    editing: null, moving: null, arranging: false,
    afterPress: createPress(signal),
    draw: (ids) => view().draw(ids),
    drawHead: () => head.draw(),
    order: () => view().order(),
    focus: (id) => view().focus(id),
    walk: (id, key) => view().walk(id, key),
    show: (key) => grid.open(key),
    zoom: (key) => grid.zoom(key),
    look: (key) => view().look(key),
    /** The focus goes to a place that stays. */
    rest(id = "") {
      const [first] = board.order();
      const note = board.order().includes(id) ? id : first;
      if (note) board.focus(note); else grid.blocks.get(template.blocks[0].key).title.focus();
    },
    leave: (id) => { if (board.editing?.id === id) board.editing.finish("left"); },
    leaveAll: () => board.editing?.finish("left"),
    blockOf: (form) => [grid.writer, list.writer].find((writer) => writer?.element === form)?.block(),
    presentNow(key = "") {
      present.show(key || board.zoomed);
      if (here(PRESENT) !== here()) go(here(PRESENT));
    },
    /** The block for a new note: the wanted one, or where the person is. */
    home: (key = "") => [key, board.zoomed, board.open].find((one) => template.blocks.some((block) => block.key === one)) ?? template.blocks[0].key,
    /** Tell whether notes can be put into a block now. */
    takes: (key) => template.blocks.some((block) => block.key === key) && board.stage.opens(key),
    /** What every new note has beside its words. */
    fresh: () => ({ ...board.stage.fresh(), ...board.part.fresh() }),
    undo: () => step("undo", "board.undone"),
    redo: () => step("redo", "board.redone"),
    /** Close the toast about a step that was taken back. */
    untoast() {},
  };
  board.votes = createVotes(board);
  board.part = createPart(board, { changed: () => update(null) });
  board.stage = createStage(board, { look: (key) => view().look(key) });
  board.edits = createEdits(board);
  board.many = createMany(board);
  board.move = createMove(board, signal);
  board.selection = createSelection(board);
  board.find = createFind(board, { changed: found });
  const keys = createKeys(board, root, signal);
  const head = createHead(board, { keys: keys.all });
  const start = createStart(board);
  const conflicts = createConflicts(board);
  const grid = createGrid(board);
  const list = createList(board);
  const present = createPresent(board, { closed: presented });
  Object.assign(board, createWriting(board, { grid, list, update, threads: () => threads }));
  const place = h("div", { class: "board-place" }, grid.element);
  const rail = h("aside", { class: "rail", "aria-label": t("board.rail") });
  root.classList.add("board-editor");
  const main = h("div", { class: "board-main" }, place, board.selection.element, template.credit && h("p", { class: "xs faint credit", text: template.credit }));
  root.replaceChildren(head.element, board.stage.element, board.part.element, h("div", { class: "board-line" }, legend(board), board.move.line), board.find.element,
    start.element, conflicts.element,
    h("div", { class: "board-lay" }, main, rail));
  const threads = mountThreads(rail, { client, sheet, go });
  const thinking = createThinking(board, { rail, main });
  board.know = thinking.open;
  const drag = createDrag(board, root, signal);
  createPaste(board, root, signal);
  createClicks(board, root, { grid, show, signal });

  function view() { return board.view === "list" ? list : grid; }
  function here(part = "") { return sheetHash(client, sheet, part); }

  /** The address says no more that a block is presented. */
  function presented() {
    if (!signal.aborted && here(PRESENT) !== here() && location.hash.startsWith(here(PRESENT))) go(here());
  }

  /** Other notes are shown than before. */
  function found() {
    board.find.read();
    board.selection.keep();
    board.draw(null);
    grid.openFound();
    head.draw();
  }

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

  function show(name) {
    board.editing?.finish("left");
    board.move.cancel();
    board.view = name;
    place.replaceChildren(view().element);
    update(null);
  }

  /** A letter in the note that is being written: nothing else looks different. @param {Set<string>|null} ids */
  function typed(ids) {
    const { editing } = board;
    const now = editing && ids?.size === 1 && ids.has(editing.id) && client.get(editing.id);
    const notes = now && !now.removed && !now.conflict_of ? board.blocks.get(now.block) : null;
    const at = notes?.findIndex((note) => note.id === now.id) ?? -1;
    if (at < 0 || notes[at].fresh || notes[at].fields.position !== now.fields.position) return false;
    notes[at] = now;
    editing.refresh();
    head.draw();
    return true;
  }

  /** Entries changed: `ids`, or everything. @param {Set<string>|null} ids */
  function update(ids) {
    if (typed(ids)) return;
    const touched = (kinds) => ids === null || [...ids].some((id) => !client.get(id) || kinds.includes(client.get(id).kind));
    const talked = touched(["comment"]);
    if (talked) board.marks = marksOf(threadsOf(client, sheet));
    threads.update(ids);
    if (touched(["action"])) board.leads = leadsOf(client);
    const staged = touched(["stage", "vote"]);
    if (staged) board.votes.read();
    const set = staged && board.stage.read();
    if (talked || staged || touched(["note", "action"])) {
      const parted = board.part.read();
      Object.assign(board, grouped(client.list(sheet, { kind: "note" }).filter(board.part.shows), template.blocks.map((block) => block.key)));
      keepEdited();
      board.find.read();
      board.selection.keep();
      if (board.moving && !board.move.where(board.moving.id)) board.move.cancel();
      board.editing?.refresh();
      // a note says that it has two texts: draw it, too, when its copy changed
      const copied = ids && [...ids].map((id) => client.get(id)?.conflict_of).filter(Boolean);
      board.draw(ids === null || talked || staged || set || parted ? null : new Set([...ids, ...copied]));
      board.stage.draw();
      board.part.draw();
      start.draw();
      conflicts.draw();
      present.draw();
    }
    thinking.update(ids);
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

  const unwatch = watchRoom(root, (narrow) => {
    board.narrow = narrow;
    if (board.zoomed) grid.zoom("");
    if (narrow && board.view === "list") show("grid"); else update(null);
  });
  update(null);

  return {
    update,
    /** Go to the note, block or comment that the address names, or present. @param {string[]} rest */
    point([id = "", block = ""]) {
      const entry = client.get(id);
      if (id === PRESENT) { present.show(block); return; }
      present.close();
      board.part.reveal(entry);
      if (entry?.kind === "comment") threads.show(String(entry.fields.thread || id));
      else if (entry) board.focus(id);
      else if (template.blocks.some((one) => one.key === id)) grid.jump(id);
    },
    destroy() {
      board.editing?.finish("left");
      drag.stop();
      stop.abort();
      present.close();
      unwatch();
      thinking.destroy();
      threads.destroy();
      root.classList.remove("board-editor");
      for (const name of ["data-empty", "data-editing", "data-narrow", "data-stacked", "data-many"]) root.removeAttribute(name);
      root.replaceChildren();
    },
  };
}
