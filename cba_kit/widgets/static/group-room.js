// One group's board as whoever leads sees it: its sheets, who is here, the facilitator's bar, and the board itself.
import { BOARDS, isWhole, sheetHash } from "./books.js";
import { h, icon, replace } from "./dom.js";
import { mountSheet } from "./editors.js";
import { mountGather } from "./gather.js";
import { hereWords } from "./group-line.js";
import { nameOf } from "./navigation.js";
import { createPassage } from "./passage.js";
import { createMarks } from "./presence-marks.js";
import { createStageBar } from "./stage-bar.js";

const GATHER = "gather";

/** @param {HTMLElement} root @param {{client:any, go:(hash:string) => void, presence:any}} ctx */
export function mountRoom(root, { client, go, presence }) {
  const { t } = client;
  let wanted = { id: "", rest: /** @type {string[]} */ ([]) };
  let shown = ""; // the address of what is on screen
  /** @type {{update:(ids:Set<string>|null) => void, point?:(rest:string[]) => void, destroy:() => void}|null} */ let room = null;

  const title = h("b", {});
  const here = h("span", { class: "small mute" });
  const sheets = h("nav", { class: "coach-sheets", "aria-label": t("boards.sheets") });
  const place = h("div", {});
  root.replaceChildren(h("div", { class: "room-head" },
    h("a", { class: "btn quiet room-back", href: `#${BOARDS}` }, icon("left"), t("boards.back")), h("p", { class: "room-name" }, title, " ", here)), sheets, place);
  const passage = createPassage(client, place);
  const people = () => {
    const words = presence.deaf ? "" : hereWords(client, presence.people());
    if (here.textContent !== words) here.textContent = words;
  };
  let off = () => {};

  function clear() {
    client.flush();
    room?.destroy();
    room = null;
    shown = "";
    off();
    off = () => {};
  }

  function leave() {
    clear();
    passage.stay();
    presence.show("");
    wanted = { id: "", rest: [] };
    place.replaceChildren();
  }

  function drawSheets(/** @type {any} */ template, /** @type {boolean} */ gathers) {
    const link = (hash, label, now) => h("a", { href: hash, "aria-current": now ? "page" : null, text: label });
    replace(sheets, ...[...client.state.sheets.values()].map((one) => link(sheetHash(client, one.key), one.short, one === template && !gathers)),
      ...(isWhole(bookOf()) && template.kind === "canvas" ? [link(sheetHash(client, template.key, GATHER), t("gather.tab"), gathers)] : []));
  }

  const bookOf = () => client.state.books.find((/** @type {any} */ one) => one.id === wanted.id && one.kind === "group");

  function lost() {
    clear();
    place.replaceChildren(h("div", { class: "card coach-empty", role: "status" }, h("h1", { text: t("boards.lost") }), h("p", { class: "mute", text: t("boards.lost_more") })));
  }

  function mountBoard(template) {
    const view = h("div", { class: `view view-${template.kind}` });
    const bar = template.kind === "canvas" ? createStageBar(client, template, presence) : null;
    place.replaceChildren(...(bar ? [bar.element] : []), view);
    const marks = createMarks(client, view, { presence, kind: template.kind });
    const sheet = mountSheet(view, { client, template, go, reader: !client.may("note") });
    presence.show(template.key);
    return {
      ...sheet,
      destroy() {
        marks.destroy();
        sheet.destroy();
        bar?.destroy();
      },
    };
  }

  function show() {
    const book = bookOf();
    if (!book) { lost(); return; }
    title.textContent = nameOf(t, book);
    if (client.state.workbook.id !== book.id) {
      clear();
      passage.enter(book);
      return;
    }
    passage.stay();
    const known = [...client.state.sheets.values()];
    const template = client.state.sheets.get(wanted.rest[0]) ?? known.find((one) => one.kind === "canvas") ?? known[0];
    const gathers = wanted.rest[1] === GATHER && isWhole(book) && template.kind === "canvas";
    drawSheets(template, gathers);
    const next = `${book.id}/${template.key}/${gathers}`;
    if (next !== shown) {
      clear();
      room = gathers ? mountGather(place, { client, template, book }) : mountBoard(template);
      off = presence.on(people);
      shown = next;
    }
    people();
    document.title = `${template.title} · ${nameOf(t, book)} · ${client.state.academy.name}`;
    room?.point?.(wanted.rest.slice(1));
  }

  return {
    /** @param {string} id of the workbook @param {string[]} rest the sheet, and what on it */
    route(id, rest) {
      wanted = { id, rest };
      show();
    },
    /** @param {Set<string>|null} ids */
    update(ids) {
      if (!wanted.id) return;
      if (ids === null) { clear(); show(); } else room?.update(ids);
    },
    leave,
  };
}
