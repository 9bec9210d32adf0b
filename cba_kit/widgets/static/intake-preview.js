// The preview of a file: in plain words what it would do, or why it cannot be taken.
import { h, icon } from "./dom.js";
import { cellWords, countWords } from "./intake-facts.js";

const heading = (/** @type {string} */ text) => h("h3", { tabindex: "-1", class: "intake-result", text });

/** Why nothing was or can be done. @param {any} client @param {string} title @param {{what:string, problems:string[], fix:string}} refusal */
export function refusalView({ t }, title, { what, problems, fix }) {
  return [
    heading(title),
    h("div", { class: "banner bad" }, icon("warn"), h("div", {}, h("p", { text: what }), problems.length > 0 && h("ul", {}, ...problems.map((text) => h("li", { text }))), fix && h("p", { text: fix }))),
  ];
}

/** What a file would do. @param {any} client @param {string} name of the file @param {string} sheet the one that is open @param {any} told */
export function previewView(client, name, sheet, told) {
  const { t, state } = client;
  const { counts } = told;
  const nothing = !counts.new && !counts.changed;
  const title = counts.refused ? t("intake.refused_title", { name }) : !nothing ? t("intake.would", { name }) : t(counts.same ? "intake.nothing" : "intake.nothing_read");

  const more = (/** @type {any[]} */ shown, /** @type {number} */ all) => all > shown.length && h("li", { class: "mute", text: t("intake.more", { n: all - shown.length }) });
  const line = (/** @type {any} */ one) => h("li", {},
    h("p", {}, h("strong", { text: one.name || one.place }), one.sheet !== sheet && h("span", { class: "small mute", text: ` ${state.sheets.get(one.sheet)?.title ?? ""}` })),
    ...cellWords(t, one).map((text) => h("p", { class: "small", text })),
    h("p", { class: "small mute", text: one.place }));
  const list = (/** @type {"new"|"changed"} */ kind) => told[kind].length > 0 && h("details", { open: counts[kind] <= 5 },
    h("summary", { text: t(`intake.${kind}_title`, { n: counts[kind] }) }),
    h("ul", { class: "intake-lines" }, ...told[kind].map(line), more(told[kind], counts[kind])));

  return [
    heading(title),
    h("p", { class: "intake-counts", text: countWords(t, counts) }),
    counts.refused > 0 && h("div", { class: "banner warn" }, icon("warn"), h("div", {},
      h("ul", { class: "intake-refused" }, ...told.refused.map((/** @type {any} */ { place, reason }) => h("li", {}, h("strong", { text: t("intake.at", { place }) }), ` ${reason}`)), more(told.refused, counts.refused)),
      h("p", { text: t("intake.refused_text") }))),
    list("changed"), list("new"),
    told.remarks.length > 0 && h("div", {}, h("h4", { text: t("intake.remarks") }), h("ul", { class: "small" }, ...told.remarks.map((/** @type {string} */ text) => h("li", { text })))),
  ].filter(Boolean);
}
