// One note as it stands in a block: its meaning, its words, and a mark when people talk about it.
import { h, hidden, icon, marker, replace } from "./dom.js";
import { meaning } from "./board-order.js";

/** What the mark on a note says. @param {any} t @param {{count:number, waits:number}} mark */
export function markWords(t, { count, waits }) {
  const said = t(count === 1 ? "board.comment_one" : "board.comments", { n: count });
  return waits ? `${said}, ${t("board.for_you", { n: waits })}` : said;
}

/** The item of the block's list that shows one note. @param {any} board @param {string} id */
export function createNote(board, id) {
  const { client, template, t } = board;
  const item = h("li", { dataset: { note: id, entry: id } });
  /** @type {any} */ let face = null;
  let shown = "";

  function faceFor(tag) {
    if (face?.tagName.toLowerCase() === tag) return face;
    face = h(tag, { type: tag === "button" ? "button" : null });
    shown = "";
    return face;
  }

  function drawFace(note, moving) {
    const mark = board.marks.get(id);
    const kind = meaning(template, note);
    const text = String(note.fields.text ?? "");
    const readable = board.mayComment || mark;
    const element = faceFor(board.writes || readable ? "button" : "div");
    const twice = board.copies.has(id);
    const signature = JSON.stringify([text, kind.key, mark, twice, moving]);
    if (signature !== shown) {
      shown = signature;
      element.className = `note ${kind.tint}${moving ? " moving" : ""}`;
      replace(element, hidden(`${kind.label}: `), marker(kind.tint),
        h("span", { class: text ? "words" : "words none", text: text || t("board.empty_note") }),
        twice && h("span", { class: "meta" }, icon("people"), t("board.two_texts")),
        mark && h("span", { class: "meta" }, icon("comment"), markWords(t, mark)));
    }
    if (element.parentNode !== item) item.replaceChildren(element);
  }

  return {
    item,
    /** The element that takes the focus, when the note is not being edited. */
    get face() { return face?.isConnected ? face : null; },
    draw() {
      const { editing } = board;
      if (editing?.id === id) {
        if (editing.element.parentNode !== item) item.replaceChildren(editing.element);
        return;
      }
      const note = client.get(id);
      if (!note) return;
      drawFace(note, board.moving?.id === id);
    },
  };
}
