// The table of roadmaps: one row a person, to filter, to sort and to save.
import { h, hidden, icon } from "./dom.js";
import { NUMBERS, SIGNS, STATES, VALUES, countsOf, kilobytes, linesOf, seconds } from "./ledger-facts.js";
import { createTable as table } from "./table.js";

/** @typedef {import("./ledger-facts.js").Row} Row */

/** A tag with the word and the sign of a state. @param {string} state @param {string} word */
export function tag(state, word) {
  const [tone, sign] = SIGNS[state];
  return h("span", { class: `tag ${tone}`.trim() }, icon(sign), word);
}

/** Why the last try made nothing, if so. @param {any} t @param {{tried:string, error:string}} one */
export const trouble = (t, { tried, error }) => error && h("p", { class: "small ledger-error", text: tried ? t("ledger.tried", { when: tried, error }) : error });

/** @param {any} client */
export function createTable(client) {
  const { t } = client;
  const many = (/** @type {string} */ key, /** @type {number} */ n) => t(n === 1 ? `${key}_one` : key, { n });
  const called = (/** @type {string} */ state) => t(`ledger.state.${state}`);

  /** @type {Object<string, (row:Row) => any[]>} */
  const CELLS = {
    name: (row) => [h("a", { class: "ledger-name", href: `#roadmaps/${encodeURIComponent(row.id)}`, text: row.name })],
    cluster: (row) => [row.fictional ? t("coach.fictional", { cluster: row.cluster }) : row.cluster],
    state: (row) => [tag(row.state, called(row.state)), row.state === "stale" && h("span", { class: "small", text: ` ${row.changes ? many("ledger.changes", row.changes) : t("ledger.changes_none")}` }), trouble(t, row)],
    made: (row) => [row.made || "–"],
    version: (row) => [row.version === null ? "–" : t("ledger.version_of", { n: row.version, all: row.of })],
    ms: (row) => [seconds(row.ms)],
    size: (row) => [kilobytes(row.size)],
    notes: (row) => [row.notes.length ? h("details", {}, h("summary", { text: many("ledger.notes", row.notes.length) }), h("ul", {}, ...row.notes.map((note) => h("li", { text: note })))) : "–"],
  };
  const open = (/** @type {Row} */ row) => [h("a", { class: "btn", href: `#queue/${encodeURIComponent(row.id)}` }, t("ledger.open_short"), hidden(`: ${t("coach.roadmap_of", { name: row.name })}`))];
  const counts = h("p", {});
  const list = table(t, {
    caption: t("ledger.table"), name: (row) => row.id, by: "state", className: "ledger-table", cards: true, none: t("ledger.none_fits"),
    columns: [...Object.keys(CELLS).map((key) => ({ key, title: t(`ledger.column.${key}`), cell: CELLS[key], value: VALUES[key],
      number: NUMBERS.includes(key), down: key === "made", bare: ["cluster", "state"].includes(key) })),
    { key: "open", title: t("ledger.open"), cell: open, silent: true, bare: true }],
    words: { label: t("ledger.filter"), of: (row) => `${row.name} ${row.cluster} ${row.error} ${row.notes.join(" ")}` },
    choice: { label: t("ledger.filter_state"), options: STATES.map((key) => ({ key, label: called(key) })), of: (row) => row.state },
    file: { name: () => `roadmaps-${client.state.edition.code}-${client.state.edition.today}`, lines: (rows) => linesOf(rows, t) },
  });

  return {
    element: h("div", { class: "ledger-list" }, counts, list.element),
    update(/** @type {Row[]} */ rows) {
      counts.textContent = t("ledger.counts", { all: rows.length, list: countsOf(rows).map(({ state, n }) => t("ledger.count_of", { n, state: called(state) })).join(", ") });
      list.update(rows);
    },
  };
}
