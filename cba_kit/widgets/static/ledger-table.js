// The table of roadmaps: one row a person, to filter, to sort and to save.
import { h, hidden, icon, replace, say } from "./dom.js";
import { COLUMNS, NUMBERS, SIGNS, STATES, countsOf, csvOf, filtered, kilobytes, seconds, sorted } from "./ledger-facts.js";

/** A tag with the word and the sign of a state. @param {string} state @param {string} word */
export function tag(state, word) {
  const [tone, sign] = SIGNS[state];
  return h("span", { class: `tag ${tone}`.trim() }, icon(sign), word);
}

/** @param {any} client */
export function createTable(client) {
  const { t } = client;
  /** @type {import("./ledger-facts.js").Row[]} */ let rows = [];
  let by = "state";
  let down = false;

  const counts = h("p", {});
  const filter = h("input", { type: "search", class: "inp", "aria-label": t("ledger.filter"), placeholder: t("ledger.filter"), autocomplete: "off", oninput: () => draw(true) });
  const state = h("select", { class: "inp", "aria-label": t("ledger.filter_state"), onchange: () => draw(true) },
    h("option", { value: "", text: t("ledger.any") }), ...STATES.map((one) => h("option", { value: one, text: t(`ledger.state.${one}`) })));
  const save = h("button", { type: "button", class: "btn", onclick: exported }, icon("down"), t("ledger.export"));
  const found = h("p", { class: "small mute ledger-found" });
  const heads = COLUMNS.map((key) => {
    const sign = h("span", { class: "ledger-arrow", "aria-hidden": "true" });
    const button = h("button", { type: "button", class: "ledger-sort", onclick: () => { down = by === key ? !down : NUMBERS.includes(key) || key === "made"; by = key; draw(); } }, t(`ledger.column.${key}`), sign);
    return { key, sign, cell: h("th", { scope: "col", role: "columnheader", class: NUMBERS.includes(key) ? "n" : "" }, button) };
  });
  const body = h("tbody", { role: "rowgroup" });
  const table = h("table", { class: "tbl ledger-table", role: "table" }, h("caption", { class: "vh", text: t("ledger.table") }),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...heads.map((head) => head.cell), h("th", { scope: "col", role: "columnheader" }, hidden(t("ledger.open"))))), body);
  const none = h("p", { class: "ledger-none mute", text: t("ledger.none_fits") });
  const box = h("div", { class: "card pad0" }, h("div", { class: "scroll" }, table), none);
  const element = h("div", { class: "ledger-list" }, counts, h("div", { class: "row ledger-tools" }, h("div", { class: "grow" }, filter), h("div", {}, state), save), found, box);

  const shown = () => sorted(filtered(rows, filter.value, state.value), by, down);
  const many = (key, n) => t(n === 1 ? `${key}_one` : key, { n });

  const CELLS = {
    name: (row) => [h("a", { class: "ledger-name", href: `#roadmaps/${encodeURIComponent(row.id)}`, text: row.name })],
    cluster: (row) => [row.fictional ? t("coach.fictional", { cluster: row.cluster }) : row.cluster],
    state: (row) => [tag(row.state, t(`ledger.state.${row.state}`)), row.state === "stale" && h("span", { class: "small", text: ` ${row.changes ? many("ledger.changes", row.changes) : t("ledger.changes_none")}` }),
      row.error && h("p", { class: "small ledger-error", text: t("ledger.tried", { when: row.tried, error: row.error }) })],
    made: (row) => [row.made || "–"],
    version: (row) => [row.version === null ? "–" : t("ledger.version_of", { n: row.version, all: row.of })],
    ms: (row) => [seconds(row.ms)],
    size: (row) => [kilobytes(row.size)],
    notes: (row) => [row.notes.length ? h("details", {}, h("summary", { text: many("ledger.notes", row.notes.length) }), h("ul", {}, ...row.notes.map((note) => h("li", { text: note })))) : "–"],
  };

  function line(row) {
    const cells = COLUMNS.map((key) => h(key === "name" ? "th" : "td",
      { role: key === "name" ? "rowheader" : "cell", scope: key === "name" ? "row" : null, class: NUMBERS.includes(key) ? "n" : "", dataset: { label: t(`ledger.column.${key}`), column: key } },
      ...CELLS[key](row)));
    const open = h("td", { role: "cell", dataset: { column: "open" } }, h("a", { class: "btn", href: `#queue/${encodeURIComponent(row.id)}` }, t("ledger.open_short"), hidden(`: ${t("coach.roadmap_of", { name: row.name })}`)));
    return h("tr", { role: "row", dataset: { person: row.id } }, ...cells, open);
  }

  function exported() {
    const list = shown();
    const file = `roadmaps-${client.state.edition.code}-${client.state.edition.today}.csv`;
    const address = URL.createObjectURL(new Blob([csvOf(list, t)], { type: "text/csv;charset=utf-8" }));
    h("a", { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address));
    say(t("ledger.exported", { n: list.length, file }));
  }

  /** @param {boolean} [aloud] tell how many rows there are now */
  function draw(aloud = false) {
    for (const { key, sign, cell } of heads) {
      const here = key === by;
      sign.textContent = here ? (down ? "↓" : "↑") : "";
      if (here) cell.setAttribute("aria-sort", down ? "descending" : "ascending"); else cell.removeAttribute("aria-sort");
    }
    const list = countsOf(rows).map(({ state: one, n }) => t("ledger.count_of", { n, state: t(`ledger.state.${one}`) })).join(", ");
    counts.textContent = t("ledger.counts", { all: rows.length, list });
    const here = shown();
    found.textContent = many("ledger.shown", here.length);
    found.hidden = here.length === rows.length;
    if (aloud) say(found.textContent);
    const focused = body.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
    replace(body, ...here.map(line));
    if (focused) /** @type {any} */ (body.querySelector(`[href="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
    none.hidden = here.length > 0;
    table.hidden = !here.length;
  }

  return {
    element,
    update(/** @type {import("./ledger-facts.js").Row[]} */ fresh) {
      rows = fresh;
      draw();
    },
  };
}
