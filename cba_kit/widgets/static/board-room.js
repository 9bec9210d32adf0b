// The room that the board has: wide, with the comments below, or narrow like a phone. Measured on the board itself,
// so that it is right in a notebook's cell, too.

const NARROW = 776;
const STACKED = 1120;
const SLACK = 24; // a scrollbar that comes and goes must not make the board flip

/** @param {HTMLElement} root @param {(narrow:boolean) => void} changed @returns {() => void} ends it */
export function watchRoom(root, changed) {
  let narrow = false;
  let stacked = false;
  function measure() {
    const width = root.clientWidth;
    if (!width) return;
    const before = narrow;
    narrow = width < NARROW + (narrow ? SLACK : 0);
    stacked = width < STACKED + (stacked ? SLACK : 0);
    root.toggleAttribute("data-narrow", narrow);
    root.toggleAttribute("data-stacked", stacked);
    const bar = /** @type {HTMLElement|null} */ (root.closest(".cba")?.querySelector(":scope > .top"));
    const stays = bar ? bar.offsetHeight + (Number.parseFloat(getComputedStyle(bar).top) || 0) : 0; // a part of it may scroll away
    root.style.setProperty("--bar", `${stays}px`);
    if (narrow !== before) changed(narrow);
  }
  const watch = new ResizeObserver(measure);
  watch.observe(root);
  measure();
  return () => watch.disconnect();
}
