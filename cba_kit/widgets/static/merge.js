// Two texts of one entry, written at the same time: side by side, what differs is marked, and a person chooses.
// All editors show them with this; what a choice writes is one step of undo, and the journal keeps both texts.
import { grow, h, hidden, icon } from "./dom.js";
import { namesOf } from "./people.js";
import { draftsOf } from "./threads-draft.js";
import { whenSaid } from "./threads-facts.js";
import { toast } from "./toast.js";
import { differences, merged } from "./words-diff.js";

/** @typedef {{name:string, label:string, first:string, second:string, write:""|"line"|"text"}} Part a field in which the
 *   two say different things; `write`: how a person writes it, "" where it is chosen from a list
 *  @typedef {{entry:any, copy:any, parts:Part[], both:(()=>any[])|null, where?:string, done?:()=>void,
 *   face?:(entry:any, words:Node[])=>Node}} Choice `both` makes the operations that keep both texts in the way that fits,
 *   `where` says what it is about, `done` is told afterwards, `face` dresses the words of one side */

/** The copies of an entry that wait for a choice. @param {any} client @param {any} entry @returns {any[]} */
export const copiesOf = (client, entry) =>
  (entry ? client.list(entry.sheet, { kind: entry.kind }).filter((/** @type {any} */ other) => other.conflict_of === entry.id) : []);

/** The operations of a choice: `keep` is "first", "second", "both", or the texts that were written together, by field.
 *  @param {Choice} choice @param {"first"|"second"|"both"|Object<string,any>} keep */
export function stepsOf({ entry, copy, parts, both }, keep) {
  const { sheet, kind } = entry;
  const gone = { op: "remove", sheet, entry: copy.id, kind };
  if (keep === "first") return [gone];
  // an answer that was taken back meanwhile returns with the words that are chosen for it
  const back = entry.removed ? [{ op: "restore", sheet, entry: entry.id, kind }] : [];
  const put = (fields) => [...back, { sheet, entry: entry.id, kind, fields }];
  if (keep === "second") return [...put(Object.fromEntries(parts.map(({ name }) => [name, copy.fields[name]]))), gone];
  return [...(keep === "both" ? both?.() ?? [] : put(keep)), gone];
}

/** What happened, in a sentence. @param {any} client @param {any} entry @param {any} copy */
export function saidOf(client, entry, copy) {
  const { t } = client;
  const [one, other] = [entry, copy].map(({ changed_by: id }) => id);
  if (one === other) return t(one === client.state.me?.id ? "merge.by_you" : "merge.by_one", { name: namesOf(client, [one])[0] });
  const [first, second] = namesOf(client, [one, other].sort((id) => (id === client.state.me?.id ? -1 : 0)));
  return t("merge.by_two", { one: first, other: second });
}

const marked = (pieces) => pieces.map(({ text, only }) => (only ? h("mark", { text }) : document.createTextNode(text)));
const onlyIn = (pieces) => pieces.filter(({ text, only }) => only && text.trim()).map(({ text }) => `“${text.trim()}”`).join(", ");

/** @param {any} client @param {HTMLElement} place where the choices are shown */
export function createMerges(client, place) {
  /** @type {Map<string, any>} */ const views = new Map();
  let drawn = false;

  /** Two texts have come while the person works: they are told, and how to get there. */
  function tell({ entry, copy }) {
    const { box } = views.get(copy.id);
    const go = () => { box.scrollIntoView({ block: "nearest" }); box.querySelector("button")?.focus({ preventScroll: true }); };
    toast(saidOf(client, entry, copy), { label: client.t("merge.show"), act: go, sign: "people" });
  }

  return {
    /** Show these choices. A text that a person is writing stays as it is. @param {Choice[]} choices */
    draw(choices) {
      const fresh = choices.filter(({ copy }) => drawn && !views.has(copy.id));
      drawn = true;
      const ids = new Set(choices.map(({ copy }) => copy.id));
      for (const [id, view] of views) if (!ids.has(id)) { view.box.remove(); views.delete(id); }
      for (const choice of choices) {
        if (!views.has(choice.copy.id)) {
          views.set(choice.copy.id, createMerge(client));
          place.append(views.get(choice.copy.id).box);
        }
        views.get(choice.copy.id).update(choice);
      }
      if (fresh.length) tell(fresh[0]);
    },
  };
}

