// The plan of the canvas in small: the map that jumps on a phone, and the picture of an empty sheet.
import { h } from "./dom.js";
import { gridAreas } from "./board-layout.js";

/** The map for a narrow screen. @param {any} board */
export function createMap(board) {
  const { template, t } = board;
  const buttons = new Map(template.blocks.map((block) => {
    const button = h("button", { type: "button", dataset: { jump: block.key, block: block.key }, title: block.title, text: block.short });
    button.style.gridArea = block.key;
    return [block.key, button];
  }));
  const element = h("nav", { class: "jump", "aria-label": t("board.map") }, ...buttons.values());
  element.style.gridTemplateAreas = gridAreas(template.areas);
  return {
    element,
    draw() {
      for (const [key, button] of buttons) {
        if (board.open === key) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
        button.classList.toggle("drop", board.moving?.block === key);
      }
    },
  };
}

/** A silent picture of the plan with one block marked. @param {any} template @param {string} marked */
export function smallPlan(template, marked) {
  const plan = h("div", { class: "small-plan", "aria-hidden": "true" }, ...template.blocks.map((block) => {
    const cell = h("i", { class: block.key === marked ? "on" : "" });
    cell.style.gridArea = block.key;
    return cell;
  }));
  plan.style.gridTemplateAreas = gridAreas(template.areas);
  return plan;
}
