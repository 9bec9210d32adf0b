// A quiet moment: nobody writes, presses or reads a dialog, so that the page may be loaded again without disturbing.

/** Milliseconds without a key or a press. */
const CALM = 1500;
const TYPED = "input:not([type=checkbox],[type=radio],[type=range]), textarea, select, [contenteditable]";

/** Watch for quiet moments. @returns {{now:(options?:{hidden?:boolean}) => boolean, dispose:() => void}} */
export function createQuiet() {
  let last = -CALM;
  const stir = () => { last = performance.now(); };
  const signs = ["keydown", "pointerdown", "pointermove", "wheel"];
  for (const sign of signs) addEventListener(sign, stir, { capture: true, passive: true });
  return {
    /** Tell whether this is one. `hidden`: also when nobody can see the page. */
    now({ hidden = false } = {}) {
      if (document.visibilityState === "hidden") return hidden;
      return performance.now() - last > CALM && !document.activeElement?.matches(TYPED) && !document.querySelector("dialog[open]");
    },
    dispose() { for (const sign of signs) removeEventListener(sign, stir, { capture: true }); },
  };
}
