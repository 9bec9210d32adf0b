// The board's dialogs: a question before a removal, where a note goes, and all keys.
import { h, icon } from "./dom.js";

let made = 0;

/** Show a dialog and tell which button closed it; Esc gives "". @returns {Promise<string>} */
function show(root, title, build) {
  const id = `cba-dialog-${++made}`;
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const form = h("form", { method: "dialog" }, h("h2", { id, text: title }));
  const dialog = h("dialog", { class: "board-dialog", "aria-labelledby": id }, form);
  form.append(...build().filter(Boolean));
  (root.closest(".cba") ?? root).append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(dialog.returnValue);
    });
    dialog.showModal();
  });
}

const submit = (value, className, ...children) => h("button", { value, class: className, autofocus: value === "" }, ...children);

/** Ask before something that others depend on. @param {Element} root
 *  @param {{title:string, text:string, yes:string, no:string}} words @returns {Promise<boolean>} */
export async function ask(root, { title, text, yes, no }) {
  const answer = await show(root, title, () => [
    h("p", { text }),
    h("div", { class: "actions" }, submit("yes", "btn dng", icon("trash"), yes), submit("", "btn", no)),
  ]);
  return answer === "yes";
}

/** Ask for a block and a place in it. @param {Element} root
 *  @param {{title:string, t:(key:string, values?:any)=>string, blocks:{key:string, title:string, notes:string[]}[],
 *    from:{block:string, index:number}, yes?:string}} options
 *  @returns {Promise<{block:string, index:number}|null>} */
export async function askPlace(root, { title, t, blocks, from, yes = t("board.place_move") }) {
  const options = (list) => list.map(([value, text]) => h("option", { value: String(value), text }));
  const block = h("select", { id: "cba-move-block", class: "inp" }, ...options(blocks.map((one) => [one.key, one.title])));
  const place = h("select", { id: "cba-move-place", class: "inp" });
  const fill = () => {
    const { notes, key } = blocks.find((one) => one.key === block.value) ?? blocks[0];
    place.replaceChildren(...options([[0, t("board.place_first")], ...notes.map((text, i) => [i + 1, t("board.place_after", { note: text })])]));
    place.value = String(key === from.block ? from.index : notes.length);
  };
  block.value = blocks.some(({ key }) => key === from.block) ? from.block : blocks[0]?.key ?? "";
  block.addEventListener("change", fill);
  fill();
  const answer = await show(root, title, () => [
    h("label", { for: "cba-move-block", text: t("board.place_block") }), block,
    h("label", { for: "cba-move-place", text: t("board.place_order") }), place,
    h("div", { class: "actions" }, submit("move", "btn pri", yes), submit("leave", "btn", t("board.place_leave"))),
  ]);
  return answer === "move" ? { block: block.value, index: Number(place.value) } : null;
}

/** Show what was pasted, and ask whether these are notes or one note. @param {Element} root
 *  @param {{notes:string[], most:number, block:string, t:(key:string, values?:any)=>string}} options
 *  @returns {Promise<"notes"|"one"|"">} */
export async function askPaste(root, { notes, most, block, t }) {
  const taken = notes.slice(0, most);
  const answer = await show(root, t("board.paste.title", { n: notes.length, block }), () => [
    notes.length > most && h("p", { text: t("board.paste.most", { n: notes.length, most }) }),
    h("ol", { class: "paste-list", tabindex: "0", "aria-label": t("board.paste.list") }, ...taken.map((text) => h("li", { text }))),
    h("div", { class: "actions" }, h("button", { value: "notes", class: "btn pri", autofocus: true }, icon("plus"), t("board.paste.notes", { n: taken.length })),
      submit("one", "btn", t("board.paste.one")), h("button", { value: "", class: "btn quiet", text: t("board.paste.leave") })),
  ]);
  return /** @type {"notes"|"one"|""} */ (answer);
}

/** Show all keys. @param {Element} root @param {{title:string, close:string, rows:[string, string][]}} options */
export function showKeys(root, { title, close, rows }) {
  return show(root, title, () => [
    h("dl", { class: "keys", tabindex: "0", "aria-label": title }, ...rows.map(([keys, text]) => h("div", {}, h("dt", {}, ...keys.split(" ").map((key) => h("kbd", { text: key }))), h("dd", { text })))),
    h("div", { class: "actions" }, submit("", "btn pri", close)),
  ]);
}
