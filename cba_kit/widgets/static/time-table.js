// What is different between two moments as a table: filtered, sorted, and saved for a spreadsheet.
import { h, icon } from "./dom.js";
import { createTable as table } from "./table.js";
import { ledBy, madeBy } from "./time-facts.js";
import { SIGNS, badge, marked } from "./time-note.js";
import { commenter, fieldName, fieldWords, mainField, mainWords, shortWords, whenOf, whoOf } from "./time-words.js";
import { threadsOf, wordsOf } from "./threads-facts.js";

/** What is different, with everything that is said about it. @param {any} time @returns {any[]} */
export function linesOf(time) {
  const { client, template, parts, past } = time;
  const threads = threadsOf(client, template.key);
  const title = (/** @type {any} */ entry) => parts.find(({ key }) => key === entry?.block)?.title ?? "";
  return time.found.filter((one) => one.how !== "same").map((one) => {
    const { at, by } = madeBy(one, time.later);
    const blocks = [one.then?.block, one.now?.block].filter(Boolean);
    const [before, after] = [one.then, one.now].map((entry) => (entry ? mainWords(template, entry) : ""));
    const more = one.fields.filter((name) => name !== mainField(one.now)).map((name) => ({
      name: fieldName(client, template, one.now, name), before: fieldWords(template, one.then, name), after: fieldWords(template, one.now, name) }));
    return { one, before, after, more, where: title(one.now ?? one.then), when: whenOf(client, at), at, who: whoOf(client, [by], past?.people ?? {}),
      led: ledBy({ id: one.id, blocks, at, by }, threads) };
  });
}

/** The comment that came before a change, in words. */
const ledWords = (time, thread) => (thread ? time.t("time.comment_led", { name: commenter(time.client, thread.root.created_by), text: wordsOf(thread.root) }) : "");

/** @param {any} time */
export function createTable(time) {
  const { client, template, t } = time;
  const led = (/** @type {any} */ line) => ledWords(time, line.led);
  const fields = (/** @type {any[]} */ more, /** @type {string} */ name, /** @type {string} */ tag) =>
    more.filter((field) => field[name]).map((field) => h("p", { class: "small" }, `${field.name}: `, h(tag, { text: field[name] })));
  const words = (/** @type {any} */ { one, before, after }) => (one.how === "changed" ? marked(before, after)
    : { before: before ? [h(one.how === "gone" ? "del" : "span", { text: before })] : [], after: after ? [h("ins", { text: after })] : [] });
  const bare = (/** @type {any[]} */ more) => more.filter((field) => !field.before && !field.after).map((field) => h("p", { class: "small", text: field.name }));
  const bring = (/** @type {any} */ { one }) => [time.acts && one.how !== "added" && h("button", { type: "button", class: "btn time-bring", dataset: { bring: "note", of: one.id, keep: `row-${one.id}` },
    "aria-label": t("time.bring_note", { words: shortWords(template, one.then ?? one.now) }) }, icon("hist"), t("time.bring"))];

  /** @type {Object<string, [(line:any) => any[], ((line:any) => string|number)?]>} what a cell shows, and what it is sorted by */
  const CELLS = {
    how: [({ one }) => [badge(t, one.how)], ({ one }) => Object.keys(SIGNS).indexOf(one.how)],
    where: [({ where }) => [where], ({ where }) => where],
    then: [(line) => [...words(line).before, ...fields(line.more, "before", "del")]],
    now: [(line) => [...words(line).after, ...fields(line.more, "after", "ins"), ...bare(line.more)]],
    who: [({ who, when }) => [[who, when].filter(Boolean).join(", ")], ({ at }) => at],
    led: [(line) => [led(line)]],
  };
  const list = table(t, {
    caption: t("time.list_caption"), name: ({ one }) => one.id, className: "time-list", cards: true,
    columns: [...Object.entries(CELLS).map(([key, [cell, value]]) => ({ key, title: t(`time.col_${key}`), cell, value, down: key === "who" })),
      ...(time.writes ? [{ key: "bring", title: t("time.bring"), cell: bring, silent: true, bare: true }] : [])],
    words: { label: t("time.list_filter"), of: (line) => [line.where, line.before, line.after, line.who, led(line)].join(" ") },
    choice: { label: t("time.list_how"), options: Object.keys(SIGNS).map((key) => ({ key, label: t(`time.how.${key}`) })), of: ({ one }) => one.how },
    file: { name: () => `changes-${template.key}-${client.state.edition.today}`, lines: (lines) => [["change", "where", "before", "after", "more", "who", "when", "comment"],
      ...lines.map((line) => [t(`time.how.${line.one.how}`), line.where, line.before, line.after,
        line.more.map((/** @type {any} */ field) => `${field.name}: ${field.before} → ${field.after}`).join("; "), line.who, line.at, led(line)])] },
  });
  return { element: list.element, draw: () => list.update(linesOf(time)) };
}
