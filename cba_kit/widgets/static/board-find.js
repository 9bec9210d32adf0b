// The find bar: notes by their words, meaning, evidence and writer; what does not fit is not shown, and that is told.
import { h, icon } from "./dom.js";
import { NOWHERE, meaning } from "./board-order.js";
import { asks, counted, EVIDENCE, FACETS, matches, UNSAID } from "./note-match.js";
import { namesOf } from "./people.js";

/** @param {any} board @param {{changed:() => void}} acts */
export function createFind(board, { changed }) {
  const { client, template, t } = board;
  const name = `${board.name}-find`;
  const wish = { words: "", meaning: "", evidence: "", writer: "" };
  /** @type {Set<string>|null} the notes that are shown; null: all */ let hits = null;
  /** @type {any[]} */ let facts = [];
  let open = false;

  const field = h("input", { id: name, class: "inp", type: "search", autocomplete: "off", oninput: () => { wish.words = field.value; changed(); } });
  const selects = Object.fromEntries(FACETS.map((facet) => [facet, h("select", { id: `${name}-${facet}`, class: "inp", onchange: () => { wish[facet] = selects[facet].value; changed(); } })]));
  const box = (facet) => h("div", { class: "find-box" }, h("label", { for: `${name}-${facet}`, text: t(`board.find.${facet}`) }), selects[facet]);
  const boxes = Object.fromEntries(FACETS.map((facet) => [facet, box(facet)]));
  const told = h("p", { class: "find-said", role: "status" });
  const clear = h("button", { type: "button", class: "btn", onclick: () => find.clear() }, icon("close"), t("board.find.clear"));
  const close = h("button", { type: "button", class: "btn icon quiet", "aria-label": t("board.find.close"), title: t("board.find.close"), onclick: () => find.close() }, icon("close"));
  const element = h("div", { class: "find-bar", role: "search", "aria-label": t("board.find.title"), hidden: true },
    h("div", { class: "find-row" }, h("div", { class: "find-box find-words" }, h("label", { for: name, text: t("board.find.words") }), field), ...Object.values(boxes), close),
    h("div", { class: "find-on" }, told, clear));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target.tagName === "SELECT") return;
    event.preventDefault();
    event.stopPropagation();
    find.close();
  });

  const names = () => client.state.workbook?.owner?.group && (!board.stage.now.set || board.stage.now.authors);

  function factsOf(note, block) {
    const kind = meaning(template, note);
    return { id: note.id, text: String(note.fields.text ?? ""), more: `${block?.title ?? ""} ${kind.label} ${note.fields.proof ?? ""}`,
      meaning: kind.key, evidence: note.fields.evidence || UNSAID, writer: note.created_by };
  }

  function options(facet) {
    const counts = counted(facts, facet);
    if (facet === "meaning") return template.meanings.map(({ key, label }) => [key, label, counts.get(key) ?? 0]);
    if (facet === "evidence") return EVIDENCE.map((key) => [key, t(`board.evidence.${key}`), counts.get(key) ?? 0]);
    const ids = [...counts.keys()].filter(Boolean);
    return namesOf(client, ids).map((words, i) => [ids[i], words, counts.get(ids[i])]);
  }

  function drawBoxes() {
    for (const facet of FACETS) {
      boxes[facet].hidden = facet === "writer" && !names();
      const rows = [["", t("board.find.any"), facts.length], ...options(facet)];
      const signature = JSON.stringify(rows);
      if (selects[facet].dataset.rows === signature) continue;
      selects[facet].dataset.rows = signature;
      selects[facet].replaceChildren(...rows.map(([value, label, n]) => h("option", { value, text: t("board.find.option", { label, n }) })));
      selects[facet].value = wish[facet];
      if (selects[facet].value !== wish[facet]) selects[facet].value = wish[facet] = "";
    }
  }

  const find = {
    element,
    get open() { return open; },
    /** Tell whether notes are left out now. */
    get on() { return hits !== null; },
    get words() { return hits ? wish.words : ""; },
    /** Tell whether a note is shown. @param {string} id */
    shows: (id) => !hits || hits.has(id) || board.editing?.id === id,
    get hits() { return hits?.size ?? 0; },
    /** Look at all notes again. */
    read() {
      if (!open) { hits = null; return; }
      const titles = new Map(template.blocks.map((block) => [block.key, block]));
      facts = [...board.blocks].flatMap(([key, notes]) => notes.map((note) => factsOf(note, key === NOWHERE ? null : titles.get(key))));
      drawBoxes();
      hits = asks(wish) ? new Set(facts.filter((one) => matches(wish, one)).map(({ id }) => id)) : null;
      const words = !hits ? t("board.find.whole") : hits.size ? t("board.find.found", { n: hits.size, all: facts.length }) : t("board.find.nothing", { all: facts.length });
      if (told.textContent !== words) told.textContent = words;
      element.classList.toggle("on", hits !== null);
      clear.hidden = hits === null;
    },
    /** Open the bar and put the cursor into it. */
    show() {
      open = true;
      element.hidden = false;
      changed();
      field.focus();
      field.select();
    },
    clear() {
      Object.assign(wish, { words: "", meaning: "", evidence: "", writer: "" });
      field.value = "";
      for (const select of Object.values(selects)) select.value = "";
      changed();
      if (open) field.focus();
    },
    close() {
      open = false;
      const inside = element.contains(document.activeElement);
      element.hidden = true;
      find.clear();
      if (inside) board.rest();
    },
  };
  return find;
}
