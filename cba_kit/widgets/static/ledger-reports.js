// Reports about the edition: one row a document, to filter and to open.
import { h, hidden, replace, say } from "./dom.js";
import { kilobytes, titled } from "./ledger-facts.js";
import { tag } from "./ledger-table.js";

const COLUMNS = ["title", "state", "made", "size"];

/** @param {any} client */
export function createReports(client) {
  const { t } = client;
  /** @type {import("./ledger-facts.js").Report[]} */ let rows = [];
  const filter = h("input", { type: "search", class: "inp", "aria-label": t("ledger.reports.filter"), placeholder: t("ledger.reports.filter"), autocomplete: "off", oninput: () => draw(true) });
  const heads = COLUMNS.map((key) => h("th", { scope: "col", role: "columnheader", class: key === "size" ? "n" : "", text: t(`ledger.reports.column.${key}`) }));
  const body = h("tbody", { role: "rowgroup" });
  const table = h("table", { class: "tbl ledger-table ledger-reports", role: "table" }, h("caption", { class: "vh", text: t("ledger.reports.table") }),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...heads, h("th", { scope: "col", role: "columnheader" }, hidden(t("ledger.reports.links"))))), body);
  const none = h("p", { class: "ledger-none mute", text: t("ledger.reports.none_fits") });
  const element = h("section", { class: "ledger-list", "aria-labelledby": "ledger-reports" }, h("h2", { id: "ledger-reports", text: t("ledger.reports.title") }),
    h("p", { class: "mute", text: t("ledger.reports.lead") }), h("div", { class: "row ledger-tools" }, h("div", { class: "grow" }, filter)),
    h("div", { class: "card pad0" }, h("div", { class: "scroll" }, table), none));

  const CELLS = {
    title: (row) => [h("span", { class: "ledger-name", text: row.title })],
    state: (row) => [tag(row.state, t(`ledger.state.${row.state}`)),
      row.error && h("p", { class: "small ledger-error", text: row.tried ? t("ledger.tried", { when: row.tried, error: row.error }) : row.error })],
    made: (row) => [row.made || "–"],
    size: (row) => [kilobytes(row.size)],
  };

  function line(row) {
    const cells = COLUMNS.map((key) => h(key === "title" ? "th" : "td",
      { role: key === "title" ? "rowheader" : "cell", scope: key === "title" ? "row" : null, class: key === "size" ? "n" : "", dataset: { label: t(`ledger.reports.column.${key}`), column: key } },
      ...CELLS[key](row)));
    const links = Object.entries(row.links).map(([form, href]) => h("a", { class: "btn", href, target: "_blank", rel: "noopener", "aria-label": t("ledger.reports.open", { title: row.title, form: t(`ledger.reports.${form}`) }) }, t(`ledger.reports.${form}`)));
    return h("tr", { role: "row", dataset: { report: row.id } }, ...cells, h("td", { role: "cell", dataset: { column: "open" } }, h("div", { class: "row ledger-links" }, ...links)));
  }

  /** @param {boolean} [aloud] tell how many rows there are now */
  function draw(aloud = false) {
    element.hidden = !rows.length;
    const here = titled(rows, filter.value);
    if (aloud) say(t(here.length === 1 ? "ledger.shown_one" : "ledger.shown", { n: here.length }));
    const focused = body.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
    replace(body, ...here.map(line));
    if (focused) /** @type {any} */ (body.querySelector(`[href="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
    none.hidden = here.length > 0;
    table.hidden = !here.length;
  }

  return {
    element,
    update(/** @type {import("./ledger-facts.js").Report[]} */ fresh) {
      rows = fresh;
      draw();
    },
  };
}
