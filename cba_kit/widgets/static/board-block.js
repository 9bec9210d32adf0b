// One block of the board: its title opens the guiding questions, + adds a note, below it the notes.
import { h, hidden, icon, marker } from "./dom.js";
import { setChildren } from "./board-children.js";
import { GHOST } from "./board-order.js";

/** @param {any} board @param {any} block a block of the template @param {{note:(id:string)=>any}} parts */
export function createBlock(board, block, { note }) {
  const { t } = board;
  const id = `${board.name}-${block.key}`;
  const said = hidden("");
  const title = h("button", { type: "button", dataset: { title: block.key }, "aria-controls": `${id}-questions` }, block.title, icon("ask"), said);
  const count = h("span", { class: "cnt", "aria-hidden": "true" });
  const add = board.writes && h("button", { type: "button", class: "btn icon", dataset: { add: block.key }, "aria-label": t("board.add", { block: block.title }) }, icon("plus"));
  const questions = h("div", { class: "pop", id: `${id}-questions`, hidden: true },
    h("ul", {}, ...block.questions.map((text) => h("li", { text }))),
    block.example && h("details", {}, h("summary", { text: t("board.example") }), h("p", { text: block.example })));
  const list = h("ul", { class: "notes" });
  const element = h("section", { class: "block", dataset: { block: block.key }, "aria-label": block.title },
    h("div", { class: "bh" }, h("h2", { id: `${id}-title` }, title), count, add, h("span", { class: "chv", "aria-hidden": "true" }, icon("chev"))),
    questions, list);
  element.style.gridArea = block.key;
  const ghost = h("li", { class: "ghost-place", "aria-hidden": "true" }, h("div", { class: "note ghost" }, marker("today"), h("span")));
  let asked = false;
  /** @type {string[]} */ let ids = [];

  function drawHead() {
    const open = board.narrow ? board.open === block.key : asked;
    title.setAttribute("aria-expanded", String(open));
    element.toggleAttribute("data-open", board.open === block.key);
    questions.hidden = !open;
  }

  return {
    element, list, add, title,
    get ids() { return ids; },
    /** Show these notes, in this order. @param {string[]} wanted */
    setNotes(wanted) {
      ids = wanted.filter((one) => one !== GHOST);
      if (wanted.includes(GHOST)) ghost.querySelector("span").textContent = board.client.get(board.moving.id)?.fields.text ?? "";
      setChildren(list, wanted.map((one) => (one === GHOST ? ghost : note(one).item)));
      const total = board.blocks.get(block.key)?.length ?? 0;
      count.textContent = String(total);
      const words = `: ${t("board.block_says", { n: total })}`;
      if (said.textContent !== words) said.textContent = words;
      element.classList.toggle("drop", board.moving?.block === block.key);
      drawHead();
    },
    /** Open or close the guiding questions. */
    toggle() {
      asked = !asked;
      drawHead();
    },
    drawHead,
  };
}
