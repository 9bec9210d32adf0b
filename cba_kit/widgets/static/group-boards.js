// All groups' boards, for whoever leads: a list to choose from, and one board with the facilitator's bar above it.
import { BOARDS, isWhole } from "./books.js";
import { h, icon, replace } from "./dom.js";
import { found, rowWords } from "./group-facts.js";
import { mountRoom } from "./group-room.js";
import { listed } from "./people.js";
import { parts } from "./router.js";

/** Ask for the list again after this time, in ms: groups work on while it is shown. */
const AGAIN = 10_000;
/** Members whose names a row shows. */
const NAMES = 8;

/** @param {HTMLElement} root @param {{client:any, go:(hash:string) => void, presence:any}} ctx */
export function mountBoards(root, { client, go, presence }) {
  const { t } = client;
  /** @type {Map<string, any>} */ const rows = new Map();
  let timer = 0;
  let words = "";
  const filter = h("input", { type: "search", class: "inp", id: "cba-boards-filter", autocomplete: "off", oninput: () => { words = filter.value; draw(); } });
  const field = h("div", { class: "boards-filter" }, h("label", { for: "cba-boards-filter", text: t("boards.filter") }), filter);
  const count = h("p", { class: "small mute", role: "status" });
  const list = h("ul", { class: "boards-list" });
  const all = h("div", { class: "boards" }, h("h1", { text: t("boards.title") }), h("p", { class: "mute", text: t("boards.lead") }), field, count, list);
  const place = h("div", { hidden: true });
  root.replaceChildren(all, place);
  const room = mountRoom(place, { client, go, presence });
  const offs = [
    client.on("message", (/** @type {any} */ message) => {
      if (message?.t !== "boards") return;
      for (const row of message.rows) rows.set(row.id, row);
      draw();
    }),
    client.on("back", ask),
  ];

  function ask() {
    clearTimeout(timer);
    if (all.hidden) return;
    client.send({ t: "boards" });
    timer = window.setTimeout(ask, AGAIN);
  }

  function line(/** @type {any} */ book) {
    const whole = isWhole(book);
    const names = book.members.map((/** @type {any} */ one) => one.first);
    const more = names.length - NAMES;
    const who = whole ? t("boards.whole") : listed(more > 0 ? [...names.slice(0, NAMES), t("boards.more", { n: more })] : names);
    return h("li", { class: whole ? "whole" : "" }, h("a", { href: `#${BOARDS}/${encodeURIComponent(book.id)}` }, icon("people"),
      h("span", { class: "boards-name" }, h("b", { text: book.name }), h("span", { class: "small", text: who })),
      h("span", { class: "small boards-far", text: rowWords(t, rows.get(book.id), book.sheets) }), icon("right")));
  }

  function draw() {
    const books = client.state.books.filter((/** @type {any} */ book) => book.kind === "group");
    const shown = found(books, words);
    field.hidden = books.length < 4;
    const said = words.trim() ? t(shown.length === 1 ? "boards.found_one" : "boards.found", { n: shown.length }) : "";
    if (count.textContent !== said) count.textContent = said;
    const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : "";
    const whole = shown.filter(isWhole);
    replace(list, ...[...whole, ...shown.filter((book) => !isWhole(book))].map(line));
    if (books.length < 2) list.append(h("li", { class: "boards-none mute", text: t("boards.none") }));
    if (focused) list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  return {
    /** Show what an address names: #groups, #groups/<workbook>/<sheet>, …/gather. @param {string} hash */
    route(hash) {
      const [, id = "", ...rest] = parts(hash);
      const arrives = Boolean(id) === !all.hidden;
      all.hidden = Boolean(id);
      place.hidden = !id;
      if (id) room.route(id, rest); else room.leave();
      if (!id) draw();
      ask();
      if (arrives) scrollTo(0, 0);
    },
    /** Entries changed; null: another workbook is open. @param {Set<string>|null} ids */
    update(ids) {
      if (ids === null && all.hidden === false) draw();
      if (all.hidden) room.update(ids);
    },
    destroy() {
      clearTimeout(timer);
      offs.forEach((off) => off());
      room.leave();
      root.replaceChildren();
    },
  };
}
