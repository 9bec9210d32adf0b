// Moving a note by keyboard: arrows choose the place, Enter drops, Esc puts it back; a line above the board says where it is.
import { h, icon } from "./dom.js";
import { shift, shiftInColumn } from "./board-layout.js";

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

  /** Where an arrow leads from a place. */
  function next(id, from, key) {
    const counts = Object.fromEntries([...board.blocks].map(([block, notes]) => [block, notes.filter((note) => note.id !== id).length]));
    if (board.narrow || board.view === "list") return shiftInColumn(template.blocks.map((block) => block.key), from, DIRECTIONS[key], counts);
    return shift(template.areas, from, DIRECTIONS[key], counts);
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
      if (!from) return;
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
          if (board.narrow) board.show(to.block);
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