/** @param {any} client */
function createMerge(client) {
  const { t } = client;
  const drafts = draftsOf(client);
  /** @type {Choice} */ let choice;
  /** @type {any} the fields of a text that is written together */ let together = null;
  let shown = "";
  const head = h("div", {});
  const pair = h("div", { class: "merge-pair" });
  const more = h("div", { class: "row merge-acts" });
  const desk = h("div", { class: "merge-together", hidden: true });
  const box = h("section", { class: "merge" }, h("div", { class: "banner info" }, icon("people"), head), pair, more, desk);
  const button = (name, keep, attributes = {}) =>
    h("button", { type: "button", class: "btn", text: t(`merge.keep_${name}`), onclick: () => settle(keep, name), ...attributes });
  const draft = (name) => `merge:${choice.copy.id}:${name}`;

  /** Write what was chosen, as one step. */
  function settle(keep, name) {
    const { parts, done } = choice;
    const label = t("merge.step");
    client.putAll(stepsOf(choice, keep), label);
    for (const part of parts) drafts.keep(draft(part.name), "");
    toast(t(`merge.kept_${name}`), { label: t("merge.undo"), act: () => { if (client.undoLabel() === label) client.undo(); } });
    done?.();
  }

  function side(entry, which) {
    const { parts, face } = choice;
    const me = entry.changed_by === client.state.me?.id;
    const texts = parts.map(({ label, first, second }) => {
      const pieces = differences(first, second)[which];
      const words = marked(pieces);
      const only = onlyIn(pieces);
      const body = pieces.length ? (face?.(entry, words) ?? h("p", { class: "said" }, ...words)) : h("p", { class: "said mute", text: t("merge.nothing") });
      return h("div", {}, label && h("b", { class: "small", text: label }), body, only && hidden(t("merge.only_here", { words: only })));
    });
    return h("div", { class: "merge-side" },
      h("p", { class: "merge-who" }, h("b", { text: t(`merge.${which}`) }), " ",
        h("span", { class: "mute", text: t("merge.when", { name: me ? t("merge.you") : namesOf(client, [entry.changed_by])[0], when: whenSaid(client, entry.changed_at) }) })),
      ...texts, button(which, which));
  }

  /** A field of the text that is written together. */
  function field({ name, label, first, second, write }, index) {
    const id = `cba-merge-${choice.copy.id}-${index}`;
    const named = label || t("merge.together_text");
    const kept = drafts.read(draft(name));
    if (!write) {
      const options = [["first", first], ["second", second]].map(([value, text]) => h("option", { value, text }));
      const select = h("select", { id, class: "inp" }, ...options);
      return { name, parts: [h("label", { for: id, text: named }), select], read: () => choice[select.value === "first" ? "entry" : "copy"].fields[name], focus: select };
    }
    const line = write === "line";
    const area = h(line ? "input" : "textarea", { id, class: "inp", rows: line ? null : "3", value: kept || merged(first, second, { line }),
      oninput: () => { drafts.keep(draft(name), area.value); if (!line) grow(area); },
      onkeydown: (event) => { if (event.key === "Enter" && (line || event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); save(); } } });
    return { name, parts: [h("label", { for: id, text: named }), area], read: () => area.value.trim(), focus: area };
  }

  function open({ focus = true } = {}) {
    together = choice.parts.map(field);
    desk.replaceChildren(...together.flatMap(({ parts }) => parts), h("p", { class: "hint", text: t("merge.together_help") }),
      h("div", { class: "row" }, h("button", { type: "button", class: "btn pri", text: t("merge.save"), onclick: save }),
        h("button", { type: "button", class: "btn quiet", text: t("merge.close"), onclick: close })));
    desk.hidden = false;
    drawMore();
    for (const { focus: input } of together) if (input.tagName === "TEXTAREA") grow(input);
    if (focus) together[0].focus.focus();
  }

  function save() {
    if (together) settle(Object.fromEntries(together.map(({ name, read }) => [name, read()])), "together");
  }

  /** Leave the text unfinished; its words stay on this device until the choice is made. */
  function close() {
    together = null;
    desk.hidden = true;
    drawMore();
    /** @type {any} */ (more.querySelector("[data-together]"))?.focus();
  }

  function drawMore() {
    const { parts, both } = choice;
    const writes = parts.some(({ write }) => write);
    more.replaceChildren(...[
      !parts.length && button("one", "first"),
      parts.length > 0 && both && button("both", "both"),
      writes && h("button", { type: "button", class: "btn", dataset: { together: "" }, "aria-expanded": String(Boolean(together)), text: t("merge.together"), onclick: () => (together ? close() : open()) }),
    ].filter(Boolean));
    more.hidden = !more.firstChild;
  }

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !together || !desk.contains(/** @type {Node} */ (event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });

  return {
    box,
    /** @param {Choice} fresh */
    update(fresh) {
      choice = fresh;
      const { entry, copy, parts, where = "" } = fresh;
      const now = JSON.stringify([entry.changed_at, entry.changed_by, copy.changed_at, parts, where]);
      if (now === shown) return;
      const first = !shown;
      shown = now;
      const said = saidOf(client, entry, copy);
      box.setAttribute("aria-label", said);
      const differs = parts.some((part) => Object.values(differences(part.first, part.second)).flat().some(({ only }) => only));
      head.replaceChildren(h("b", { text: said }), " ", [t(parts.length ? "merge.kept" : "merge.same"), differs && t("merge.marked"), where].filter(Boolean).join(" "));
      const held = [...pair.querySelectorAll("button")].indexOf(/** @type {any} */ (document.activeElement));
      pair.replaceChildren(...(parts.length ? [side(entry, "first"), side(copy, "second")] : []));
      pair.querySelectorAll("button")[held]?.focus();
      drawMore();
      if (first && parts.some(({ name, write }) => write && drafts.read(draft(name)))) open({ focus: false });
    },
  };
}
