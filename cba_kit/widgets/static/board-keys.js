// The board's keys. Single letters work only while the focus is on a note or a block, never while a person writes.
import { showKeys } from "./board-dialog.js";

const WALK = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"];

/** What every key does, for the dialog. @param {any} board @returns {[string, string][]} */
export function keyRows(board) {
  const { t, writes, mayComment, template } = board;
  const line = (keys, name) => /** @type {[string, string]} */ ([keys, t(`board.key.${name}`)]);
  const edit = writes ? [line("Enter", "enter"), line("N", "new"), line("M", "move"), line("Alt ←", "nudge"),
    line(template.meanings.map((_, i) => i + 1).join(" "), "meaning"), line("Ctrl Enter", "split"), line("Delete", "remove"), line("Ctrl V", "paste")] : [];
  const many = [line("Shift ↓", "extend"), line("X", "choose"), line("Ctrl A", "all"), line("Ctrl C", "copy"), ...(writes ? [line("J", "join")] : [])];
  const votes = board.votes.open ? [line("+ −", "vote")] : [];
  return [line("Tab", "tab"), line("← → ↑ ↓", "walk"), ...edit, line("E", "facts"), ...(mayComment ? [line("C", "comment")] : []), ...many, ...votes,
    line("/", "find"), line("Z", "zoom"), line("P", "present"), line("Esc", "back"),
    ...(writes ? [line("Ctrl Z", "undo"), line("Ctrl Shift Z", "redo")] : []), line("?", "keys")];
}

/** @param {any} board @param {HTMLElement} root @param {AbortSignal} signal */
export function createKeys(board, root, signal) {
  const { template, t, edits, move, selection } = board;

  const all = () => showKeys(root, { title: t("board.keys_title"), close: t("board.keys_close"), rows: keyRows(board) });

  /** Arrows: the next note; with Shift it is chosen, too; with Alt the note itself moves. */
  function onArrow({ key, altKey, shiftKey }, id) {
    if (altKey) {
      if (!board.writes || !key.startsWith("Arrow")) return false;
      move.nudge(id, key);
      return true;
    }
    board.walk(id, key);
    const now = document.activeElement?.closest("li[data-note]")?.getAttribute("data-note");
    if (shiftKey && now) selection.extend(now, id);
    return true;
  }

  /** The keys that change the note that has the focus, or all that are chosen with it. */
  function onEdit(key, id) {
    const many = selection.around(id).length > 1;
    const meaning = /^[1-9]$/.test(key) && template.meanings[Number(key) - 1];
    if (key === "m") {
      if (many) selection.move();
      else if (board.view === "list") board.askMove(id);
      else move.start(id);
    } else if (key === "delete" || key === "backspace") {
      if (many) selection.remove(); else edits.remove(id);
    } else if (meaning) {
      if (many) board.many.mean(selection.ids(), meaning.key); else edits.setMeaning(id, meaning.key);
    } else if (key === "j") selection.join();
    else if (key === "+" || key === "-") board.votes.set(id, key === "+" ? 1 : -1);
    else return false;
    return true;
  }

  /** The keys of a note that has the focus. */
  function onNote(event, id) {
    const key = event.key.toLowerCase();
    if (WALK.includes(event.key)) return onArrow(event, id);
    if (event.altKey) return false;
    if (key === "c") board.talk(id);
    else if (key === "x") selection.toggle(id);
    else if (key === "e") board.know(id);
    else return board.writes && onEdit(key, id);
    return true;
  }

  /** The keys that work anywhere on the board. */
  function onBoard(key, block) {
    if (key === "?") all();
    else if (key === "/") board.find.show();
    else if (key === "p") board.presentNow(block);
    else if (key === "z" && !board.narrow && board.view === "grid") board.zoom(board.zoomed ? "" : block || board.open || template.blocks[0].key);
    else if (key === "n" && board.writes) board.add(block);
    else if (key === "escape") return onBack();
    else return false;
    return true;
  }

  /** Esc: nothing chosen any more, then the whole board again. */
  function onBack() {
    if (selection.mode || selection.size) selection.end();
    else if (board.zoomed) board.zoom("");
    else return false;
    return true;
  }

  function onCommand(event, id) {
    const key = event.key.toLowerCase();
    if (event.altKey || event.shiftKey || !["a", "c", "f"].includes(key)) return onUndo(event);
    if (key === "f") board.find.show();
    else if (key === "a" && id) selection.all(id);
    else if (key === "c" && selection.size && !getSelection()?.toString()) board.many.copy(selection.ids());
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
    const aside = target.closest(".rail");
    const writing = target.closest("input, textarea, select");
    const command = event.ctrlKey || event.metaKey;
    const id = target.closest("li[data-note] > .note")?.parentElement.dataset.note;
    const block = target.closest("[data-block]")?.getAttribute("data-block") || board.client.get(id ?? "")?.block || board.zoomed;
    let done = false;
    if (board.moving) done = !command && move.key(key);
    else if (command) done = !writing && (aside ? onUndo(event) : onCommand(event, id));
    else if (!writing && !aside) done = (id && onNote(event, id)) || (!event.altKey && onBoard(key.toLowerCase(), block));
    if (done) { event.preventDefault(); event.stopPropagation(); }
  }

  root.addEventListener("keydown", onKey, { signal });
  // Undo and Esc also where nothing has the focus, as after a click on the page's ground.
  addEventListener("keydown", (event) => {
    const around = /** @type {any} */ (event.target);
    if (around === root || !around.contains?.(root) || document.querySelector("dialog:modal")) return;
    const done = event.ctrlKey || event.metaKey ? onUndo(event) : event.key === "Escape" && onBack();
    if (done) event.preventDefault();
  }, { signal });
  return { all };
}
