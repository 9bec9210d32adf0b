// The board's head: title, undo and redo, the choice of view, all keys; and the legend of the notes.
import { h, icon, marker } from "./dom.js";

/** @param {any} board @param {{keys:()=>void}} acts */
export function createHead(board, { keys }) {
  const { client, template, t, writes } = board;
  const button = (sign, attributes, ...children) => h("button", { type: "button", class: "btn icon quiet", ...attributes }, icon(sign), ...children);
  const undo = writes && button("undo", { onclick: () => board.undo() });
  const redo = writes && button("redo", { onclick: () => board.redo(), "aria-label": t("board.redo"), title: t("board.redo") });
  const help = button("ask", { class: "btn icon quiet keys-button", "aria-label": t("board.keys_title"), title: t("board.keys_title"), onclick: keys });
  const views = [["grid", "grid"], ["list", "list"]].map(([name, sign]) => button(sign, { class: "btn", dataset: { view: name } }, t(`board.view_${name}`)));
  const element = h("div", { class: "board-head" },
    h("div", { class: "board-title" }, h("h1", { text: template.title }), h("p", { class: "small mute purpose", text: template.purpose })),
    h("div", { class: "tools" }, undo, redo, help, h("div", { class: "seg", role: "group", "aria-label": t("board.view") }, ...views)));

  return {
    element,
    draw() {
      for (const one of views) one.setAttribute("aria-pressed", String(one.dataset.view === board.view));
      if (!writes) return;
      const step = client.canUndo() && client.undoLabel();
      const label = step ? t("board.undo_step", { step }) : t("board.undo");
      undo.setAttribute("aria-label", label);
      undo.title = label;
      undo.setAttribute("aria-disabled", String(!client.canUndo()));
      redo.setAttribute("aria-disabled", String(!client.canRedo()));
    },
  };
}

/** What the notes' colours and signs say. @param {any} board */
export function legend({ template, t }) {
  const key = (kind) => {
    const sign = marker(kind.tint);
    sign.removeAttribute("class");
    return h("span", { class: "k" }, h("span", { class: `sw ${kind.tint}` }, sign), kind.label);
  };
  return h("div", { class: "legend", role: "group", "aria-label": t("board.legend") }, ...template.meanings.map(key));
}
