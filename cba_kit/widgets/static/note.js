// One note as it stands in a block: its meaning, its words, and marks: comments, two texts, who sees it, dots.
import { short } from "./board-edits.js";
import { createDots } from "./board-votes.js";
import { h, hidden, icon } from "./dom.js";
import { meaning } from "./board-order.js";
import { sourceWords } from "./group-facts.js";
import { factsMark, factsOf } from "./note-mark.js";
import { pieces } from "./note-match.js";
import { namesOf } from "./people.js";

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
  /** @type {any} what stands below the note: dots, or the way to show it to all */ let foot = null;
  let shown = "";

  function faceFor(tag) {
    if (face?.tagName.toLowerCase() === tag) return face;
    face = h(tag, { type: tag === "button" ? "button" : null });
    shown = "";
    return face;
  }

  const meta = (sign, words) => h("span", { class: "meta" }, icon(sign), words);
  const marked = (text) => pieces(text, board.find.words).map(({ text: piece, hit }) => (hit ? h("mark", { text: piece }) : piece));

  function drawFace(note, moving) {
    const mark = board.marks.get(id);
    const kind = meaning(template, note);
    const text = String(note.fields.text ?? "");
    const chosen = board.selection.has(id);
    const readable = board.mayComment || mark;
    const element = faceFor(board.stage.opens(note.block) || readable || board.selection.mode ? "button" : "div");
    const dots = board.votes.total(id);
    const writer = board.stage.names && note.created_by && note.created_by !== client.state.me.id ? namesOf(client, [note.created_by])[0] : "";
    const from = sourceWords(client, note);
    const part = board.part.nameFor(note);
    const signature = JSON.stringify([text, factsOf(note), from, part, kind.key, mark, board.copies.has(id), moving, chosen, board.find.words, note.fields.private, dots, writer]);
    if (signature === shown) return element;
    shown = signature;
    element.className = `note ${kind.tint}${moving ? " moving" : ""}${chosen ? " chosen" : ""}`;
    const parts = [chosen && hidden(`${t("board.many.is_chosen")} `), h("span", { class: "m", role: "img", "aria-label": `${kind.label}:` }),
      h("span", { class: text ? "words" : "words none" }, ...(text ? marked(text) : [t("board.empty_note")])),
      chosen && h("span", { class: "chosen-mark" }, icon("check")),
      part && meta("people", t("board.part.of", { name: short(part) })),
      factsMark(client, note),
      note.fields.private && meta("lock", t("board.private")),
      board.copies.has(id) && meta("people", t("board.two_texts")),
      dots > 0 && meta("check", t(dots === 1 ? "board.vote.total_one" : "board.vote.total", { n: dots })),
      from && meta("people", from),
      writer && meta("form", t("board.written_by", { name: writer })),
      mark && meta("comment", markWords(t, mark))];
    element.replaceChildren(...parts.filter(Boolean));
    return element;
  }

  /** What the reader can do right at the note: set dots, or show a note that was written too late to be revealed. */
  function footFor(note) {
    const late = note.fields.private && note.created_by === client.state.me.id && board.stage.now.phase !== "write" && board.stage.opens(note.block);
    const kind = board.votes.open && board.votes.takes(note) ? "dots" : late ? "late" : "";
    if (!kind) { foot = null; return null; }
    if (foot?.kind !== kind) {
      foot = kind === "dots" ? { kind, ...createDots(board, id, () => String(client.get(id)?.fields.text ?? "")) }
        : { kind, draw() {}, element: h("button", { type: "button", class: "btn note-late", onclick: () => board.edits.show(id) }, icon("people"), t("board.show_to_group")) };
    }
    foot.draw();
    return foot.element;
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
      const parts = [drawFace(note, board.moving?.id === id), footFor(note)].filter(Boolean);
      const here = [...item.children].filter((child) => !child.classList.contains("held-by")); // others' signs are not ours
      if (parts.length !== here.length || parts.some((part, i) => part !== here[i])) item.replaceChildren(...parts);
    },
  };
}
