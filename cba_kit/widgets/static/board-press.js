// Presses: what a click on the board means; and while a button is held down, nothing under the pointer may move away, or
// the click would miss.

/** @param {AbortSignal} signal @returns {(act: () => void) => void} runs at once, or after the press that is going on */
export function createPress(signal) {
  let pressing = false;
  /** @type {(() => void)[]} */ let waiting = [];
  const release = () => setTimeout(() => {
    pressing = false;
    const acts = waiting;
    waiting = [];
    acts.forEach((act) => act());
  }, 0);
  addEventListener("pointerdown", () => { pressing = true; }, { signal, capture: true });
  addEventListener("pointerup", release, { signal });
  addEventListener("pointercancel", release, { signal });
  return (act) => { if (pressing) waiting.push(act); else act(); };
}

/** @param {any} board @param {HTMLElement} root @param {{grid:any, show:(view:string) => void, signal:AbortSignal}} parts */
export function createClicks(board, root, { grid, show, signal }) {
  /** A note: chosen with Shift, Ctrl, or while every tap chooses; else opened. */
  function onNote(event, id) {
    if (board.moving) board.move.key("Enter");
    else if (event.shiftKey) board.selection.extend(id, document.activeElement?.closest("li[data-note]")?.getAttribute("data-note") ?? "");
    else if (event.ctrlKey || event.metaKey || board.selection.mode) board.selection.toggle(id);
    else {
      if (board.selection.size) board.selection.end();
      if (board.stage.opens(board.client.get(id)?.block)) board.edit(id);
      else board.talk(id);
    }
  }

  root.addEventListener("click", (event) => {
    const from = (selector) => /** @type {Element} */ (event.target).closest(selector);
    const wanted = from("[data-add], [data-title], [data-jump], [data-first], [data-view], [data-zoom], [data-look]")?.dataset;
    if (from("li[data-note] > button.note")) onNote(event, from("li[data-note]").dataset.note);
    else if (!wanted) {
      if (board.narrow && from(".bh")) grid.toggle(from("section.block").dataset.block);
    } else if (wanted.add || wanted.first) board.add(wanted.add ?? wanted.first);
    else if (wanted.title !== undefined) grid.toggle(wanted.title);
    else if (wanted.jump) grid.jump(wanted.jump);
    else if (wanted.zoom !== undefined) board.zoom(wanted.zoom === board.zoomed ? "" : wanted.zoom);
    else if (wanted.look) board.look(wanted.look);
    else if (wanted.view) show(wanted.view);
  }, { signal });
  root.addEventListener("dblclick", (event) => {
    const title = /** @type {Element} */ (event.target).closest("[data-title]");
    const key = title?.getAttribute("data-title");
    if (key && !board.narrow) board.zoom(board.zoomed ? "" : key);
  }, { signal });
}
