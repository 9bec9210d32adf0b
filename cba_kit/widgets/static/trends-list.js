// The list of trends: how far each one is, narrower ones below wider ones, and a filter where there are many.
import { h, hidden, icon, replace } from "./dom.js";
import { createChoice, createFilter } from "./trends-choice.js";
import { fits, isLarge, nested } from "./trends-order.js";

const STATES = { rated: "rated", unknown: "dont_know_short", begun: "begun", none: "not_rated", hidden: "not_shown" };

/** @param {any} client @param {any} template
 *  @param {{choose:(trend:string) => void, matter:((trend:string, chosen:boolean) => void)|null}} acts `matter` notes that a trend
 *    is important, null where the reader cannot */
export function createList(client, template, { choose, matter }) {
  const { t } = client;
  const large = isLarge(template);
  const list = h("ol", {});
  const filter = large ? createFilter(client, template, { changed: () => draw(rows, current) }) : null;
  const element = h("nav", { class: `trends-list${large ? " large" : ""}`, "aria-label": t("trends.list", { count: template.trends.length }) }, filter?.element, list);
  /** @type {any[]} */ let rows = [];
  let current = "";

  const lines = nested(template.trends).map(({ trend, depth }) => {
    const mark = h("span", { class: "mark" });
    const level = large && trend.level ? hidden(`, ${t(`trends.level_${trend.level}`)}`) : "";
    const button = h("button", { type: "button", class: "one", onclick: () => choose(trend.key) }, h("b", { text: String(trend.number) }), h("span", { class: "name" }, trend.short, level), mark);
    const choice = large && matter ? createChoice(client, trend, { small: true, choose: (chosen) => matter(trend.key, chosen) }) : null;
    const line = h("li", { class: depth ? `depth-${Math.min(depth, 2)}` : null, dataset: { entry: `${template.key}.${trend.key}`, brief: "" } }, button, choice?.button);
    list.append(line);
    return { trend, line, button, mark, choice, told: "" };
  });

  /** The lines that fit the filter; the trend that is open always does. */
  function draw(/** @type {any[]} */ fresh, /** @type {string} */ open) {
    [rows, current] = [fresh, open];
    const known = new Map(rows.map((row) => [row.trend.key, row]));
    let shown = 0;
    for (const one of lines) {
      const { state, chosen } = known.get(one.trend.key);
      const here = one.trend.key === current;
      const fitting = !filter || fits(one.trend, filter.filter, chosen);
      shown += Number(fitting);
      one.line.hidden = !fitting && !here;
      const now = `${state} ${chosen} ${here}`;
      if (now === one.told) continue; // there may be two thousand of them
      one.told = now;
      if (here) one.button.setAttribute("aria-current", "true"); else one.button.removeAttribute("aria-current");
      const sign = { rated: icon("check"), unknown: h("b", { "aria-hidden": "true", text: "?" }), begun: h("b", { "aria-hidden": "true", text: "…" }), none: "" }[state];
      replace(one.mark, ...(sign ? [sign] : []), hidden(` ${t(`trends.${STATES[state]}`)}`));
      one.choice?.draw(chosen);
    }
    filter?.draw({ chosen: rows.filter((row) => row.chosen).length, shown, all: lines.length });
  }

  return {
    element, draw,
    /** The keys of the trends that are shown, in their order. */
    order: () => lines.filter(({ line }) => !line.hidden).map(({ trend }) => trend.key),
    /** On a phone the list is a strip: bring the open trend into its middle. */
    reveal() {
      const here = list.querySelector("[aria-current]")?.parentElement;
      if (here) list.scrollLeft = here.offsetLeft - list.clientWidth / 2 + here.offsetWidth / 2;
    },
  };
}
