// A picture's content as a table: sorted by any column, and saved as a file that spreadsheets open.
import { h, hidden, icon, say } from "./dom.js";
import { csvOf, ordered } from "./data-table-facts.js";

/** @param {any} client @param {{file:() => string, open?:boolean}} options `file`: the name of the file, without its ending
 *  @returns {{element:HTMLElement, update:(table:import("./data-table-facts.js").Table) => void}} */
export function createDataTable(client, { file, open = false }) {
  const { t } = client;
  /** @type {import("./data-table-facts.js").Table} */ let table = { caption: "", columns: [], rows: [] };
  let by = "";
  let down = false;
  const caption = h("caption", { class: "vh" });
  const head = h("tr");
  const body = h("tbody");
  const save = h("button", { type: "button", class: "btn", onclick: download }, icon("down"), t("plenary.download"));
  const element = h("details", { class: "data-table", open },
    h("summary", { text: t("plenary.table") }),
    h("div", { class: "row tools" }, save),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("plenary.table") }, h("table", { class: "tbl" }, caption, h("thead", {}, head), body)));

  function sort(/** @type {any} */ column) {
    down = by === column.key ? !down : Boolean(column.number);
    by = column.key;
    draw();
    head.querySelector(`[data-column="${CSS.escape(column.key)}"]`)?.focus();
  }

  function draw() {
    const columns = table.columns.map((column, at) => ({ ...column, at })).filter((column) => !column.beside);
    caption.textContent = table.caption;
    head.replaceChildren(...columns.map((column) => {
      const here = column.key === by;
      return h("th", { scope: "col", class: column.number ? "n" : "", "aria-sort": here ? (down ? "descending" : "ascending") : null },
        h("button", { type: "button", class: "sort", dataset: { column: column.key }, onclick: () => sort(column) }, column.title, here && h("span", { "aria-hidden": "true", text: down ? " ↓" : " ↑" })));
    }));
    const rows = by ? ordered(table, by, down) : table.rows;
    body.replaceChildren(...rows.map((row) => h("tr", {}, ...columns.map(({ at, number }) => h("td", { class: number ? "n" : "" }, ...cell(row, at))))));
  }

  /** A number with the one that stands beside it: how many people are behind it. */
  function cell(row, at) {
    const value = row[at];
    if (value === null || value === "") return [h("span", { "aria-hidden": "true", text: t("plenary.cell_none") }), hidden(t("plenary.cell_empty"))];
    const beside = table.columns[at + 1]?.beside ? row[at + 1] : null;
    return [figure(value), beside !== null && h("small", { class: "mute", text: ` n ${figure(beside)}` })];
  }

  function download() {
    const name = `${file()}.csv`;
    const rows = by ? ordered(table, by, down) : table.rows;
    const address = URL.createObjectURL(new Blob([csvOf({ ...table, rows })], { type: "text/csv;charset=utf-8" }));
    h("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address));
    say(t("plenary.saved", { n: rows.length, file: name }));
  }

  return {
    element,
    update(fresh) {
      table = fresh;
      if (!table.columns.some((column) => column.key === by)) by = "";
      save.hidden = !table.rows.length;
      draw();
    },
  };
}

const figure = (/** @type {any} */ value) => (typeof value === "number" ? String(Math.round(value * 100) / 100).replace("-", "−") : value);
