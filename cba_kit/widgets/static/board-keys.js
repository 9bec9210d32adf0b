// The board's keys. Single letters work only while the focus is on a note or a block, never while a person writes.
import { showKeys } from "./board-dialog.js";

const WALK = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"];

/** What every key does, for the dialog. @param {any} board @returns {[string, string][]} */
export function keyRows(board) {
  const { t, writes, mayComment, template } = board;
  const line = (keys, name) => /** @type {[string, string]} */ ([keys, t(`board.key.${name}`)]);
  const edit = writes ? [line("Enter", "enter"), line("N", "new"), line("M", "move"), line("Alt ←", "nudge"),
    line(template.meanings.map((_, i) => i + 1).join(" "), "meaning"), line("Delete", "remove")] : [];
  return [line("Tab", "tab"), line("← → ↑ ↓", "walk"), ...edit, ...(mayComment ? [line("C", "comment")] : []),
    ...(writes ? [line("Ctrl Z", "undo"), line("Ctrl Shift Z", "redo")] : []), line("?", "keys")];
}

/** @param {any} board @param {HTMLElement} root @param {AbortSignal} signal */
export function createKeys(board, root, signal) {
  const { template, t, edits, move } = board;

  const all = () => showKeys(root, { title: t("board.keys_title"), close: t("board.keys_close"), rows: keyRows(board) });

  /** The keys of a note that has the focus. */
  function onNote(event, id) {
    const { key } = event;
    const meaning = template.meanings[Number(key) - 1];
    if (WALK.includes(key)) {
      if (event.altKey && board.writes && key.startsWith("Arrow")) move.nudge(id, key);
      else if (!event.altKey) board.walk(id, key);
      else return false;
    } else if (event.altKey || event.ctrlKey || event.metaKey) return false;
    else if (key === "c" || key === "C") board.talk(id);
    else if (!board.writes) return false;
    else if (key === "m" || key === "M") { if (board.view === "list") board.askMove(id); else move.start(id); }
    else if (key === "Delete" || key === "Backspace") edits.remove(id);
    else if (/^[1-9]$/.test(key) && meaning) edits.setMeaning(id, meaning.key);
    else return false;
    return true;
  }

  function onUndo({ key, shiftKey, altKey }) {
    const again = key.toLowerCase() === "y" || (key.toLowerCase() === "z" && shiftKey);
    if (!board.writes || altKey || (!again && key.toLowerCase() !== "z")) return false;
    if (again) board.redo(); else board.undo();
    return true;
  }

  function onKey(event) {
    const { target, key } = event;
    if (event.defaultPrevented || event.isComposing) return;
    const writing = target.closest("input, textarea, select");
    const command = event.ctrlKey || event.metaKey;
    let done = false;
    if (board.moving) done = !command && move.key(key);
    else if (command) done = !writing && onUndo(event);
    else if (!writing && target.closest(".rail") === null) {
      const face = target.closest("li[data-note] > .note");
      const block = target.closest("[data-block]")?.getAttribute("data-block");
      if (face) done = onNote(event, face.parentElement.dataset.note);
      if (!done && !event.altKey) {
        if (key === "?") { all(); done = true; }
        else if ((key === "n" || key === "N") && board.writes) {
          board.add(block ?? board.client.get(face?.parentElement.dataset.note ?? "")?.block ?? template.blocks[0].key);
          done = true;
        }
      }
    }
    if (done) { event.preventDefault(); event.stopPropagation(); }
  }

  root.addEventListener("keydown", onKey, { signal });
  // Undo also where nothing has the focus, as after a click on the page's ground.
  addEventListener("keydown", (event) => {
    const around = /** @type {any} */ (event.target);
    const nowhere = around !== root && around.contains?.(root);
    if (nowhere && (event.ctrlKey || event.metaKey) && onUndo(event)) event.preventDefault();
  }, { signal });
  return { all };
}
