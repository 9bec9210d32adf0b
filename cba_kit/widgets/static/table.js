// The one table of all pages: sorted by its heads, narrowed by words and by a choice, saved as a file, cards on a phone.
import { csv } from "./csv.js";
import { h, hidden, icon, replace, say } from "./dom.js";
import { saveFile } from "./save.js";
import { holds, ordered } from "./table-facts.js";

/** @typedef {{key:string, title:string, cell:(row:any) => any[], value?:(row:any) => import("./table-facts.js").Value, number?:boolean,
 *   down?:boolean, bare?:boolean, silent?:boolean}} Column `value`: what it is sorted by, without it it is not; `number`: it stands right
 *   and begins with the largest, as with `down`; `bare`: a card shows it without its title; `silent`: its title is only spoken */
/** @typedef {{caption:string, columns:Column[], name:(row:any) => string, by?:string, down?:boolean, className?:string, cards?:boolean,
 *   words?:{label:string, of:(row:any) => string}, choice?:{label:string, options:{key:string, label:string}[], of:(row:any) => string},
 *   file?:{name:() => string, lines:(rows:any[]) => (string|number|null)[][]}, none?:string}} Options `name` tells rows apart;
 *   the first column is the head of its row; `file`: what is saved, its heads first; `none`: said when no row fits */

/** @param {(key:string, values?:any) => string} t @param {Options} options
 *  @returns {{element:HTMLElement, update:(rows:any[], columns?:Column[]) => void}} */
export function createTable(t, { caption, columns, name, by = "", down = false, className = "", cards = false, words, choice, file, none = t("table.none") }) {
  /** @type {any[]} */ let rows = [];
  const filter = words && h("input", { type: "search", class: "inp", "aria-label": words.label, placeholder: words.label, autocomplete: "off", oninput: () => draw(true) });
  const select = choice && h("select", { class: "inp", "aria-label": choice.label, onchange: () => draw(true) },
    h("option", { value: "", text: t("table.any") }), ...choice.options.map(({ key, label }) => h("option", { value: key, text: label })));
  const save = file && h("button", { type: "button", class: "btn", onclick: keep }, icon("down"), t("table.save"));
  const found = h("p", { class: "small mute table-found", hidden: true });
  const head = h("tr", { role: "row" });
  const body = h("tbody", { role: "rowgroup" });
  const title = h("caption", { class: "vh", text: caption });
  const table = h("table", { class: "tbl", role: "table" }, title, h("thead", { role: "rowgroup" }, head), body);
  const scroll = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, table);
  const empty = h("p", { class: "table-none mute", text: none, hidden: true });
  const tools = h("div", { class: "row table-tools" }, filter && h("div", { class: "grow" }, filter), select, save);
  const element = h("div", { class: ["table-list", cards && "cards", className].filter(Boolean).join(" ") }, (filter || select || save) && tools, found, scroll, empty);

  const fits = (/** @type {any} */ row) => (!select?.value || choice?.of(row) === select.value) && (!filter?.value || holds(words?.of(row) ?? "", filter.value));

  function shown() {
    const value = columns.find((column) => column.key === by)?.value;
    const here = rows.filter(fits);
    return value ? ordered(here, value, down) : here;
  }

  function sort(/** @type {Column} */ column) {
    down = by === column.key ? !down : Boolean(column.number || column.down);
    by = column.key;
    draw();
    /** @type {HTMLElement|null} */ (head.querySelector(`[data-column="${CSS.escape(column.key)}"] button`))?.focus();
  }

  function heading(/** @type {Column} */ column) {
    const here = column.value && column.key === by;
    const arrow = here && h("span", { class: "table-arrow", "aria-hidden": "true", text: down ? "↓" : "↑" });
    const inside = column.value ? h("button", { type: "button", class: "table-sort", onclick: () => sort(column) }, column.title, arrow) : column.silent ? hidden(column.title) : h("span", { text: column.title });
    return h("th", { scope: "col", role: "columnheader", class: column.number ? "n" : null, dataset: { column: column.key }, "aria-sort": here ? (down ? "descending" : "ascending") : null }, inside);
  }

  function line(/** @type {any} */ row) {
    const cells = columns.map((column, at) => {
      const inside = column.cell(row).filter((one) => one !== null && one !== undefined && one !== false && one !== "");
      const classes = [column.number && "n", column.bare && "bare", !inside.length && "empty"].filter(Boolean).join(" ");
      return h(at ? "td" : "th", { role: at ? "cell" : "rowheader", scope: at ? null : "row", class: classes || null, dataset: { column: column.key, label: column.title } }, h("div", {}, ...inside));
    });
    return h("tr", { role: "row", dataset: { row: name(row) } }, ...cells);
  }

  /** @param {boolean} [aloud] tell how many rows there are now */
  function draw(aloud = false) {
    const here = shown();
    replace(head, ...columns.map(heading));
    const back = focusOf(body);
    replace(body, ...here.map(line));
    back();
    found.textContent = t(here.length === 1 ? "table.found_one" : "table.found", { n: here.length, all: rows.length });
    found.hidden = here.length === rows.length;
    if (aloud) say(found.textContent);
    empty.hidden = here.length > 0 || !rows.length;
    scroll.hidden = !here.length;
    if (save) save.disabled = !here.length;
  }

  function keep() {
    const here = shown();
    const called = `${file?.name()}.csv`;
    saveFile(called, csv(file?.lines(here) ?? []));
    say(t(here.length === 1 ? "table.saved_one" : "table.saved", { n: here.length, file: called }));
  }

  return {
    element,
    /** Show rows; `fresh` columns where they are not those from before. */
    update(told, fresh = columns) {
      rows = told;
      columns = fresh;
      draw();
    },
    /** Call the table something else. @param {string} words */
    call(words) {
      title.textContent = words;
      scroll.setAttribute("aria-label", words);
    },
  };
}

/** What gives the focus back to the same place of the same row, once the rows are drawn anew. @param {HTMLElement} body */
function focusOf(body) {
  const held = body.contains(document.activeElement) ? document.activeElement : null;
  const row = /** @type {HTMLElement|null} */ (held?.closest("tr"));
  const places = (/** @type {Element|null|undefined} */ one) => [...(one?.querySelectorAll("a, button, summary") ?? [])];
  const at = places(row).indexOf(/** @type {Element} */ (held));
  return () => {
    if (!held || body.contains(held)) return;
    const same = [...body.children].find((one) => /** @type {HTMLElement} */ (one).dataset.row === row?.dataset.row);
    /** @type {HTMLElement|undefined} */ (places(same)[at])?.focus({ preventScroll: true });
  };
}
