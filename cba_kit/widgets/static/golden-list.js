// The lines of the golden thread under headings by what they lack; notes that lead nowhere by their block, folded when many.
import { h, hidden, icon } from "./dom.js";
import { byBlock, byKind, handful, keyOf } from "./golden-facts.js";
import { lineItem } from "./golden-lines.js";

/** @typedef {import("./golden-facts.js").Line} Line */

/** @param {any} client @param {{title:HTMLElement}} options `title` takes the focus when there is nothing else to take it */
export function createLines(client, { title }) {
  const { t } = client;
  let all = false;
  /** @type {() => void} */ let again = () => {};
  const element = h("div", { class: "thread-kinds", role: "group", "aria-label": t("thread.lines") });
  const items = () => [.../** @type {any} */ (element.querySelectorAll("li[data-line]"))];

  /** @param {any} thread @param {Line[]} found @param {boolean} whole nothing is folded: somebody looks for something */
  function draw(thread, found, whole) {
    again = () => draw(thread, found, whole);
    const before = new Map(items().map((item) => [item.dataset.line, item]));
    const held = /** @type {HTMLElement|null} */ (element.contains(document.activeElement) ? document.activeElement?.closest("li") : null)?.dataset.line;
    element.replaceChildren(...byKind(found).map(({ kind, lines }) => h("section", { class: `thread-kind of-${kind}`, "aria-labelledby": `thread-${kind}` },
      h("h2", { id: `thread-${kind}` }, t(`thread.heading_${kind}`), " ", h("span", { class: "tag", text: String(lines.length) })),
      ...(kind === "note" ? notes(thread, lines, whole, before) : [list(thread, lines, before)]))));
    if (held !== undefined && !element.contains(document.activeElement)) backTo(held);
  }

  /** Lines that look the same stay as they are, so that the focus stays where it is. */
  function list(/** @type {any} */ thread, /** @type {Line[]} */ lines, /** @type {Map<string,any>} */ before) {
    return h("ol", { class: "threads-golden" }, ...lines.map((line) => {
      const fresh = lineItem({ client, thread, may: (kind) => client.may(kind) }, line);
      fresh.dataset.line = keyOf(line);
      const old = before.get(keyOf(line));
      return old && old.innerHTML === fresh.innerHTML ? old : fresh;
    }));
  }

  function notes(/** @type {any} */ thread, /** @type {Line[]} */ lines, /** @type {boolean} */ whole, /** @type {Map<string,any>} */ before) {
    const { first, more } = handful(lines);
    const folds = more > 0 && !whole;
    const shown = folds && !all ? first : lines;
    const blocks = byBlock(thread, shown).map(({ where, lines: here }) => h("div", { class: "thread-block" }, h("h3", { text: where }), list(thread, here, before)));
    const fold = folds && h("p", {}, h("button", { type: "button", class: "btn thread-more", "aria-expanded": String(all), onclick: turn },
      icon("chev"), t(all ? "thread.fewer" : "thread.more", { n: more }), !all && hidden(t("thread.of", { name: t("thread.heading_note") }))));
    return [...blocks, fold];
  }

  function turn() {
    const known = items().length;
    all = !all;
    again();
    const next = all ? items()[known]?.querySelector("a, button") : element.querySelector(".thread-more");
    (next ?? title).focus();
  }

  function backTo(/** @type {string} */ key) {
    const item = items().find((one) => one.dataset.line === key);
    (item?.querySelector("button, a") ?? title).focus();
  }

  return { element, draw, backTo };
}
