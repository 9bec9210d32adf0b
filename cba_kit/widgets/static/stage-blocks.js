// Single blocks of a board: locked, hidden from the group, or the one that everybody is to look at.
import { h, icon } from "./dom.js";

const LISTS = ["locked", "hidden"];

/** @param {any} client @param {any} template @param {(fields:Object<string,any>) => void} set */
export function createBlocks(client, template, set) {
  const { t } = client;
  /** @type {any} */ let now = { locked: [], hidden: [], spotlight: "" };
  /** @type {{button:any, is:() => boolean}[]} */ const buttons = [];

  function button(name, block, is, press) {
    const one = h("button", { type: "button", class: "btn", dataset: { set: name }, "aria-label": t(`stage.${name}_block`, { block: block.title }), onclick: press }, t(`stage.${name}`));
    buttons.push({ button: one, is });
    return one;
  }

  const line = (/** @type {any} */ block) => h("li", {}, h("span", { class: "stage-block", text: block.title }),
    h("span", { class: "stage-block-acts" },
      ...LISTS.map((name) => button(name, block, () => now[name].includes(block.key), () => set({ [name]: { [block.key]: !now[name].includes(block.key) } }))),
      button("spotlight", block, () => now.spotlight === block.key, () => set({ spotlight: now.spotlight === block.key ? "" : block.key }))));

  const some = h("span", { class: "small mute" });
  const element = h("details", { class: "stage-more" }, h("summary", {}, icon("grid"), h("span", { text: t("stage.blocks") }), some),
    h("ul", { class: "stage-blocks" }, ...template.blocks.map(line)));

  return {
    element,
    /** @param {any} stage */
    draw(stage) {
      now = stage;
      for (const one of buttons) one.button.setAttribute("aria-pressed", String(one.is()));
      const title = template.blocks.find((/** @type {any} */ block) => block.key === now.spotlight)?.title;
      const said = [now.locked.length && t("stage.locked_n", { n: now.locked.length }), now.hidden.length && t("stage.hidden_n", { n: now.hidden.length }),
        title && t("stage.looking", { block: title })].filter(Boolean).join(" ");
      if (some.textContent !== said) some.textContent = said;
    },
  };
}
