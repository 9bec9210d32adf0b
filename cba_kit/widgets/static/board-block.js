// One block of the board: its title opens the guiding questions, + adds a note, below it the notes.
import { h, hidden, icon, marker } from "./dom.js";
import { setChildren } from "./board-children.js";
import { GHOST, NOWHERE } from "./board-order.js";

/** The guiding questions of a block and its example. @param {any} board @param {any} block */
export const questionsOf = ({ t }, block) => [
  h("ul", {}, ...block.questions.map((/** @type {string} */ text) => h("li", { text }))),
  block.example && h("details", {}, h("summary", { text: t("board.example") }), h("p", { text: block.example })),
];

/** @param {any} board @param {any} block a block of the template @param {{note:(id:string)=>any}} parts */
export function createBlock(board, block, { note }) {
  const { t } = board;
  const id = `${board.name}-${block.key}`;
  const nowhere = block.key === NOWHERE;
  const said = hidden("");
  const title = h("button", { type: "button", dataset: { title: block.key }, "aria-controls": `${id}-questions` }, block.title, icon("ask"), said);
  const count = h("span", { class: "cnt", "aria-hidden": "true" });
  const add = board.writes && !nowhere && h("button", { type: "button", class: "btn icon", dataset: { add: block.key }, "aria-label": t("board.add", { block: block.title }) }, icon("plus"));
  const alone = h("button", { type: "button", class: "btn quiet zoom-button", dataset: { zoom: block.key } }, icon("zoom"), t("board.zoom"));
  const questions = h("div", { class: "pop", id: `${id}-questions`, hidden: true }, ...(nowhere ? [h("p", { text: t("board.nowhere_why") })] : [...questionsOf(board, block), alone]).filter(Boolean));
  const state = h("p", { class: "block-state", hidden: true });
  const list = h("ul", { class: "notes" });
  const none = h("p", { class: "small mute none-found", text: t("board.find.none_here"), hidden: true });
  const element = h("section", { class: "block", dataset: { block: block.key }, "aria-label": block.title },
    h("div", { class: "bh" }, h("h2", { id: `${id}-title` }, title), count, add, h("span", { class: "chv", "aria-hidden": "true" }, icon("chev"))),
    state, questions, list, none);
  if (nowhere) element.classList.add("nowhere"); else element.style.gridArea = block.key;
  const ghost = h("li", { class: "ghost-place", "aria-hidden": "true" }, h("div", { class: "note ghost" }, marker("today"), h("span")));
  let asked = false;
  /** @type {string[]} */ let ids = [];

  function drawHead() {
    const open = board.narrow ? board.open === block.key : asked !== (board.zoomed === block.key); // alone, a block shows them
    title.setAttribute("aria-expanded", String(open));
    element.toggleAttribute("data-open", board.open === block.key);
    questions.hidden = !open;
  }

  /** What the stage does to this block: locked, hidden, looked at. */
  function drawStage() {
    const { stage } = board;
    const locked = stage.locks(block.key);
    const hides = stage.hides(block.key);
    const words = [hides && t(stage.leading ? "board.stage.hidden_leading" : "board.stage.hidden"), locked && t(stage.leading ? "board.stage.locked_leading" : "board.stage.locked")].filter(Boolean);
    const text = words.join(" ");
    if (state.dataset.said !== text) {
      state.dataset.said = text;
      state.replaceChildren(...(text ? [icon("lock"), h("span", { text })] : []));
      state.hidden = !text;
    }
    element.classList.toggle("withheld", Boolean(text));
    element.classList.toggle("lit", stage.now.spotlight === block.key);
    if (add) add.hidden = !stage.opens(block.key);
  }

  return {
    element, list, add, title,
    get ids() { return ids; },
    /** Show these notes, in this order. @param {string[]} wanted */
    setNotes(wanted) {
      const total = board.blocks.get(block.key)?.length ?? 0;
      ids = wanted.filter((one) => one !== GHOST);
      if (wanted.includes(GHOST)) ghost.querySelector("span").textContent = board.client.get(board.moving.id)?.fields.text ?? "";
      setChildren(list, wanted.map((one) => (one === GHOST ? ghost : note(one).item)));
      const shown = board.find.on ? t("board.find.of", { n: ids.length, all: total }) : String(total);
      if (count.textContent !== shown) count.textContent = shown;
      const words = `: ${t("board.block_says", { n: shown })}`;
      if (said.textContent !== words) said.textContent = words;
      none.hidden = !board.find.on || ids.length > 0 || !total;
      element.classList.toggle("drop", board.moving?.block === block.key);
      if (nowhere) element.hidden = !total;
      drawStage();
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
