// One bundle on the merge screen: the notes that become one, and what can be done with them.
import { h, hidden, icon } from "./dom.js";

/** @param {any} t @param {import("./gather-facts.js").Bundle} bundle
 *  @param {{block:string, groups:Object<string,string>, held:string, alone:boolean}} place `held` is the bundle that waits to be put
 *    together with another, "" where none does; `alone`: there is no other one in the block */
export function bundleLine(t, { id, take, notes }, { block, groups, held, alone }) {
  const words = notes[0].text;
  const act = (/** @type {string} */ name, /** @type {string} */ label, more = {}) =>
    h("button", { type: "button", class: "btn quiet", dataset: { act: name, block, bundle: id, ...more } }, t(`gather.${name}`), hidden(`: ${label}`));

  function note(/** @type {import("./gather-facts.js").Given} */ one, /** @type {number} */ index) {
    const dots = one.dots ? h("span", { class: "tag acc" }, t(one.dots === 1 ? "gather.dots_one" : "gather.dots", { n: one.dots })) : null;
    return h("li", {}, h("p", { class: "gather-words", text: one.text }),
      h("p", { class: "gather-about" }, h("span", { class: "tag" }, icon("people"), groups[one.group] ?? ""), dots,
        notes.length > 1 && (index ? act("word", one.text, { source: one.source }) : h("span", { class: "small mute", text: t("gather.words") })),
        notes.length > 1 && act("apart", one.text, { source: one.source })));
  }

  const box = h("input", { type: "checkbox", checked: take, dataset: { act: "take", block, bundle: id } });
  box.checked = take;
  const mine = held === id;
  const join = mine ? act("cancel", words) : held ? act("here", words) : act("join", words);
  return h("li", { class: `gather-bundle${take ? "" : " left"}${mine ? " held-bundle" : ""}`, dataset: { bundle: id } },
    h("label", { class: "check" }, box, h("span", {}, notes.length > 1 ? t("gather.bring_n", { n: notes.length }) : t("gather.bring"), hidden(`: ${words}`))),
    h("ul", { class: "gather-notes" }, ...notes.map(note)), !alone && h("p", { class: "gather-join" }, join));
}
