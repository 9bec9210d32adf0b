// The pen: what a person writes becomes operations. It knows what the writer had seen, joins keystrokes into one
// operation, and remembers the steps that can be undone.
import { newId } from "./device.js";
import { createHistory, inverse } from "./history.js";

/** Milliseconds without a keystroke after which a text is sent. */
const PAUSE = 400;

/** @typedef {{operation:any, from:{client:string, workbook:string}}} Made */

/** @param {{version:() => number, book:() => string, get:(id:string) => any, known:(id:string) => boolean,
 *   pending:(id:string) => any[], hand:(id:string) => string, write:(made:Made[], options?:{growing:boolean}) => void,
 *   done:(made:Made) => void}} desk `hand`: in whose name an entry is written on; `write` keeps and shows operations,
 *   `done` sends the one that was growing */
export function createPen(desk) {
  let history = createHistory();
  /** @type {any} */ let typing = null; // {operation, from, timer}: a text on its way, not sent yet
  /** @type {{entry:string, base:number, by:string}|null} */ let session = null;

  /** Make an operation of what an editor asks for. Its base is never later than what its writer has seen. @returns {Made} */
  function complete(/** @type {any} */ asked) {
    const now = desk.get(asked.entry);
    const seen = session?.entry === asked.entry ? session.base : desk.version();
    const bases = desk.pending(asked.entry).map((item) => item.operation.base);
    const operation = { op: "put", block: null, fields: {}, ...asked, id: newId(), sheet: asked.sheet ?? now?.sheet,
      kind: asked.kind ?? now?.kind, base: Math.min(seen, asked.base ?? seen, ...bases) };
    if (operation.op === "put" && now && !desk.known(asked.entry)) {
      // the store does not have this entry yet: should it refuse the operation that makes it, this one can stand alone
      operation.block ??= now.block;
      operation.fields = { ...now.fields, ...operation.fields };
    }
    return { operation, from: { client: handOf(asked.entry), workbook: desk.book() } };
  }

  const handOf = (/** @type {string} */ entry) => (session?.entry === entry ? session.by : desk.hand(entry));
  const back = (/** @type {Made} */ { operation }) => ({ ...inverse(desk.get(operation.entry), operation), base: operation.base });

  /** The text that is being typed is an operation now. */
  function rest() {
    if (!typing) return;
    clearTimeout(typing.timer);
    const { operation, from } = typing;
    typing = null;
    desk.done({ operation, from });
  }

  function step(/** @type {any} */ found, /** @type {(step:any) => void} */ put) {
    if (!found) return null;
    rest();
    const made = found.back.map(complete);
    put({ ...found, typing: "", back: made.map(back).reverse() });
    desk.write(made);
    return found.label;
  }

  const pen = {
    rest,
    /** The operation that is being typed, or "". */
    get growing() { return typing?.operation.id ?? ""; },
    /** Change an entry (or make it) at once. `label` names the step for undo. */
    put(/** @type {any} */ asked, label = "") {
      pen.putAll([asked], label);
      return asked.entry;
    },
    /** Several changes as one step, in one transaction. */
    putAll(/** @type {any[]} */ list, label = "") {
      rest();
      const made = list.map(complete);
      history.add(label, made.map(back).reverse());
      desk.write(made);
    },
    /** A person starts to edit this entry: fix the version that they see. Coming back to a field after the
     *  window was left is no new start: the field still shows what it showed. */
    begin(/** @type {string} */ id) {
      rest();
      if (session?.entry === id) return;
      history.rest();
      session = { entry: id, base: desk.version(), by: desk.hand(id) };
    },
    /** A keystroke: kept on this device at once, sent after a short pause. */
    type(/** @type {any} */ asked, label = "") {
      if (session?.entry !== asked.entry) pen.begin(asked.entry);
      if (!typing) {
        typing = complete(asked);
        history.add(label, [back(typing)], asked.entry);
      } else {
        clearTimeout(typing.timer);
        typing.operation = { ...typing.operation, block: asked.block ?? typing.operation.block,
          fields: { ...typing.operation.fields, ...asked.fields } };
      }
      typing.timer = setTimeout(rest, PAUSE);
      desk.write([typing], { growing: true });
    },
    /** The person left the field. */
    flush() {
      rest();
      if (document.hasFocus()) session = null;
      history.rest();
    },
    /** A step that the store has made by itself can be taken back with these operations. */
    remember(/** @type {string} */ label, /** @type {any[]} */ operations) {
      rest();
      history.add(label, operations);
    },
    undo: () => step(history.undo(), history.undid),
    redo: () => step(history.redo(), history.redid),
    canUndo: () => history.canUndo(),
    canRedo: () => history.canRedo(),
    undoLabel: () => history.next(),
    /** Put the pen down: another workbook is open, or none. `steps` are those of before a reload. */
    lay(/** @type {string|null} */ steps = null) {
      session = null;
      history = createHistory(steps);
    },
    /** What is being written goes on under another name. */
    rename(/** @type {string} */ name) {
      if (session) session.by = name;
      if (typing) typing.from = { ...typing.from, client: name };
    },
    /** An entry was never made: no step leads back to it. */
    forget: (/** @type {string} */ entry) => history.forget(entry),
    /** The steps as text, for after a reload. */
    steps: () => history.kept(),
  };
  return pen;
}
