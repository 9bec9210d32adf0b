// The door to a sheet's past: it stands below every editor that has one, and at the address “…/time”.
import { sheetHash } from "./books.js";
import { h, icon } from "./dom.js";
import { mountTime } from "./time.js";

/** The last part of the address of a sheet's past. */
const TIME = "time";

/** Mount an editor, and in its place the time machine when it is asked for. What a person does in one can be undone in the other.
 *  @param {HTMLElement} root @param {any} ctx what the editor is mounted with
 *  @param {(root:HTMLElement, ctx:any) => any} mount the editor; it gets `ctx.openTime` for a door of its own */
export function withTime(root, ctx, mount) {
  const { client, template, go } = ctx;
  const door = h("p", { class: "time-door" }, h("button", { type: "button", class: "btn", onclick: openTime }, icon("hist"), client.t("time.open_long")));
  /** @type {any} */ let shown = null;
  let past = false;

  const address = (/** @type {string} */ entry) => sheetHash(client, template.key, entry);
  /** Only a participant's page has an address for each sheet. */
  const routed = () => !client.state.person && location.hash.startsWith(address(""));

  function openTime() {
    if (routed()) go(address(TIME)); else show(true);
  }

  function close() {
    if (routed()) go(address("")); else show(false);
  }

  function show(/** @type {boolean} */ wanted) {
    if (shown && past === wanted) return;
    const back = past && !wanted;
    client.flush();
    shown?.destroy();
    past = wanted;
    root.classList.toggle("time-view", past);
    if (past) {
      shown = mountTime(root, { client, template, reader: ctx.reader, close });
      return;
    }
    shown = mount(root, { ...ctx, openTime });
    (root.querySelector(".board-main") ?? root).append(door);
    if (back) door.querySelector("button")?.focus();
  }

  show(false);
  return {
    update: (/** @type {any} */ ids) => shown.update(ids),
    /** Go to what the address names: the past, or an entry of the present. @param {string[]} rest */
    point(rest) {
      const [name = ""] = rest;
      show(name === TIME);
      if (!past) shown.point?.(rest);
    },
    destroy() {
      shown.destroy();
      root.classList.remove("time-view");
    },
  };
}
