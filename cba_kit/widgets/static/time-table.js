// What is different between two moments as a table: filtered, and saved for a spreadsheet.
import { csv } from "./csv.js";
import { h, hidden, icon, replace } from "./dom.js";
import { fold } from "./fold.js";
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
  const wish = { words: "", how: "" };
  const filter = h("input", { id: "time-filter", class: "inp", type: "search", autocomplete: "off", oninput: () => { wish.words = filter.value; draw(); } });
  const how = h("select", { id: "time-how", class: "inp", onchange: () => { wish.how = how.value; draw(); } },
    h("option", { value: "", text: t("time.list_all") }), ...Object.keys(SIGNS).map((key) => h("option", { value: key, text: t(`time.how.${key}`) })));
  const count = h("p", { class: "small mute", role: "status" });
  const field = (label, control) => h("div", { class: "time-field" }, h("label", { for: control.id, text: t(label) }), control);
  const save = h("button", { type: "button", class: "btn", onclick: download }, icon("down"), t("time.csv"));
  const column = (key) => h("th", { scope: "col", role: "columnheader", text: t(`time.col_${key}`) });
  const heads = ["how", "where", "then", "now", "who", "led"];
  const body = h("tbody", { role: "rowgroup" });
  const none = h("p", { class: "mute", text: t("time.list_none"), hidden: true });
  const table = h("table", { class: "tbl", role: "table" }, h("caption", { class: "vh", text: t("time.list_caption") }),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...heads.map(column), time.writes && h("th", { scope: "col", role: "columnheader" }, hidden(t("time.bring"))))), body);
  const element = h("div", { class: "time-list" }, h("div", { class: "time-list-bar" }, field("time.list_filter", filter), field("time.list_how", how), save), count,
    h("div", { class: "card pad0" }, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("time.list_caption") }, table)), none);

  const said = (line) => [line.where, line.before, line.after, line.who, ledWords(time, line.led)].join(" ");
  const fits = (line) => (!wish.how || line.one.how === wish.how) && fold(wish.words).split(/\s+/).every((word) => fold(said(line)).includes(word));

  function row({ one, before, after, more, where, when, who, led }) {
    const pair = one.how === "changed" ? marked(before, after) : { before: [h(one.how === "gone" ? "del" : "span", { text: before })], after: [h("ins", { text: after })] };
    const fields = (name, tag) => more.filter((field) => field[name]).map((field) => h("p", { class: "small" }, `${field.name}: `, h(tag, { text: field[name] })));
    const bare = more.filter((field) => !field.before && !field.after).map((field) => h("p", { class: "small", text: field.name }));
    const cell = (key, ...children) => h("td", { role: "cell", class: children.some(Boolean) ? "" : "empty", dataset: { label: t(`time.col_${key}`) } }, h("div", {}, ...children));
    const short = shortWords(template, one.then ?? one.now);
    return h("tr", { role: "row" }, cell("how", badge(t, one.how)), cell("where", where), cell("then", ...pair.before, ...fields("before", "del")),
      cell("now", ...pair.after, ...fields("after", "ins"), ...bare), cell("who", [who, when].filter(Boolean).join(", ")), cell("led", ledWords(time, led)),
      time.writes && h("td", { class: "time-act", role: "cell" }, time.acts && one.how !== "added" && h("button", { type: "button", class: "btn time-bring", dataset: { bring: "note", of: one.id, keep: `row-${one.id}` },
        "aria-label": t("time.bring_note", { words: short }) }, icon("hist"), t("time.bring"))));
  }

  function draw() {
    const all = linesOf(time);
    const wanted = all.filter(fits);
    replace(body, ...wanted.map(row));
    count.textContent = all.length ? t("time.found", { n: wanted.length, all: all.length }) : "";
    none.hidden = !all.length || wanted.length > 0;
    save.disabled = !wanted.length;
  }

  function download() {
    const lines = linesOf(time).filter(fits).map(({ one, before, after, more, where, who, at, led }) => [t(`time.how.${one.how}`), where, before, after,
      more.map((field) => `${field.name}: ${field.before} → ${field.after}`).join("; "), who, at, ledWords(time, led)]);
    const text = csv([["change", "where", "before", "after", "more", "who", "when", "comment"], ...lines]);
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    h("a", { href: address, download: `changes-${template.key}-${client.state.edition.today}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address));
  }

  return { element, draw };
}
