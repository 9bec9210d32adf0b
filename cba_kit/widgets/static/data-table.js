// A picture's content as a table that opens: what Python tells as columns and rows, sorted and saved as any table is.
import { h, hidden } from "./dom.js";
import { createTable } from "./table.js";

/** @typedef {{key:string, title:string, number:boolean, beside?:boolean}} Told `beside`: it belongs to the column before */
/** @typedef {{caption:string, columns:Told[], rows:(string|number|null)[][]}} Table */

/** @param {any} client @param {{file:() => string, open?:boolean}} options `file`: the name of the file, without its ending
 *  @returns {{element:HTMLElement, update:(table:Table) => void}} */
export function createDataTable(client, { file, open = false }) {
  const { t } = client;
  /** @type {Table} */ let told = { caption: "", columns: [], rows: [] };
  const table = createTable(t, { caption: "", columns: [], name: (row) => row.join("\n"), file: { name: file, lines: (rows) => [told.columns.map(({ title }) => title), ...rows] } });
  const element = h("details", { class: "data-table", open }, h("summary", { text: t("table.open") }), table.element);

  /** A number with the one that stands beside it: how many people are behind it. */
  function cell(/** @type {(string|number|null)[]} */ row, /** @type {number} */ at) {
    const value = row[at];
    if (value === null || value === "") return [h("span", { "aria-hidden": "true", text: "–" }), hidden(t("table.cell_empty"))];
    const beside = told.columns[at + 1]?.beside ? row[at + 1] : null;
    return [figure(value), beside !== null && h("small", { class: "mute", text: ` n ${figure(beside)}` })];
  }

  return {
    element,
    update(fresh) {
      told = fresh;
      table.call(fresh.caption);
      table.update(fresh.rows, fresh.columns.flatMap((column, at) => (column.beside ? [] : [{ ...column, value: (/** @type {any[]} */ row) => row[at], cell: (/** @type {any[]} */ row) => cell(row, at) }])));
    },
  };
}

const figure = (/** @type {any} */ value) => (typeof value === "number" ? String(Math.round(value * 100) / 100).replace("-", "−") : value);
