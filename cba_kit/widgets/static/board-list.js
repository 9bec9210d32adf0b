// The list view: every note in a table, with the same edits as on the board.
import { sheetHash } from "./books.js";
import { h, hidden, icon, marker, replace } from "./dom.js";
import { questionsOf } from "./board-block.js";
import { setChildren } from "./board-children.js";
import { rows } from "./board-order.js";
import { createNote } from "./note.js";
import { createWriter } from "./note-writer.js";
import { whenSaid } from "./threads-facts.js";

const SORTS = ["block", "meaning", "changed"];

/** @param {any} board */
export function createList(board) {
  const { client, template, t, edits } = board;
  const wish = { sort: /** @type {"block"|"meaning"|"changed"} */ ("block"), down: false };
  const lines = new Map();
  /** @type {any[]} */ let order = [];
  let asked = false;

  const block = h("select", { class: "inp", "aria-label": t("board.place_block") }, ...template.blocks.map((one) => h("option", { value: one.key, text: one.title })));
  const ask = h("button", { type: "button", class: "btn", dataset: { ask: "" }, "aria-controls": `${board.name}-asked` }, icon("ask"), t("board.questions"));
  const questions = h("div", { id: `${board.name}-asked`, class: "list-questions card flat", hidden: true });
  const writer = board.writes
    ? createWriter(board, { block: () => block.value, label: (key) => t("board.new_in", { block: edits.title(key) }), before: block }) : null;
  block.addEventListener("change", () => { writer?.draw(); drawQuestions(); });
  const heads = new Map(SORTS.map((key) => [key, h("th", { scope: "col" })]));
  const body = h("tbody", {});
  const none = h("p", { class: "small mute none-found", text: t("board.find.none_here"), hidden: true });
  const column = (text) => h("th", { scope: "col", text });
  const table = h("table", { class: "tbl" }, h("caption", { class: "vh", text: t("board.list_caption") }),
    h("thead", {}, h("tr", {}, heads.get("block"), column(t("board.col_note")), heads.get("meaning"), heads.get("changed"), column(t("board.col_leads")))), body);
  const element = h("div", { class: "list-view" },
    h("div", { class: "list-bar" }, writer?.element ?? block, ask), questions,
    h("div", { class: "list card pad0" }, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("board.list_caption") }, table), none));

  function drawQuestions() {
    const one = template.blocks.find(({ key }) => key === block.value);
    ask.setAttribute("aria-expanded", String(asked));
    questions.hidden = !asked;
    replace(questions, h("h2", { text: one.title }), ...questionsOf(board, one));
  }

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
      const parts = { view, said: "", block: cell(), text: cell("note-cell"), meaning: cell(), changed: cell("nowrap mute"), leads: cell("leads") };
      const row = h("tr", { dataset: { row: id } }, parts.block, parts.text, parts.meaning, parts.changed, parts.leads);
      parts.text.append(h("ul", { class: "notes" }, view.item));
      lines.set(id, { ...parts, row });
    }
    return lines.get(id);
  }

  function drawLine({ note, block: owner, meaning, first }, ids) {
    const parts = line(note.id);
    const leads = board.leads.get(note.id) ?? [];
    const repeated = wish.sort === "block" && !first;
    const said = JSON.stringify([owner.title, repeated, meaning.key, note.changed_at, leads]);
    if (said === parts.said && ids && !ids.has(note.id)) return parts.row;
    parts.view.draw();
    if (parts.view.face && parts.view.face.tabIndex !== 0) parts.view.face.tabIndex = 0;
    if (said === parts.said) return parts.row;
    parts.said = said;
    replace(parts.block, repeated ? hidden(owner.title) : h("b", { text: owner.title }));
    replace(parts.meaning, h("span", { class: `kd ${meaning.tint}` }, marker(meaning.tint), meaning.label));
    replace(parts.changed, h("span", { text: whenSaid(client, note.changed_at) }));
    replace(parts.leads, ...leads.map((lead) =>
      h("a", { class: "bead", href: sheetHash(client, lead.sheet, lead.id), title: lead.title },
        lead.number ? t("board.action", { number: lead.number }) : t("board.unnamed_action"), hidden(lead.title ? `: ${lead.title}` : ""))));
    return parts.row;
  }

  /** The notes to show, by block. */
  const shown = () => new Map([...board.blocks].map(([key, notes]) => [key, notes.filter((note) => board.find.shows(note.id))]));

  /** The rows in `ids`, or all; while a person writes in one, no row changes its place. @param {Set<string>|null} ids */
  function draw(ids) {
    const { activeElement } = document;
    const held = body.contains(activeElement) ? activeElement.closest("tr") : null;
    const place = held ? order.indexOf(held.getAttribute("data-row")) : -1;
    board.arranging = true;
    drawHeads();
    drawQuestions();
    const wanted = rows(board.sections(), template, shown(), wish);
    if (board.editing && order.length) {
      const rank = new Map(order.map((id, i) => [id, i]));
      wanted.sort((a, b) => (rank.get(a.note.id) ?? Infinity) - (rank.get(b.note.id) ?? Infinity) || 0);
    }
    order = wanted.map((row) => row.note.id);
    setChildren(body, wanted.map((row) => drawLine(row, ids)));
    if (!ids && element.isConnected) for (const id of [...lines.keys()]) if (!lines.get(id).row.isConnected) lines.delete(id);
    none.hidden = wanted.length > 0 || !board.find.on;
    writer?.draw();
    if (held && document.activeElement !== activeElement) {
      if (activeElement.isConnected) activeElement.focus({ preventScroll: true });
      else (lines.get(held.getAttribute("data-row"))?.view.face ?? lines.get(order[Math.min(place, order.length - 1)])?.view.face ?? block).focus({ preventScroll: true });
    }
    board.arranging = false;
  }

  element.addEventListener("click", (event) => {
    const from = (/** @type {string} */ selector) => /** @type {Element} */ (event.target).closest(selector);
    const key = from("[data-sort]")?.getAttribute("data-sort");
    const bead = from("a.bead");
    if (key) {
      wish.down = wish.sort === key && !wish.down;
      wish.sort = /** @type {"block"|"meaning"|"changed"} */ (key);
      draw(null);
    } else if (from("[data-ask]")) {
      asked = !asked;
      drawQuestions();
    } else if (bead) {
      event.preventDefault();
      board.go(bead.getAttribute("href"));
    }
  });

  return {
    element, draw, writer,
    order: () => order,
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
    /** Show a block without taking the focus. @param {string} key */
    look(key) {
      const first = order.find((id) => client.get(id)?.block === key);
      block.value = key;
      writer?.draw();
      drawQuestions();
      (lines.get(first)?.row ?? element).scrollIntoView({ block: "nearest" });
    },
    /** Begin a new note in this block. */
    compose(key) {
      block.value = key;
      writer?.draw();
      writer?.input.focus();
    },
  };
}
