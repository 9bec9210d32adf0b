// A canvas that is filled once for each of several groups: which one is shown and written for now. Notes that name no
// group, or one that is gone, are for all of them and always shown.
import { h, replace } from "./dom.js";
import { wordsOf } from "./plan-actions.js";

/** The choice outlives the board: whoever comes back to the sheet goes on with the same group. @type {WeakMap<any, Map<string, string>>} */
const chosenOf = new WeakMap();

/** For which of the groups a note is; "" for all. A second text of a note stands with the first.
 *  @param {any} note @param {{has:(id:string) => boolean}} groups @param {(id:string) => any} get */
export function partOf(note, groups, get) {
  const part = String(((note?.conflict_of && get(note.conflict_of)) || note)?.fields.part ?? "");
  return groups.has(part) ? part : "";
}

/** @param {any} board @param {{changed:() => void}} acts */
export function createPart(board, { changed }) {
  const { client, template, t } = board;
  const [sheet = "", block = ""] = (template.parts_from ?? "").split(".");
  if (!chosenOf.has(client)) chosenOf.set(client, new Map());
  const kept = /** @type {Map<string, string>} */ (chosenOf.get(client));
  const place = `${client.state.workbook?.id} ${template.key}`;
  /** @type {Map<string, string>} the groups' names */ let groups = new Map();

  const select = h("select", { id: `${board.name}-part`, class: "inp", onchange: () => choose(select.value) });
  const told = h("p", { class: "small mute", role: "status" });
  const element = h("div", { class: "board-part", hidden: true }, h("label", { for: select.id, text: t("board.part.label") }), select, told);
  const of = (/** @type {any} */ note) => partOf(note, groups, client.get);

  function choose(/** @type {string} */ id) {
    kept.set(place, id);
    changed();
  }

  const part = {
    element,
    /** The group whose notes are shown now; "" shows all. */
    get now() { const id = kept.get(place) ?? ""; return groups.has(id) ? id : ""; },
    /** Its name. */
    get name() { return groups.get(part.now) ?? ""; },
    /** Tell whether a note is shown. @param {any} note */
    shows: (note) => !part.now || ["", part.now].includes(of(note)),
    /** What a new note has while a group is chosen. */
    fresh: () => (part.now ? { part: part.now } : {}),
    /** For which group a note is, where notes of several are shown. @param {any} note */
    nameFor: (note) => (part.now ? "" : groups.get(of(note)) ?? ""),
    /** Show a note that somebody goes to, whichever group it is for. @param {any} note */
    reveal(note) { if (note?.kind === "note" && note.sheet === template.key && !part.shows(note)) choose(of(note)); },
    /** Look which groups there are now; tells whether notes may look different. */
    read() {
      if (!sheet) return false;
      const before = JSON.stringify([...groups]);
      groups = new Map(client.list(sheet, { kind: "note", block }).filter((/** @type {any} */ note) => !note.conflict_of && wordsOf(note))
        .map((/** @type {any} */ note) => [note.id, wordsOf(note)]));
      return JSON.stringify([...groups]) !== before;
    },
    draw() {
      element.hidden = !groups.size;
      const option = (/** @type {string} */ value, /** @type {string} */ text) => h("option", { value, text });
      if (document.activeElement !== select) replace(select, option("", t("board.part.all")), ...[...groups].map(([id, name]) => option(id, name)));
      select.value = part.now;
      element.classList.toggle("on", part.now !== "");
      const words = t(part.now ? "board.part.one_told" : "board.part.all_told");
      if (told.textContent !== words) told.textContent = words;
    },
  };
  return part;
}
