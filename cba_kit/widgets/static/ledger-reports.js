// Reports about the edition: one row a document, to filter and to open.
import { h } from "./dom.js";
import { STATES, kilobytes } from "./ledger-facts.js";
import { tag, trouble } from "./ledger-table.js";
import { createTable } from "./table.js";

/** @typedef {import("./ledger-facts.js").Report} Report */

/** @param {any} client */
export function createReports(client) {
  const { t } = client;
  const column = (/** @type {string} */ key, /** @type {any} */ more) => ({ key, title: t(`ledger.reports.column.${key}`), ...more });
  const links = (/** @type {Report} */ { links: forms, title }) => [h("div", { class: "row ledger-links" }, ...Object.entries(forms).map(([form, href]) => h("a", { class: "btn", href, target: "_blank", rel: "noopener",
    "aria-label": t("ledger.reports.open", { title, form: t(`ledger.reports.${form}`) }) }, t(`ledger.reports.${form}`))))];
  const table = createTable(t, {
    caption: t("ledger.reports.table"), name: (row) => row.id, className: "ledger-reports", cards: true, none: t("ledger.reports.none_fits"),
    columns: [
      column("title", { value: (row) => row.title, cell: (row) => [h("span", { class: "ledger-name", text: row.title })] }),
      column("state", { value: (row) => STATES.indexOf(row.state), bare: true, cell: (row) => [tag(row.state, t(`ledger.state.${row.state}`)), trouble(t, row)] }),
      column("made", { value: (row) => row.at, down: true, cell: (row) => [row.made || "–"] }),
      column("size", { value: (row) => row.size, number: true, cell: (row) => [kilobytes(row.size)] }),
      { key: "open", title: t("ledger.reports.links"), silent: true, bare: true, cell: links },
    ],
    words: { label: t("ledger.reports.filter"), of: (row) => `${row.title} ${row.error}` },
  });
  const element = h("section", { class: "ledger-list", "aria-labelledby": "ledger-reports" }, h("h2", { id: "ledger-reports", text: t("ledger.reports.title") }),
    h("p", { class: "mute", text: t("ledger.reports.lead") }), table.element);

  return {
    element,
    update(/** @type {Report[]} */ rows) {
      element.hidden = !rows.length;
      table.update(rows);
    },
  };
}
