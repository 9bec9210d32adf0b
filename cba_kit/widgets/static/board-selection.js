// Several notes chosen at once: which ones, and the bar that says what can be done with them.
import { h, icon, marker, replace, say } from "./dom.js";
import { askPlace } from "./board-dialog.js";
import { short } from "./board-edits.js";

/** The ids between two in an order, both included. @param {string[]} order @param {string} from @param {string} to */
export function between(order, from, to) {
  const [a, b] = [order.indexOf(from), order.indexOf(to)].sort((x, y) => x - y);
  return a < 0 ? [to] : order.slice(a, b + 1);
}

/** @param {any} board */
export function createSelection(board) {
  const { client, template, t } = board;
  /** @type {Set<string>} */ let chosen = new Set();
  let anchor = "";
  let mode = false; // every tap chooses

  const counted = () => t(chosen.size === 1 ? "board.many.chosen_one" : "board.many.chosen", { n: chosen.size });
  const count = h("p", { class: "many-count" });
  const acts = h("div", { class: "many-acts" });
  const element = h("div", { class: "many-bar", role: "toolbar", "aria-label": t("board.many.bar"), hidden: true }, count, acts);
  const button = (sign, words, act, attributes = {}) => h("button", { type: "button", class: "btn quiet", onclick: act, ...attributes }, icon(sign), h("span", { text: words }));
  const ids = () => [...board.blocks.values()].flat().map((note) => note.id).filter((id) => chosen.has(id));

  function buttons() {
    const means = template.meanings.map((kind, i) => h("button", { type: "button", class: "btn quiet", onclick: () => board.many.mean(ids(), kind.key), "aria-keyshortcuts": String(i + 1) },
      h("span", { class: `sw ${kind.tint}`, "aria-hidden": "true" }, marker(kind.tint)), h("span", { text: kind.label })));
    const edits = board.writes ? [button("move", t("board.many.move"), () => move()), ...means,
      button("join", t("board.many.join"), () => join()), button("trash", t("board.many.remove"), () => remove())] : [];
    return [...edits, button("copy", t("board.many.copy"), () => board.many.copy(ids())), button("close", t("board.many.end"), () => selection.end())];
  }

  /** Choose exactly these. @param {Iterable<string>} next */
  function choose(next, { aloud = true } = {}) {
    const before = chosen;
    chosen = new Set(next);
    const touched = new Set([...before, ...chosen].filter((id) => before.has(id) !== chosen.has(id)));
    if (!touched.size) return;
    board.draw(touched);
    selection.draw();
    if (aloud) say(counted());
  }

  async function move() {
    const list = ids();
    const [first] = list;
    if (!first) return;
    const words = (note) => short(String(note.fields.text ?? ""));
    const blocks = template.blocks.filter(({ key }) => board.takes(key)).map(({ key, title }) => (
      { key, title, notes: (board.blocks.get(key) ?? []).filter((note) => !chosen.has(note.id)).map(words) }));
    const from = board.move.where(first);
    const title = t(list.length === 1 ? "board.move_title" : "board.many.move_title", { note: words(client.get(first)), n: list.length });
    const to = await askPlace(board.root, { title, t, blocks, from: { block: from.block, index: 0 }, yes: t("board.many.move") });
    if (to) board.many.move(list, to);
    board.focus(first);
  }

  function join() {
    if (chosen.size < 2) { say(t("board.many.join_two")); return; }
    const kept = board.many.join(ids());
    if (kept) { selection.end(); board.focus(kept); }
  }

  async function remove() {
    const order = board.order();
    const next = order.find((id, i) => !chosen.has(id) && i > order.findIndex((one) => chosen.has(one))) ?? order.find((id) => !chosen.has(id));
    if (!(await board.many.remove(ids()))) return;
    selection.end();
    if (next) board.focus(next);
  }

  const selection = {
    element, ids, move, join, remove,
    get size() { return chosen.size; },
    /** Tell whether every tap chooses. */
    get mode() { return mode; },
    has: (/** @type {string} */ id) => chosen.has(id),
    /** The notes that an act on this one is about: all that are chosen when it is one of them. @param {string} id */
    around: (id) => (chosen.has(id) ? ids() : [id]),
    toggle(/** @type {string} */ id) {
      anchor = id;
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      choose(next);
    },
    /** Choose all from the last one chosen to this one. @param {string} id @param {string} [from] */
    extend(id, from = "") {
      if (!chosen.has(anchor)) anchor = from || id;
      choose(between(board.order(), anchor, id));
    },
    /** Choose all notes of a note's block that are shown. @param {string} id */
    all(id) {
      const { block } = client.get(id);
      choose(board.order().filter((one) => client.get(one)?.block === block));
    },
    /** Begin or end that every tap chooses. */
    turn() {
      if (mode) { selection.end(); return; }
      mode = true;
      board.leaveAll();
      selection.draw();
      board.drawHead();
      say(t("board.many.begin"));
    },
    /** Nothing is chosen any more. */
    end() {
      mode = false;
      choose([], { aloud: false });
      selection.draw();
      board.drawHead();
    },
    /** Notes that are gone or not shown are not chosen. */
    keep() {
      const gone = [...chosen].filter((id) => !client.get(id) || client.get(id).removed || !board.find.shows(id));
      gone.forEach((id) => chosen.delete(id));
      if (gone.length) selection.draw();
    },
    draw() {
      const shown = mode || chosen.size > 0;
      board.root.toggleAttribute("data-many", shown);
      if (!shown) {
        if (element.contains(document.activeElement)) board.rest(anchor);
        element.hidden = true;
        return;
      }
      if (element.hidden) replace(acts, ...buttons());
      element.hidden = false;
      const said = chosen.size ? counted() : t("board.many.begin");
      if (count.textContent !== said) count.textContent = said;
    },
  };
  return selection;
}
