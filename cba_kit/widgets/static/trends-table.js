// The table of my ratings: the facts of the radar, to sort and to filter.
import { h, hidden, replace } from "./dom.js";
import { UNKNOWN, given, sorted } from "./trends-facts.js";
import { fold } from "./fold.js";

const FIRST = 8;
const COLUMNS = [
  { key: "number" }, { key: "trend" }, { key: "relevance", number: true }, { key: "knowledge", number: true, wide: true },
  { key: "direction", whole: true }, { key: "horizon", wide: true, whole: true },
];

/** @param {any} ctx @param {{own:boolean, choose:(trend:string)=>void}} acts `own`: the ratings are the reader's */
export function createTable(ctx, { own, choose }) {
  const { client, template } = ctx;
  const { t } = client;
  const columns = COLUMNS.filter(({ key }) => !["relevance", "knowledge", "direction"].includes(key) || template.scales.some((scale) => scale.key === key));
  let by = "relevance";
  let down = true;
  let all = false;
  let gaps = false;
  /** @type {import("./trends-facts.js").Row[]} */ let rows = [];

  const heads = columns.map(({ key, number, wide, whole }) => {
    const button = h("button", { type: "button", class: "sort", onclick: () => { down = by === key ? !down : Boolean(number); by = key; draw(); } });
    return { key, button, cell: h("th", { scope: "col", class: classes(number, wide, whole) }, button) };
  });
  const filter = h("input", { type: "search", class: "inp", "aria-label": t("trends.filter"), placeholder: t("trends.filter"), oninput: () => draw() });
  const only = h("button", { type: "button", class: "btn", "aria-pressed": "false", text: t("trends.gaps_only"), onclick: () => { gaps = !gaps; draw(); } });
  const body = h("tbody");
  const more = h("button", { type: "button", class: "btn quiet", onclick: () => { all = !all; draw(); } });
  const none = h("p", { class: "small mute none", role: "status" });
  const box = h("div", { class: "card pad0 ratings" },
    h("div", { class: "row tools" }, h("div", { class: "grow" }, filter), only),
    h("div", { class: "scroll" }, h("table", { class: "tbl" }, h("caption", { class: "vh", text: t(own ? "trends.table" : "trends.table_other") }),
      h("thead", {}, h("tr", {}, ...heads.map((head) => head.cell))), body)), none, more);

  const value = (number) => (number === UNKNOWN ? [h("span", { "aria-hidden": "true", text: "?" }), hidden(t("trends.dont_know"))] : [given(number) ? String(number) : "–"]);
  const line = ({ trend, fields, gap }) => {
    const cells = {
      number: () => [String(trend.number)],
      trend: () => [h("button", { type: "button", class: "to", text: trend.short, onclick: () => choose(trend.key) })],
      relevance: () => value(fields.relevance),
      knowledge: () => [...value(fields.knowledge), gap && h("span", { class: "tag warn", text: t("trends.gap") })],
      direction: () => direction(t, fields.direction, value),
      horizon: () => (fields.horizon === UNKNOWN ? value(UNKNOWN) : [template.horizons.find((horizon) => horizon.key === fields.horizon)?.label ?? "–"]),
    };
    return h("tr", { dataset: { trend: trend.key } }, ...columns.map(({ key, number, wide, whole }) => h("td", { class: classes(number, wide, whole) }, ...cells[key]())));
  };

  function draw() {
    for (const { key, button, cell } of heads) {
      const here = key === by;
      button.textContent = `${t(`trends.column.${key}`)}${here ? (down ? " ↓" : " ↑") : ""}`;
      if (here) cell.setAttribute("aria-sort", down ? "descending" : "ascending"); else cell.removeAttribute("aria-sort");
    }
    const wanted = fold(filter.value.trim());
    const narrowed = Boolean(wanted || gaps);
    const found = rows.filter((row) => (all || narrowed || row.state !== "none")
      && (!gaps || row.gap) && fold(`${row.trend.number} ${row.trend.name} ${row.trend.short}`).includes(wanted));
    const shown = sorted(template, found, by, down).slice(0, all || narrowed ? undefined : FIRST);
    only.setAttribute("aria-pressed", String(gaps));
    const focused = body.contains(document.activeElement) ? document.activeElement?.closest("tr")?.dataset.trend : null;
    body.replaceChildren(...shown.map(line));
    if (focused) body.querySelector(`[data-trend="${focused}"] button`)?.focus();
    none.textContent = shown.length ? "" : t(narrowed ? "trends.none_found" : own ? "trends.none_rated" : "trends.none_rated_other");
    none.hidden = shown.length > 0;
    more.hidden = narrowed || rows.length <= Math.min(FIRST, shown.length);
    more.textContent = all ? t("trends.show_fewer") : t("trends.show_all", { count: rows.length });
  }

  return { box, update(/** @type {any[]} */ fresh) { rows = fresh; draw(); } };
}

const classes = (number, wide, whole) => [number && "n", wide && "opt", whole && "whole"].filter(Boolean).join(" ") || null;

function direction(t, number, value) {
  if (typeof number !== "number") return value(number);
  const [sign, word] = number > 0 ? ["▲ ", "opportunity"] : number < 0 ? ["▼ ", "threat"] : ["", "both"];
  return [sign && h("span", { "aria-hidden": "true", text: sign }), t(`trends.${word}`)];
}
