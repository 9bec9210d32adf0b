// Moving a note by keyboard: arrows choose the place, Enter drops, Esc puts it back; a line above the board says where it is.
import { h, icon } from "./dom.js";
import { shift, shiftInColumn } from "./board-layout.js";
import { NOWHERE } from "./board-order.js";

const DIRECTIONS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/** @param {any} board @param {AbortSignal} signal */
export function createMove(board, signal) {
  const { template, t, edits } = board;
  const line = h("p", { class: "moving-say", role: "status" });

  const where = (id) => {
    for (const [block, notes] of board.blocks) {
      const index = notes.findIndex((note) => note.id === id);
      if (index >= 0) return { block, index };
    }
    return null;
  };

  /** Where an arrow leads from a place; notes that are not shown are passed over, blocks that are locked too. */
  function next(id, from, key) {
    const rest = new Map([...board.blocks].map(([block, notes]) => [block, notes.filter((note) => note.id !== id)]));
    const counts = Object.fromEntries([...rest].map(([block, notes]) => [block, notes.length]));
    const column = board.narrow || board.view === "list" || board.zoomed || from.block === NOWHERE;
    const keys = board.sections().map((block) => block.key);
    const one = (place) => (column ? shiftInColumn(keys, place, DIRECTIONS[key], counts) : shift(template.areas, place, DIRECTIONS[key], counts));
    let to = one(from);
    for (let before = from; to; before = to, to = one(to)) {
      const passed = to.block === before.block ? rest.get(to.block)?.[Math.min(to.index, before.index)] : null;
      const open = to.block === from.block || board.takes(to.block);
      if (open && (!passed || board.find.shows(passed.id))) return to;
    }
    return null;
  }

  function tell() {
    const { moving } = board;
    if (!moving) return line.replaceChildren();
    const count = (board.blocks.get(moving.block) ?? []).filter((note) => note.id !== moving.id).length + 1;
    const text = t("board.moving", { block: edits.title(moving.block), place: moving.index + 1, count });
    return line.replaceChildren(icon("move"), h("span", {}, h("b", { text }), " ", t("board.moving_keys")));
  }

  function end(act) {
    const { moving } = board;
    if (!moving) return;
    board.moving = null;
    tell();
    if (act) edits.move(moving.id, { block: moving.block, index: moving.index });
    board.draw(null);
    board.focus(moving.id);
  }

  // Whoever leaves the note puts it back.
  board.root.addEventListener("focusout", () => {
    if (!board.moving || board.arranging || !document.hasFocus()) return;
    const item = `li[data-note="${CSS.escape(board.moving.id)}"]`;
    queueMicrotask(() => { if (board.moving && !document.activeElement?.closest(item)) cancel(); });
  }, { signal });

  /** Put it back: the focus went elsewhere, or the note is gone. */
  function cancel() {
    if (!board.moving) return;
    board.moving = null;
    tell();
    board.draw(null);
  }

  return {
    line, cancel,
    start(id) {
      const from = where(id);
      if (!from || !edits.may(id)) return;
      board.moving = { id, ...from, from };
      board.draw(null);
      tell();
    },
    /** Tell whether the key was one of the move's. @param {string} key */
    key(key) {
      const { moving } = board;
      if (key in DIRECTIONS) {
        const to = next(moving.id, moving, key);
        if (to) {
          Object.assign(moving, to);
          if (board.narrow || board.zoomed) board.show(to.block);
          board.draw(null);
          board.focus(moving.id);
        }
        tell();
      } else if (key === "Enter" || key === "m" || key === "M") end(true);
      else if (key === "Escape") end(false);
      else return false;
      return true;
    },
    /** One arrow at once, without choosing. */
    nudge(id, key) {
      const from = where(id);
      const to = from && next(id, from, key);
      if (!to) return;
      edits.move(id, to);
      board.focus(id);
    },
    where,
  };
}
