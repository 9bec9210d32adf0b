// The board view: blocks on the canvas's grid; on a narrow screen a map, one open block, and a line to add at the thumb.
import { h, icon } from "./dom.js";
import { createBlock } from "./board-block.js";
import { createMap } from "./board-map.js";
import { columns, gridAreas, step } from "./board-layout.js";
import { arranged, GHOST, NOWHERE } from "./board-order.js";
import { createNote } from "./note.js";
import { createWriter } from "./note-writer.js";

/** @param {any} board */
export function createGrid(board) {
  const { template, t } = board;
  const notes = new Map();
  let painted = false;
  const note = (id) => {
    if (!notes.has(id)) notes.set(id, made(id));
    return notes.get(id);
  };

  /** Others' notes fade in. */
  function made(id) {
    const view = createNote(board, id);
    const writer = board.client.get(id)?.created_by;
    if (painted && writer && writer !== board.client.state.me.id) {
      view.item.classList.add("fresh");
      view.item.addEventListener("animationend", () => view.item.classList.remove("fresh"), { once: true });
    }
    return view;
  }
  const blocks = new Map([...template.blocks, board.nowhere].map((block) => [block.key, createBlock(board, block, { note })]));
  /** The note of each block that Tab reaches. @type {Map<string, string>} */ const tabbed = new Map();
  const map = createMap(board);
  const field = h("div", { class: "board", role: "group", "aria-label": t("board.blocks", { n: template.blocks.length }) },
    ...[...blocks.values()].map((block) => block.element));
  field.style.gridTemplateAreas = gridAreas(template.areas);
  field.style.gridTemplateColumns = `repeat(${columns(template.areas)}, minmax(0, 1fr))`;
  const open = () => board.open || template.blocks[0].key;
  const writer = board.writes ? createWriter(board, { block: open, label: (key) => t("board.new_in", { block: board.edits.title(key) }) }) : null;
  writer?.element.classList.add("addbar");
  const whole = h("button", { type: "button", class: "btn", dataset: { zoom: "" } }, icon("left"), t("board.zoom_back"));
  const zoomed = h("p", { class: "zoom-line", hidden: true }, whole, h("span", { class: "mute small", text: t("board.zoom_keys") }));
  const element = h("div", { class: "grid-view" }, zoomed, map.element, field, writer?.element);

  /** Bring the board up to date: all blocks, or the notes in `ids` and the blocks that they are or were in. */
  function draw(ids) {
    const { activeElement } = document;
    const held = field.contains(activeElement) ? activeElement.closest("li[data-note]") : null;
    const from = blocks.get(held?.closest("section.block")?.getAttribute("data-block"));
    const place = from?.ids.indexOf(held.dataset.note);
    board.arranging = true;
    const shown = arranged(board.blocks, board.moving);
    for (const key of blocks.keys()) {
      const wanted = (shown.get(key) ?? []).filter((id) => id === GHOST || id === board.moving?.id || board.find.shows(id));
      for (const id of wanted) if (id !== GHOST && (!ids || ids.has(id) || !notes.has(id))) note(id).draw();
      blocks.get(key).setNotes(wanted);
      tab(key);
    }
    if (!ids && element.isConnected) for (const id of [...notes.keys()]) if (!notes.get(id).item.isConnected) notes.delete(id);
    map.draw();
    writer?.draw();
    if (held && document.activeElement !== activeElement) {
      const next = from.ids[Math.min(place, from.ids.length - 1)];
      const heir = activeElement.isConnected ? activeElement
        : held.isConnected ? notes.get(held.dataset.note)?.face : notes.get(next)?.face ?? from.add ?? from.title;
      heir?.focus({ preventScroll: true });
    }
    board.arranging = false;
    painted = true;
  }

  /** Exactly one note of a block is a stop of Tab. */
  function tab(key) {
    const { ids } = blocks.get(key);
    const stop = ids.includes(tabbed.get(key)) ? tabbed.get(key) : ids[0];
    for (const id of ids) {
      const { face } = notes.get(id);
      const index = id === stop ? 0 : -1;
      if (face?.tagName === "BUTTON" && face.tabIndex !== index) face.tabIndex = index;
    }
  }

  element.addEventListener("focusin", (event) => {
    const item = /** @type {Element} */ (event.target).closest("li[data-note]");
    const key = item?.closest("section.block")?.getAttribute("data-block");
    if (!key) return;
    tabbed.set(key, item.getAttribute("data-note"));
    tab(key);
  });

  const grid = {
    element, draw, writer, blocks,
    /** Put the focus on a note, or where it would be. */
    focus(id) {
      const face = notes.get(id)?.face ?? notes.get(id)?.item.querySelector("button");
      if (!face) return;
      const key = face.closest("section.block")?.dataset.block;
      if (board.zoomed && key !== undefined && key !== board.zoomed) grid.zoom(key);
      if (board.narrow && key !== undefined && board.open !== key) grid.open(key);
      face.focus({ preventScroll: true });
      face.scrollIntoView({ block: "nearest" });
    },
    /** The keys that walk inside a block. */
    walk(id, key) {
      const owner = [...blocks.values()].find((block) => block.ids.includes(id));
      if (!owner) return;
      const faces = owner.ids.map((one) => notes.get(one).face).filter(Boolean);
      const index = faces.indexOf(notes.get(id).face);
      const across = faces.filter((face) => face.getBoundingClientRect().top === faces[0].getBoundingClientRect().top).length;
      faces[step(index, faces.length, across, key)]?.focus();
    },
    /** All notes that are shown, in reading order. @returns {string[]} */
    order: () => [...blocks.values()].flatMap((block) => block.ids),
    /** Show one block alone, large; "" shows all. @param {string} key */
    zoom(key) {
      const before = board.zoomed;
      board.zoomed = board.narrow ? "" : key;
      element.toggleAttribute("data-zoomed", Boolean(board.zoomed));
      zoomed.hidden = !board.zoomed;
      for (const [one, block] of blocks) {
        block.element.classList.toggle("alone", one === board.zoomed);
        block.drawHead();
      }
      const block = blocks.get(board.zoomed || before);
      if (!element.contains(document.activeElement) || !block?.element.contains(document.activeElement)) block?.title.focus({ preventScroll: true });
      block?.element.scrollIntoView({ block: "nearest" });
    },
    /** Show a block without taking the focus. @param {string} key */
    look(key) {
      grid.open(key);
      blocks.get(key)?.element.scrollIntoView({ block: board.narrow ? "start" : "center" });
    },
    /** On a narrow screen, where one block is open: open one with something in it that was found. */
    openFound() {
      if (!board.narrow || !board.find.on || blocks.get(board.open)?.ids.length) return;
      const found = [...blocks].find(([, block]) => block.ids.length);
      if (found) grid.open(found[0]);
    },
    /** On a narrow screen: open this block, close the others. */
    open(key) {
      board.open = key;
      if (board.zoomed && board.zoomed !== key && key) grid.zoom(key);
      for (const block of blocks.values()) block.drawHead();
      map.draw();
      writer?.draw();
    },
    /** Go to a block: open it where blocks are closed, and put the focus on its title. */
    jump(key) {
      grid.open(key);
      const { element: section, title } = blocks.get(key);
      title.focus({ preventScroll: true });
      section.scrollIntoView({ block: "start" });
    },
    toggle(key) {
      if (!board.narrow) blocks.get(key).toggle();
      else grid.open(board.open === key ? "" : key);
    },
  };
  return grid;
}
