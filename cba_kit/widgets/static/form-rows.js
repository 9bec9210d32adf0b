// A small table of answers: one entry a row, its columns as fields; cards on a narrow screen.
import { lastPosition, moved, roomFor, says } from "./form-answer.js";
import { choicesFor } from "./form-conflict.js";
import { makeControl } from "./form-control.js";
import { keptWords } from "./form-kept.js";
import { grow, h, hidden, icon, say } from "./dom.js";
import { mayGo } from "./links-ask.js";
import { createMerges } from "./merge.js";
import { toast } from "./toast.js";

/** A scrollbar that comes and goes must not make the table flip. */
const SLACK = 24;

/** @param {any} question @param {{client:any, sheet:string, id:string, reader:boolean, drafts:any}} form */
export function rowsControl(question, { client, sheet, id, reader, drafts }) {
  const { t } = client;
  const called = question.row || t("form.row");
  /** @type {Map<string, any>} rows on screen */ const views = new Map();
  let fresh = ""; // the id of an empty row at the end that is no entry yet
  const body = h("tbody", {});
  const conflicts = h("div", { class: "merges" });
  const merges = createMerges(client, conflicts);
  const note = h("p", { class: "hint form-full", hidden: true, text: t("form.rows_full", { most: question.most }) });
  const add = h("button", { type: "button", class: "btn", onclick: () => addRow() }, icon("plus"), t("form.add_row", { row: called }));
  const none = h("p", { class: "mute form-none", text: t("form.no_rows"), hidden: true });
  const ends = ({ low, high, ends: words }) =>
    words && h("span", { class: "form-col-ends", text: t("form.ends", { low, first: words[0], high, last: words[1] }) });
  const heads = question.columns.map((column) => h("th", { scope: "col", class: `col-${column.type}` }, column.title, ends(column)));
  const helps = question.columns.filter((column) => column.help).map(({ title, help }) =>
    h("li", {}, h("b", { text: /[?.]$/.test(title) ? title : `${title}:` }), " ", help));
  const first = h("th", { scope: "col", class: "form-nr" }, hidden(t("form.number")));
  const last = !reader && h("th", { scope: "col", class: "form-acts" }, hidden(t("form.order")));
  const table = h("table", { class: `tbl form-table ${reader ? "form-reading" : ""}`.trim(), "aria-labelledby": `${id}-title` },
    h("thead", {}, h("tr", {}, first, ...heads, last)), body);
  const box = h("div", { class: "form-table-box" }, table);
  const element = h("div", { class: "form-rows", id },
    helps.length > 0 && h("ul", { class: "hint form-helps" }, ...helps),
    box, none, conflicts,
    !reader && h("div", { class: "row" }, add, note));

  const stored = () => client.list(sheet, { block: question.key, kind: "answer" }).filter((entry) => !entry.conflict_of);
  const nameOf = (rowId) => t("form.row_nr", { row: called, n: [...views.keys()].indexOf(rowId) + 1 });

  function makeRow(rowId) {
    const cells = new Map();
    const label = t("form.step_row", { row: called });
    const site = (column, trouble) => {
      const name = column.key;
      const cellId = `${id}-${rowId}-${name}`;
      const asked = (value) => {
        const first = client.get(rowId) ? {} : { position: lastPosition(stored()) };
        return { sheet, entry: rowId, kind: "answer", block: question.key, fields: { [name]: value, ...first } };
      };
      return {
        t, lists: client.state.lists, id: cellId, name: column.title, describe: `${cellId}-err`, cell: true, reader,
        read: () => client.get(rowId)?.fields[name] ?? null,
        begin: () => client.begin(rowId),
        leave: () => client.flush(),
        type: (value) => { client.type(asked(value), label); settle(rowId); },
        put: (value) => { client.put(asked(value), label); settle(rowId); },
        onenter: () => below(rowId, name),
        draft: keptWords(drafts, rowId, name),
        trouble: (words) => { trouble.hidden = !words; trouble.replaceChildren(...(words ? [icon("warn"), words] : [])); },
      };
    };
    const number = h("th", { scope: "row", class: "form-nr" });
    const boxes = question.columns.map((column) => {
      const trouble = h("p", { class: "err", id: `${id}-${rowId}-${column.key}-err`, role: "alert", hidden: true });
      const place = site(column, trouble);
      const control = makeControl(column, place);
      cells.set(column.key, { control, column, id: place.id });
      const title = h("span", { class: "form-cell-title", "aria-hidden": "true" }, column.title, ends(column));
      return h("td", { class: `col-${column.type}` }, title, control.element, trouble);
    });
    const act = (name, sign, run) => h("button", { type: "button", class: "btn quiet icon", dataset: { act: name }, onclick: run }, icon(sign));
    const acts = !reader && h("td", { class: "form-acts" }, h("div", {},
      act("up", "chev", () => move(rowId, -1)), act("down", "chev", () => move(rowId, 1)), act("remove", "trash", () => remove(rowId))));
    const row = h("tr", { dataset: { entry: rowId }, tabindex: "-1", onkeydown: (event) => keys(event, rowId) }, number, ...boxes, acts);
    return { row, cells, number, sync: () => cells.forEach(({ control }) => control.sync()) };
  }

  /** Number a row and name its fields and buttons, so that a screen reader says which row it is in. */
  function nameRow(view, rowId, index, count) {
    const said = nameOf(rowId);
    view.number.replaceChildren(h("span", { "aria-hidden": "true", text: String(index + 1) }), hidden(said));
    for (const { column, id: cellId } of view.cells.values()) {
      if (!reader) view.row.querySelector(`#${CSS.escape(cellId)}`)?.setAttribute("aria-label", `${column.title}, ${said}`);
    }
    for (const button of view.row.querySelectorAll("[data-act]")) {
      const { act } = button.dataset;
      button.setAttribute("aria-label", t(`form.row_${act}`, { row: said }));
      button.disabled = (act === "up" && index === 0) || (act === "down" && (index === count - 1 || rowId === fresh)) || (act !== "remove" && rowId === fresh);
    }
  }

  /** The first keystroke made an entry of the empty row. */
  function settle(rowId) {
    if (rowId === fresh && client.get(rowId)) { fresh = ""; draw(null); }
  }

  function addRow() {
    if (views.size >= question.most) return;
    if (fresh) return void focusCell(fresh);
    fresh = client.newId();
    draw(null);
    focusCell(fresh);
  }

  function focusCell(rowId, name = question.columns[0].key) {
    views.get(rowId)?.cells.get(name)?.control.focus();
  }

  function below(rowId, name) {
    const order = [...views.keys()];
    const next = order[order.indexOf(rowId) + 1];
    if (next) focusCell(next, name); else if (rowId !== fresh) addRow();
  }

  function move(rowId, step) {
    const rows = stored();
    const steps = moved(rows, rowId, step);
    if (!steps.length) return;
    const focused = document.activeElement;
    client.putAll(steps.map((one) => ({ entry: one.id, fields: { position: one.position } })), t("form.step_move", { row: called }));
    draw(null);
    say(t("form.moved", { row: nameOf(rowId), count: views.size }));
    const again = focused?.isConnected && !focused.disabled ? focused : views.get(rowId).row.querySelector("[data-act]:not(:disabled)");
    again?.focus();
  }

  async function remove(rowId) {
    if (rowId !== fresh && !(await mayGo(element, client, rowId))) { views.get(rowId)?.row.querySelector("[data-act=remove]")?.focus(); return; }
    const order = [...views.keys()];
    const next = order[order.indexOf(rowId) + 1] ?? order[order.indexOf(rowId) - 1];
    if (rowId === fresh) fresh = "";
    else {
      client.remove(rowId, t("form.step_remove", { row: called }));
      toast(t("form.row_removed", { row: called }), { label: t("form.undo"), act: () => { client.restore(rowId, t("form.step_restore", { row: called })); draw(null); focusCell(rowId); } });
    }
    draw(null);
    if (views.has(next)) focusCell(next); else add.focus();
  }

  function keys(event, rowId) {
    if (!event.altKey || event.ctrlKey || event.metaKey || reader) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    move(rowId, step);
  }

  /** A row of which there are two can stand twice. */
  const both = (row) => (_parts, copy) => () => {
    const { position, ...fields } = copy.fields;
    return [{ sheet, entry: client.newId(), kind: "answer", block: question.key, fields: { ...fields, position: (row.fields.position ?? 0) + 0.01 } }];
  };

  function drawConflicts() {
    if (reader) return;
    const asked = new Map(question.columns.map((column) => [column.key, column]));
    merges.draw(stored().flatMap((row) => choicesFor(client, row, { asked, both: both(row), done: () => focusCell(row.id) })));
  }

  function draw(ids) {
    const rows = stored().map((entry) => entry.id);
    if (fresh && rows.includes(fresh)) fresh = "";
    if (!reader && !fresh && !rows.length) fresh = client.newId();
    const order = fresh ? [...rows, fresh] : rows;
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    const before = [...views.keys()].join();
    for (const [rowId, view] of views) if (!order.includes(rowId)) { view.row.remove(); views.delete(rowId); }
    const known = new Map(views);
    views.clear();
    order.forEach((rowId) => views.set(rowId, known.get(rowId) ?? makeRow(rowId)));
    order.forEach((rowId, index) => {
      const { row, sync } = views.get(rowId);
      if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
      if (known.has(rowId) && (ids === null || ids.has(rowId))) sync();
    });
    if (before !== order.join()) order.forEach((rowId, index) => nameRow(views.get(rowId), rowId, index, rows.length));
    if (focused?.isConnected && document.activeElement !== focused) focused.focus();
    add.disabled = order.length >= question.most;
    note.hidden = !add.disabled;
    none.hidden = order.length > 0;
    table.hidden = !order.length;
    drawConflicts();
  }

  /** Cards instead of a table where its columns would be too narrow for their words. */
  const room = roomFor(question.columns, reader);
  new ResizeObserver(() => {
    const before = box.classList.contains("cards");
    const cards = box.clientWidth < room + (before ? SLACK : 0);
    if (!box.clientWidth || cards === before) return;
    box.classList.toggle("cards", cards);
    element.querySelectorAll("textarea").forEach(grow);
  }).observe(box);
  draw(null);
  requestAnimationFrame(() => element.querySelectorAll("textarea").forEach(grow));
  return {
    element, group: true,
    sync: () => draw(null),
    update: (ids) => { if (ids === null || [...ids].some((one) => views.has(one) || client.get(one)?.block === question.key)) draw(ids); },
    focus: (rowId) => focusCell(views.has(rowId) ? rowId : [...views.keys()][0]),
    /** Tell whether anything is written. */
    says: () => stored().some(says),
  };
}
