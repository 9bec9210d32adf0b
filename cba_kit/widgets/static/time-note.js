// One entry as it was, or as it became: its words with what is new underlined and what is gone struck, and a word for the change.
import { h, hidden, icon, marker } from "./dom.js";
import { meaning } from "./board-order.js";
import { fieldName, fieldWords, mainField, mainWords, shortWords } from "./time-words.js";
import { differences } from "./words-diff.js";

export const SIGNS = { added: "+", changed: "±", gone: "−" };

/** The tag of a change: a sign and a word. @param {any} t @param {string} how */
export const badge = (t, how) => h("span", { class: `dbadge ${how}` }, h("i", { "aria-hidden": "true", text: `${SIGNS[how]} ` }), t(`time.how.${how}`), hidden(": "));

/** Two texts, what is only in one of them marked; all of it where they have little in common.
 *  @param {string} before @param {string} after @returns {{before:Node[], after:Node[]}} */
export function marked(before, after) {
  const { first, second } = differences(before, after);
  const none = before !== after && ![...first, ...second].some(({ only }) => only);
  const nodes = (pieces, tag) => pieces.map(({ text, only }) => (only || none ? h(tag, { text }) : document.createTextNode(text)));
  return { before: nodes(first, "del"), after: nodes(second, "ins") };
}

/** The lines that say what else changed in an entry than its words. @param {any} time @param {any} one a difference */
function others(time, one) {
  const { client, template } = time;
  return one.fields.filter((name) => name !== mainField(one.now)).map((name) => {
    const [before, after] = [one.then, one.now].map((entry) => fieldWords(template, entry, name));
    return h("span", { class: "meta" }, h("span", {}, `${fieldName(client, template, one.now, name)}: `,
      before && h("del", { text: before }), before && " ", after && h("ins", { text: after })));
  });
}

/** @param {any} time the shared state, see time.js @param {any} one a difference
 *  @param {{side?:"both"|"then"|"now", act?:boolean}} [options] `side`: of two columns, which one; `act`: offer to bring it back */
export function entryCard(time, one, { side = "both", act = false } = {}) {
  const { t, template } = time;
  const shown = side === "then" || (side === "both" && one.how === "gone") ? one.then : one.now;
  const how = side === "both" || one.how === "changed" || (side === "then" ? one.how === "gone" : one.how === "added") ? one.how : "same";
  const kind = template.meanings ? meaning(template, shown) : null;
  const words = mainWords(template, shown);
  const changed = how === "changed" && one.fields.includes(mainField(one.now)) ? marked(mainWords(template, one.then), mainWords(template, one.now)) : null;
  const text = !words ? h("span", { class: "words none", text: t("time.no_words") })
    : h("span", { class: "words" }, ...(changed ? changed[side === "then" ? "before" : "after"] : [how === "gone" ? h("del", { text: words }) : words]));
  const short = shortWords(template, one.then ?? one.now);
  return h("li", {}, h("div", { class: `note ${kind?.tint ?? "time-plain"}${how === "same" ? "" : ` ${how}`}` },
    how !== "same" && badge(t, how), kind && hidden(`${kind.label}: `), kind && marker(kind.tint), text,
    changed && side === "both" && h("span", { class: "meta was" }, h("span", {}, h("b", { text: `${t("time.was")}: ` }), ...changed.before)),
    ...(how === "changed" && side !== "then" ? others(time, one) : []),
    act && ["gone", "changed"].includes(how) && h("button", { type: "button", class: "btn time-bring", dataset: { bring: "note", of: one.id, keep: `note-${one.id}` },
      "aria-label": t("time.bring_note", { words: short }) }, icon("hist"), t("time.bring"))));
}
