// Two texts of one note, side by side above the board: both were written at the same time, a person chooses.
import { h, icon, marker, replace } from "./dom.js";
import { meaning } from "./board-order.js";
import { whenSaid } from "./threads-facts.js";

/** The two texts in the order to show them, the reader's own first, with the words for each.
 *  @param {any} client @param {any} note @param {any} copy
 *  @returns {{same:boolean, texts:{entry:any, keep:"note"|"copy", writer:string, button:string}[]}} */
export function twoTexts(client, note, copy) {
  const { t } = client;
  const me = client.state.me?.id;
  const first = (id) => (client.state.people?.[id]?.name ?? "").split(" ")[0] || t("board.someone");
  const same = note.changed_by === copy.changed_by;
  const text = (entry, keep, place) => {
    const by = entry.changed_by;
    const button = same ? t(`board.keep_${place}`) : by === me ? t("board.keep_mine") : t("board.keep_of", { name: first(by) });
    return { entry, keep, writer: by === me ? t("board.you") : first(by), button };
  };
  const texts = [text(note, "note", "first"), text(copy, "copy", "second")];
  if (!same && copy.changed_by === me) texts.reverse();
  return { same, texts };
}

/** @param {any} board */
export function createConflicts(board) {
  const { client, template, t } = board;
  const element = h("div", { class: "conflicts" });

  function card({ entry, writer }) {
    const kind = meaning(template, entry);
    return h("div", { class: `note ${kind.tint}` }, marker(kind.tint),
      h("span", {}, h("span", { class: "words", text: String(entry.fields.text ?? "") }),
        h("span", { class: "meta", text: `${writer}, ${whenSaid(client, entry.changed_at)}` })));
  }

  function choice(note, copy) {
    const { same, texts } = twoTexts(client, note, copy);
    const said = same ? t("board.conflict_same") : t("board.conflict", { one: texts[0].writer, other: texts[1].writer });
    const button = (keep, text) => h("button", { type: "button", class: "btn", dataset: { keep, note: note.id, copy: copy.id }, text });
    return h("section", { class: "conflict", "aria-label": said },
      h("div", { class: "banner info" }, icon("people"),
        h("div", {}, h("b", { text: said }), " ", t("board.conflict_more", { block: board.edits.title(note.block) }))),
      h("div", { class: "pair" }, ...texts.map(card)),
      board.writes ? h("div", { class: "row" }, ...texts.map(({ keep, button: words }) => button(keep, words)), button("both", t("board.keep_both"))) : null);
  }

  return {
    element,
    draw() {
      const open = [...board.copies].map(([id, copies]) => choice(client.get(id), copies[0]));
      replace(element, ...open);
    },
  };
}
