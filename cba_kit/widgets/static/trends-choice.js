// Choosing from a large catalogue: what matters for one's own ecosystems, and a filter for the list of trends.
import { h, hidden, icon } from "./dom.js";

/** @typedef {import("./trends-order.js").Filter} Filter */

/** The filter above the list. @param {any} client @param {any} template @param {{changed:(filter:Filter) => void}} acts */
export function createFilter(client, template, { changed }) {
  const { t } = client;
  /** @type {Filter} */ const filter = { words: "", sector: "", level: "", chosen: false };
  const set = (/** @type {Partial<Filter>} */ part) => { Object.assign(filter, part); changed(filter); };
  const levels = ["mega", "macro", "micro"].filter((level) => template.trends.some((/** @type {any} */ trend) => trend.level === level));
  const select = (/** @type {string} */ name, /** @type {{key:string, title:string}[]} */ options) => {
    const box = h("select", { class: "inp", "aria-label": t(`trends.filter_${name}`), onchange: () => set({ [name]: box.value }) },
      h("option", { value: "", text: t(`trends.all_${name}`) }), ...options.map(({ key, title }) => h("option", { value: key, text: title })));
    return box;
  };
  const only = h("button", { type: "button", class: "btn", "aria-pressed": "false", onclick: () => set({ chosen: !filter.chosen }) });
  const found = h("p", { class: "xs mute", role: "status" });
  const element = h("div", { class: "trends-filter" },
    h("input", { type: "search", class: "inp", "aria-label": t("trends.filter_words"), placeholder: t("trends.filter_words"), oninput: (event) => set({ words: event.target.value }) }),
    template.sectors.length > 1 && select("sector", template.sectors),
    levels.length > 1 && select("level", levels.map((key) => ({ key, title: t(`trends.level_${key}`) }))),
    only, found);
  return {
    element, filter,
    /** Show how many are chosen and how many are found. @param {{chosen:number, shown:number, all:number}} counts */
    draw({ chosen, shown, all }) {
      only.setAttribute("aria-pressed", String(filter.chosen));
      only.textContent = t("trends.only_chosen", { n: chosen });
      found.textContent = shown === all ? "" : t("trends.found_of", { n: shown, count: all });
    },
  };
}

/** The switch that chooses a trend, for its row in the list or its card.
 *  @param {any} client @param {any} trend @param {{choose:(chosen:boolean) => void, small?:boolean}} options */
export function createChoice(client, trend, { choose, small = false }) {
  const { t } = client;
  const button = h("button", { type: "button", class: small ? "pickit" : "btn pickit", "aria-pressed": "false", title: t("trends.matters"),
    onclick: () => choose(button.getAttribute("aria-pressed") !== "true") }, icon("flag"), small ? hidden(t("trends.matters_of", { trend: trend.short })) : t("trends.matters"));
  return { button, draw: (/** @type {boolean} */ chosen) => button.setAttribute("aria-pressed", String(chosen)) };
}
