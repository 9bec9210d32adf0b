// Moving a note by pointer. A mouse drags at once; a finger first rests on the note, so that swiping still scrolls the page.
import { h } from "./dom.js";
import { dropIndex } from "./board-layout.js";

const REST = 250;
const START = 6;
const SLIP = 10;
const EDGE = 70;
const WIDEST = 240; // a held note covers little of what it goes to

/** @param {any} board @param {HTMLElement} root @param {AbortSignal} signal */
export function createDrag(board, root, signal) {
  /** @type {any} */ let press = null; // a pointer on a note, not dragging yet
  /** @type {any} */ let drag = null;
  let dropped = 0;

  root.addEventListener("pointerdown", (event) => {
    const face = /** @type {Element} */ (event.target).closest("li[data-note] > button.note");
    if (!face || event.button !== 0 || !event.isPrimary || !board.writes || event.shiftKey || event.ctrlKey || event.metaKey || board.view === "list") return;
    if (!board.stage.opens(board.client.get(face.parentElement.dataset.note)?.block)) return;
    const finger = event.pointerType === "touch";
    press = { face, id: face.parentElement.dataset.note, x: event.clientX, y: event.clientY, finger, pointer: event.pointerId };
    if (finger) press.timer = setTimeout(() => start(press.x, press.y), REST);
  }, { signal });
  addEventListener("pointermove", (event) => {
    if (drag) return follow(event.clientX, event.clientY);
    if (!press || event.pointerId !== press.pointer) return undefined;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (press.finger && far > SLIP) return release();
    if (!press.finger && far > START) return start(event.clientX, event.clientY);
    return undefined;
  }, { signal });
  addEventListener("pointerup", () => (drag ? finish(true) : release()), { signal });
  addEventListener("pointercancel", () => (drag ? finish(false) : release()), { signal });
  addEventListener("keydown", (event) => { if (drag && event.key === "Escape") { event.stopPropagation(); finish(false); } }, { signal, capture: true });
  // Once the note is held, the finger moves the note and not the page.
  root.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { signal, passive: false });
  root.addEventListener("contextmenu", (event) => { if (drag || press?.finger) event.preventDefault(); }, { signal });
  root.addEventListener("dragstart", (event) => { if (press || drag) event.preventDefault(); }, { signal });
  root.addEventListener("click", (event) => {
    if (Date.now() - dropped < 350) { event.stopPropagation(); event.preventDefault(); }
  }, { signal, capture: true });

  function release() {
    clearTimeout(press?.timer);
    press = null;
  }

  function start(x, y) {
    const { face, id } = press;
    const at = press;
    release();
    if (!face.isConnected) return;
    const box = face.getBoundingClientRect();
    const held = h("div", { class: `${face.className} held-note moving`, "aria-hidden": "true" }, ...[...face.childNodes].map((node) => node.cloneNode(true)));
    const width = Math.min(box.width, WIDEST);
    held.style.width = `${width}px`;
    (root.closest(".cba") ?? root).append(held);
    const origin = held.getBoundingClientRect();
    const ids = board.selection.around(id);
    if (ids.length > 1) held.append(h("span", { class: "held-count", text: `+${ids.length - 1}` }));
    drag = { id, ids, face, held, dx: -origin.left - Math.min(at.x - box.left, width / 2), dy: -origin.top - (at.y - box.top), to: null };
    face.classList.add("ghost");
    root.classList.add("dragging");
    drag.scroll = requestAnimationFrame(scroll);
    follow(x, y);
  }

  function follow(x, y) {
    Object.assign(drag, { x, y });
    drag.held.style.transform = `translate(${x + drag.dx}px, ${y + drag.dy}px) rotate(-1.6deg)`;
    aim(target(x, y));
  }

  /** The block and place under the pointer; the map of a phone takes notes, too. */
  function target(x, y) {
    const place = document.elementFromPoint(x, y)?.closest("[data-block]");
    if (!place || !root.contains(place)) return null;
    const block = place.getAttribute("data-block");
    if (!block || !board.takes(block)) return null;
    const others = (board.blocks.get(block) ?? []).filter((note) => !drag.ids.includes(note.id)).map((note) => note.id);
    const items = [...place.querySelectorAll("li[data-note]")].filter((item) => !drag.ids.includes(item.getAttribute("data-note")));
    const boxes = items.map((item) => item.getBoundingClientRect());
    if (!boxes.length || !boxes[0].height) return { block, place, index: others.length, before: null };
    const at = dropIndex(boxes, x, y); // among those that are shown
    const index = items[at] ? others.indexOf(items[at].getAttribute("data-note")) : others.indexOf(items.at(-1).getAttribute("data-note")) + 1;
    return { block, place, index, before: items[at] ?? null, after: items[at] ? null : items.at(-1) };
  }

  function aim(to) {
    clear();
    drag.to = to;
    to?.place.classList.add("drop");
    to?.before?.classList.add("drop-before");
    to?.after?.classList.add("drop-after");
  }

  function clear() {
    const { to } = drag;
    to?.place.classList.remove("drop");
    to?.before?.classList.remove("drop-before");
    to?.after?.classList.remove("drop-after");
  }

  /** Near the edge of the window the page follows. */
  function scroll() {
    if (!drag) return;
    const over = drag.y < EDGE ? drag.y - EDGE : drag.y > innerHeight - EDGE ? drag.y - innerHeight + EDGE : 0;
    if (over) {
      scrollBy(0, over / 5);
      aim(target(drag.x, drag.y));
    }
    drag.scroll = requestAnimationFrame(scroll);
  }

  function finish(drop) {
    const { id, ids, face, held, to } = drag;
    clear();
    cancelAnimationFrame(drag.scroll);
    drag = null;
    dropped = Date.now();
    held.remove();
    face.classList.remove("ghost");
    root.classList.remove("dragging");
    if (drop && to && board.client.get(id) && !board.client.get(id).removed) {
      if (ids.length > 1) board.many.move(ids, to); else board.edits.move(id, { block: to.block, index: to.index });
    }
    board.focus(id);
  }

  return { get active() { return Boolean(drag); }, stop() { release(); if (drag) finish(false); } };
}
