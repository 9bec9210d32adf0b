// The group's own page: who is in it, what each does now, and the sheets that they fill in together.
import { isWhole, sheetHash } from "./books.js";
import { h, icon, replace } from "./dom.js";
import { memberList } from "./group-line.js";
import { nameOf } from "./navigation.js";
import { SIGNS } from "./sheet-signs.js";

/** How far a sheet is, as the home page says it. @param {any} t @param {string} kind @param {{items:number, done:number, needed:number}} progress */
export function progressWords(t, kind, { items, done, needed }) {
  if (!items) return t("home.progress_none");
  const n = kind === "form" ? needed : items;
  return t(`home.progress_${kind}${n === 1 && kind !== "trends" ? "_one" : ""}`, { n, done, needed });
}

/** @param {HTMLElement} root @param {any} ctx */
export function mountGroup(root, { client, book, presence }) {
  const { t } = client;
  const whole = isWhole(book);
  const people = h("div", {});
  const sheets = h("ul", {});
  root.replaceChildren(
    h("div", { class: "hello" }, h("div", {}, h("h1", { text: nameOf(t, book) }), h("p", { class: "lead", text: t(whole ? "group.lead_all" : "group.lead") }))),
    h("section", { class: "card", "aria-labelledby": "group-members" }, h("h2", { id: "group-members", text: t(whole ? "group.who_all" : "group.who") }), people),
    h("section", { class: "sheets", "aria-labelledby": "group-sheets" }, h("h2", { id: "group-sheets", text: t(whole ? "group.sheets_all" : "group.sheets") }), sheets));

  function card({ key, kind, title, progress }) {
    const share = Math.round(progress.share * 100);
    const meter = h("span", { class: "meter", role: "img", "aria-label": t("home.percent", { n: share }) }, h("i"));
    meter.firstElementChild.style.width = `${share}%`;
    return h("li", {}, h("a", { href: sheetHash(client, key) }, icon(SIGNS[kind]), h("h3", { text: title }), h("p", { text: progressWords(t, kind, progress) }), meter));
  }

  function draw() {
    replace(people, memberList(client, presence));
    replace(sheets, ...[...client.state.sheets.values()].map(card));
  }
  const off = presence.on(draw);
  draw();
  return {
    update: (/** @type {Set<string>|null} */ ids) => { if (ids === null) draw(); },
    destroy() {
      off();
      root.replaceChildren();
    },
  };
}
