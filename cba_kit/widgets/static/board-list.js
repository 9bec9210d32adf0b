// The list view: every note in a table, with the same edits as on the board.
import { sheetHash } from "./books.js";
import { h, hidden, marker, replace } from "./dom.js";
import { setChildren } from "./board-children.js";
import { rows } from "./board-order.js";
import { createNote } from "./note.js";
import { createWriter } from "./note-writer.js";
import { whenSaid } from "./threads-facts.js";

const SORTS = ["block", "meaning", "changed"];

/** @param {any} board */
export function createList(board) {
  const { client, template, t, edits } = board;
  const wish = { filter: "", sort: /** @type {"block"|"meaning"|"changed"} */ ("block"), down: false };
  const lines = new Map();
  /** @type {any[]} */ let order = [];

  const filterId = `${board.name}-filter`;
  const filter = h("input", { id: filterId, class: "inp", type: "search", autocomplete: "off", oninput: () => { wish.filter = filter.value; draw(null); } });
  const found = h("p", { class: "small mute", role: "status" });
  const block = h("select", { class: "inp", "aria-label": t("board.place_block") }, ...template.blocks.map((one) => h("option", { value: one.key, text: one.title })));
  const writer = board.writes
    ? createWriter(board, { block: () => block.value, label: (key) => t("board.new_in", { block: edits.title(key) }), before: block }) : null;
  block.addEventListener("change", () => writer?.draw());
  const heads = new Map(SORTS.map((key) => [key, h("th", { scope: "col" })]));
  const body = h("tbody", {});
  const column = (text) => h("th", { scope: "col", text });
  const table = h("table", { class: "tbl" }, h("caption", { class: "vh", text: t("board.list_caption") }),
    h("thead", {}, h("tr", {}, heads.get("block"), column(t("board.col_note")), heads.get("meaning"), heads.get("changed"), column(t("board.col_leads")))), body);
  const element = h("div", { class: "list-view" },
    h("div", { class: "list-bar" }, h("div", { class: "filter" }, h("label", { for: filterId, text: t("board.filter") }), filter), writer?.element),
    found, h("div", { class: "list card pad0" }, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("board.list_caption") }, table)));

  function drawHeads() {
    for (const [key, head] of heads) {
      const on = wish.sort === key;
      if (on) head.setAttribute("aria-sort", wish.down ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
      const label = `${t(`board.col_${key}`)}${on ? (wish.down ? " ↓" : " ↑") : ""}`;
      if (!head.firstChild) head.append(h("button", { type: "button", class: "sort", dataset: { sort: key } }));
      if (head.textContent !== label) head.firstChild.textContent = label;
    }
  }

  function line(id) {
    if (!lines.has(id)) {
      const view = createNote(board, id);
      const cell = (className = "") => h("td", { class: className });
      const parts = { view, block: cell(), text: cell("note-cell"), meaning: cell(), changed: cell("nowrap mute"), leads: cell("leads") };
      const row = h("tr", { dataset: { row: id } }, parts.block, parts.text, parts.meaning, parts.changed, parts.leads);
      parts.text.append(h("ul", { class: "notes" }, view.item));
      lines.set(id, { ...parts, row });
    }
    return lines.get(id);
  }

  function drawLine({ note, block: owner, meaning, first }) {
    const parts = line(note.id);
    parts.view.draw();
    if (parts.view.face) parts.view.face.tabIndex = 0;
    const repeated = wish.sort === "block" && !first;
    replace(parts.block, repeated ? hidden(owner.title) : h("b", { text: owner.title }));
    replace(parts.meaning, h("span", { class: `kd ${meaning.tint}` }, marker(meaning.tint), meaning.label));
    replace(parts.changed, h("span", { text: whenSaid(client, note.changed_at) }));
    replace(parts.leads, ...(board.leads.get(note.id) ?? []).map((lead) =>
      h("a", { class: "bead", href: sheetHash(client, lead.sheet, lead.id), title: lead.title },
        lead.number ? t("board.action", { number: lead.number }) : t("board.unnamed_action"), hidden(lead.title ? `: ${lead.title}` : ""))));
    return parts.row;
  }

  /** All rows; while a person writes in one, no row changes its place. */
  function draw(_ids) {
    const { activeElement } = document;
    const held = body.contains(activeElement) ? activeElement.closest("tr") : null;
    const place = held ? order.indexOf(held.getAttribute("data-row")) : -1;
    board.arranging = true;
    drawHeads();
    const blocks = board.blocks;
    const wanted = rows(template, blocks, wish);
    if (board.editing && order.length) {
      const rank = new Map(order.map((id, i) => [id, i]));
      wanted.sort((a, b) => (rank.get(a.note.id) ?? Infinity) - (rank.get(b.note.id) ?? Infinity) || 0);
    }
    order = wanted.map((row) => row.note.id);
    setChildren(body, wanted.map(drawLine));
    for (const id of [...lines.keys()]) if (!lines.get(id).row.isConnected && element.isConnected) lines.delete(id);
    const all = [...blocks.values()].reduce((sum, notes) => sum + notes.length, 0);
    const said = wish.filter ? t("board.found", { n: wanted.length, all }) : "";
    if (found.textContent !== said) found.textContent = said;
    writer?.draw();
    if (held && document.activeElement !== activeElement) {
      if (activeElement.isConnected) activeElement.focus({ preventScroll: true });
      else (lines.get(held.getAttribute("data-row"))?.view.face ?? lines.get(order[Math.min(place, order.length - 1)])?.view.face ?? filter).focus({ preventScroll: true });
    }
    board.arranging = false;
  }

  element.addEventListener("click", (event) => {
    const key = /** @type {Element} */ (event.target).closest("[data-sort]")?.getAttribute("data-sort");
    if (!key) return;
    wish.down = wish.sort === key && !wish.down;
    wish.sort = /** @type {"block"|"meaning"|"changed"} */ (key);
    draw(null);
  });
  element.addEventListener("click", (event) => {
    const row = /** @type {Element} */ (event.target).closest("a.bead");
    if (!row) return;
    event.preventDefault();
    board.go(row.getAttribute("href"));
  });

  return {
    element, draw, writer,
    focus(id) {
      const view = lines.get(id)?.view;
      const target = view?.face ?? view?.item.querySelector("button");
      target?.focus({ preventScroll: true });
      target?.scrollIntoView({ block: "nearest" });
    },
    /** Arrows go from row to row. */
    walk(id, key) {
      const to = { ArrowDown: 1, ArrowUp: -1 }[key];
      const next = key === "Home" ? order[0] : key === "End" ? order.at(-1) : to ? order[order.indexOf(id) + to] : null;
      if (next) lines.get(next)?.view.face?.focus();
    },
    /** Begin a new note in this block. */
    compose(key) {
      block.value = key;
      writer?.draw();
      writer?.input.focus();
    },
  };
}
