// Undo and redo of an editor: two buttons, their keys, and a toast that says what was undone.
import { h, icon, say } from "./dom.js";
import { toast } from "./toast.js";

/** Fields that undo their own typing. */
const TYPED = "input:not([type=checkbox],[type=radio],[type=range]), textarea";

/** The step that a key asks for: "undo", "redo" or "".
 *  @param {{key:string, ctrlKey?:boolean, metaKey?:boolean, shiftKey?:boolean, altKey?:boolean}} event */
export function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (!(ctrlKey || metaKey) || altKey) return "";
  if (key.toLowerCase() === "y") return "redo";
  return key.toLowerCase() === "z" ? (shiftKey ? "redo" : "undo") : "";
}

/** @param {any} client @param {HTMLElement} root the editor, within which the keys work
 *  @param {{writes:boolean}} options */
export function createUndo(client, root, { writes }) {
  const { t } = client;
  const made = (name) => h("button", { type: "button", class: "btn quiet icon", dataset: { step: name }, "aria-label": t(`form.${name}`), title: t(`form.${name}`), onclick: () => step(name) }, icon(name));
  const undo = made("undo");
  const redo = made("redo");
  const element = h("div", { class: "row form-tools" }, undo, redo);
  element.hidden = !writes;

  function step(name) {
    const label = client[name]();
    if (label === null) return;
    const done = t(`form.${name}_done`, { label });
    say(done);
    toast(done, { sign: name });
    // what had the focus may be gone with the step
    if (document.activeElement === document.body) (name === "undo" ? undo : redo).focus({ preventScroll: true });
  }

  function keys(event) {
    const name = stepOf(event);
    if (!name || event.defaultPrevented || event.target.closest?.(TYPED)) return;
    event.preventDefault();
    step(name);
  }
  /** Also around the editor, where the focus is after a click on the page's ground. */
  const nowhere = (event) => { if (event.target !== root && event.target.contains?.(root)) keys(event); };

  /** A button that has nothing to do stays in reach: the focus must not fall off it. */
  function draw() {
    undo.setAttribute("aria-disabled", String(!client.canUndo()));
    redo.setAttribute("aria-disabled", String(!client.canRedo()));
  }

  const unlisten = writes ? client.on("status", draw) : () => {};
  if (writes) {
    root.addEventListener("keydown", keys);
    addEventListener("keydown", nowhere);
  }
  draw();
  return {
    element, draw,
    destroy() {
      unlisten();
      root.removeEventListener("keydown", keys);
      removeEventListener("keydown", nowhere);
    },
  };
}
