// Pasting: a list or cells of a table become notes, after a look at what they would be.
import { askPaste } from "./board-dialog.js";
import { MOST, pasted } from "./note-paste.js";

/** @param {any} board @param {HTMLElement} root @param {AbortSignal} signal */
export function createPaste(board, root, signal) {
  const { edits } = board;

  /** The block that a paste at this place is for. @param {Element} target */
  function blockAt(target) {
    const writer = target.closest(".writer");
    if (writer) return board.blockOf(writer);
    const note = board.client.get(target.closest("li[data-note]")?.getAttribute("data-note") ?? "");
    return board.home(target.closest("section.block")?.getAttribute("data-block") || note?.block);
  }

  async function onPaste(event) {
    const target = /** @type {any} */ (event.target);
    const field = target.closest("textarea, input");
    if (event.defaultPrevented || (field && !field.closest(".note.editing, .writer"))) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const notes = pasted(text);
    if (!notes.length || (field && notes.length < 2)) return; // words, as into any field
    const block = blockAt(target);
    if (!board.takes(block)) return;
    event.preventDefault();
    board.arranging = true; // the dialog takes the focus; the note stays open below it
    const asked = notes.length < 2 ? "notes" : askPaste(root, { notes, most: MOST, block: edits.title(block), t: board.t });
    board.arranging = false;
    const answer = await asked;
    if (answer === "notes") {
      board.leaveAll();
      board.many.add(block, notes.slice(0, MOST));
    } else if (answer === "one" && field) {
      const words = field.tagName === "TEXTAREA" ? text.trim() : notes.join(", ");
      field.focus();
      field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    } else if (answer === "one") board.many.add(block, [text.trim()]);
    else field?.focus();
  }

  root.addEventListener("paste", (event) => { if (board.writes) onPaste(event); }, { signal });
  // Where nothing has the focus, the browser pastes at the page itself.
  addEventListener("paste", (event) => { if (board.writes && event.target === document.body && root.isConnected && !document.querySelector("dialog[open]")) onPaste(event); }, { signal });
}
