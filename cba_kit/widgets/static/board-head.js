// The board's head: title, undo and redo, find and choose, the choice of view, all keys; and the legend of the notes.
import { h, icon, marker } from "./dom.js";

/** @param {any} board @param {{keys:()=>void}} acts */
export function createHead(board, { keys }) {
  const { client, template, t, writes } = board;
  const button = (sign, attributes, ...children) => h("button", { type: "button", class: "btn icon quiet", ...attributes }, icon(sign), ...children);
  const named = (sign, key, act, more = {}) => button(sign, { "aria-label": t(key), title: t(key), onclick: act, ...more });
  const undo = writes && button("undo", { onclick: () => board.undo() });
  const redo = writes && named("redo", "board.redo", () => board.redo());
  const find = named("find", "board.find.open", () => (board.find.open ? board.find.close() : board.find.show()));
  const choose = named("choose", "board.many.turn", () => board.selection.turn());
  const help = named("ask", "board.keys_title", keys, { class: "btn icon quiet keys-button" });
  const views = [["grid", "grid"], ["list", "list"]].map(([name, sign]) => button(sign, { class: "btn", dataset: { view: name } }, t(`board.view_${name}`)));
  const present = button("present", { class: "btn present-button", onclick: () => board.presentNow() }, t("board.present.open"));
  const time = board.openTime && button("hist", { class: "btn", onclick: board.openTime }, t("time.open"));
  const element = h("div", { class: "board-head" },
    h("div", { class: "board-title" }, h("h1", { text: template.title }), h("p", { class: "small mute purpose", text: template.purpose })),
    h("div", { class: "tools" }, undo, redo, find, choose, help, h("div", { class: "seg", role: "group", "aria-label": t("board.view") }, ...views), time, present));

  const set = (one, name, value) => { if (one.getAttribute(name) !== value) one.setAttribute(name, value); };

  return {
    element,
    draw() {
      for (const one of views) set(one, "aria-pressed", String(one.dataset.view === board.view));
      set(find, "aria-pressed", String(board.find.open));
      set(choose, "aria-pressed", String(board.selection.mode));
      if (!writes) return;
      const step = client.canUndo() && client.undoLabel();
      const label = step ? t("board.undo_step", { step }) : t("board.undo");
      set(undo, "aria-label", label);
      set(undo, "title", label);
      set(undo, "aria-disabled", String(!client.canUndo()));
      set(redo, "aria-disabled", String(!client.canRedo()));
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
