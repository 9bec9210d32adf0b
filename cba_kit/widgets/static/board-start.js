// What an empty canvas says: where to start, with one button that begins.
import { h, icon, replace } from "./dom.js";
import { smallPlan } from "./board-map.js";

/** Split the template's first words into a headline and the rest. @param {string} text @returns {[string, string]} */
export function headline(text) {
  const [first, ...rest] = text.trim().split(/(?<=[.:!?])\s+/);
  return [first.replace(/[.:]$/, ""), rest.join(" ")];
}

/** @param {any} board */
export function createStart(board) {
  const { template, t } = board;
  const [first] = template.blocks;
  const [title, more] = headline(template.start);
  const element = h("div", { class: "board-start" });
  return {
    element,
    draw() {
      const empty = !board.editing && [...board.blocks.values()].every((notes) => !notes.length);
      board.root.toggleAttribute("data-empty", empty);
      if (!empty) { element.replaceChildren(); return; }
      const begin = board.writes
        ? h("button", { type: "button", class: "btn pri", dataset: { first: first.key } }, icon("plus"), t("board.first", { block: first.title }))
        : h("p", { class: "mute", text: t("board.empty_reader") });
      replace(element, h("section", { class: "card empty-sheet" }, smallPlan(template, first.key),
        h("div", { class: "grow" }, h("h2", { text: title }), more && h("p", { class: "mute", text: more }), begin)));
    },
  };
}
