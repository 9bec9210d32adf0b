// A note while a person writes in it: the words, the meaning, and what else can be done with the note.
import { grow, h, icon, marker, say } from "./dom.js";
import { meaning } from "./board-order.js";

const MUCH = 120;
/** This browser makes a field as high as its words. */
const SIZES = globalThis.CSS?.supports?.("field-sizing", "content") ?? false;
let made = 0;

/** Open an editor. `closed(why, text)` tells how it ended: "next" after Enter in a new note, "stay" after Enter
 *  or Esc, "left" when the focus went elsewhere.
 *  @param {any} board
 *  @param {{id:string, block:string, closed:(why:"next"|"stay"|"left", text:string)=>void}} options */
export function createEditor(board, { id, block, closed }) {
  const { client, template, t, edits } = board;
  const before = client.get(id);
  const start = String(before?.fields.text ?? "");
  const name = `cba-meaning-${++made}`;
  let chosen = meaning(template, before).key;
  let open = true;

  const area = h("textarea", { rows: "1", value: start, "aria-label": t(before ? "board.text" : "board.text_new", { block: edits.title(block) }) });
  // The words have a box of a fixed height: a letter lays out what is inside it, and the board only when a line is added.
  const box = h("div", { class: "note-words" }, area);
  const stretch = () => { box.style.height = `${area.offsetHeight}px`; };
  const watch = new ResizeObserver(stretch);
  const hint = h("span", { class: "long", role: "status" });
  const radios = template.meanings.map((kind) => h("label", { class: `kind ${kind.tint}` },
    h("input", { type: "radio", class: "vh", name, value: kind.key, checked: kind.key === chosen, onchange: () => choose(kind.key) }),
    marker(kind.tint), h("span", { class: "lb", text: kind.label })));
  const tool = (sign, label, act) => h("button", { type: "button", class: "btn icon quiet", "aria-label": label, title: label, onclick: act }, icon(sign));
  const tools = h("div", { class: "note-tools" },
    board.mayComment && tool("comment", t("board.comment_on"), () => { finish("left"); board.talk(id); }),
    tool("link", t("facts.open"), () => { if (client.get(id)) { finish("left"); board.know(id); } }),
    tool("move", t("board.move"), () => { finish("left"); board.askMove(id); }),
    tool("split", t("board.split"), split),
    tool("trash", t("board.remove"), () => { if (client.get(id)) { finish("left"); edits.remove(id); } }));
  const below = h("div", { class: "note-below" },
    h("div", { class: "kinds", role: "radiogroup", "aria-label": t("board.meaning") }, ...radios), tools);
  const mark = h("span", { class: "editing-mark" });
  const element = h("div", { role: "group", "aria-label": t(before ? "board.editing" : "board.adding") }, mark, h("div", {}, box, hint, below));

  function draw() {
    const kind = template.meanings.find((known) => known.key === chosen) ?? template.meanings[0];
    if (element.dataset.meaning !== kind.key) {
      element.dataset.meaning = kind.key;
      element.className = `note editing ${kind.tint}`;
      mark.replaceChildren(marker(kind.tint));
      for (const label of radios) label.querySelector("input").checked = label.querySelector("input").value === kind.key;
    }
    tools.hidden = !client.get(id);
    const said = area.value.length > MUCH ? t("board.long") : "";
    if (hint.textContent !== said) hint.textContent = said;
  }

  /** As high as its words, where the browser does not do that by itself. */
  const fit = () => { if (!SIZES) grow(area); };

  function choose(key) {
    chosen = key;
    edits.setMeaning(id, key);
    draw();
  }

  function finish(why) {
    if (!open) return;
    open = false;
    watch.disconnect();
    const text = area.value;
    client.flush();
    const now = client.get(id);
    if (now?.removed && text.trim() && text !== start) client.restore(id, t("board.step.restored"));
    closed(why, text);
    if (now && !now.removed && !text.trim()) edits.emptied(id, start);
  }

  /** The words behind the cursor become a note of their own, and the cursor goes there. */
  function split() {
    const at = area.selectionStart;
    if (!client.get(id) || !area.value.slice(0, at).trim() || !area.value.slice(at).trim()) { say(t("board.split_where")); area.focus(); return; }
    finish("left");
    const fresh = board.many.split(id, at);
    if (fresh) board.edit(fresh, 0);
  }

  area.addEventListener("input", () => { edits.write(id, { block, text: area.value, meaning: chosen }); fit(); draw(); });
  element.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") { event.preventDefault(); finish("stay"); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      split();
    } else if (event.key === "Enter" && !event.shiftKey && event.target.tagName !== "BUTTON") {
      event.preventDefault();
      finish(before ? "stay" : "next");
    }
    event.stopPropagation();
  });
  // A press on the tools keeps the cursor in the text; some browsers give a pressed button no focus at all.
  element.addEventListener("mousedown", (event) => { if (event.target !== area) event.preventDefault(); });
  element.addEventListener("focusout", (event) => {
    if (board.arranging || element.contains(event.relatedTarget)) return;
    if (document.hasFocus()) board.afterPress(() => { if (!element.contains(document.activeElement)) finish("left"); });
    else client.flush();
  });
  draw();

  return {
    id, block, element, finish,
    /** Its place in the block, kept up by the board. @type {number|undefined} */
    index: undefined,
    /** Put the cursor into the words. @param {number} [at] */
    focus(at = area.value.length) {
      if (before) client.begin(id);
      fit();
      stretch();
      watch.observe(area);
      area.focus({ preventScroll: true });
      area.setSelectionRange(at, at);
      element.scrollIntoView({ block: "nearest" });
    },
    /** Someone else changed the note: the words under the cursor stay, the meaning follows. */
    refresh() {
      const now = client.get(id);
      if (now) chosen = meaning(template, now).key;
      draw();
    },
  };
}
