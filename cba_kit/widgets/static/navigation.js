// What the navigation of a participant's page offers: the sheets of the open workbook, and the way to the other one.
import { groupBook, isWhole, openGroup, roomOf, sheetHash, switches } from "./books.js";
import { SIGNS } from "./sheet-signs.js";

/** @typedef {{hash:string, label:string, sign:string, phone:boolean, alone?:boolean}} Tab `phone`: it stands in a phone's bar;
 *   `alone`: it is not the current one while a page below its address is */

/** Sheets that a phone's bar has room for, and of which kinds they are where there are more; the bar has five places. */
const ROOM = 4;
const PLACES = 5;
const ON_PHONE = ["canvas", "trends", "plan"];

/** The pages of the open workbook. @param {any} client @returns {Tab[]} */
export function tabsOf(client) {
  const { t, state } = client;
  const sheets = [...state.sheets.values()];
  const group = openGroup(state);
  const few = group && sheets.length <= ROOM;
  const firsts = ON_PHONE.map((kind) => sheets.find((sheet) => sheet.kind === kind)?.key);
  const tabs = sheets.map((sheet) => (
    { hash: sheetHash(client, sheet.key), label: sheet.short, sign: SIGNS[sheet.kind], phone: few || firsts.includes(sheet.key) }));
  const taken = tabs.filter((tab) => tab.phone).length + (group ? 1 : 2);
  const thread = isThreaded(state) && { hash: threadHash(state), label: t("thread.page"), sign: "link", phone: taken < PLACES };
  if (group) return [{ hash: `#${roomOf(state)}`, label: t(isWhole(group) ? "group.overview_all" : "group.overview"), sign: "people", phone: true, alone: true }, ...tabs, ...(thread ? [thread] : [])];
  return [{ hash: "#home", label: t("app.home"), sign: "home", phone: true }, ...tabs, ...(thread ? [thread] : []),
    { hash: "#roadmap", label: t("app.roadmap"), sign: "doc", phone: true }];
}

/** The room of the golden thread: of the open workbook, “#thread”, or “thread” within a shared one. */
export const THREAD = "thread";

/** Tell whether a workbook has what a thread joins: notes or actions. @param {any} state */
export const isThreaded = (state) => [...state.sheets.values()].some(({ kind }) => kind === "canvas" || kind === "plan");

/** The address of the golden thread of the open workbook. @param {any} state */
export const threadHash = (state) => (openGroup(state) ? `#${roomOf(state)}/${THREAD}` : `#${THREAD}`);

/** The workbooks to choose from; none where there is no choice. @param {any} client @param {string[]} here the parts of the address
 *  @returns {{hash:string, label:string, sign:string, current:boolean}[]} */
export function booksOf({ t, state }, here) {
  const to = switches(state, here);
  if (!to) return [];
  const open = openGroup(state);
  const group = groupBook(state);
  const shared = (/** @type {string|undefined} */ hash, /** @type {string} */ label, /** @type {boolean} */ current) => (hash ? [{ hash, label, sign: "people", current }] : []);
  return [{ hash: to.own, label: t("group.own"), sign: "form", current: !open },
    ...shared(to.group, t("group.called", { name: group?.name }), Boolean(open) && open === group),
    ...shared(to.all, t("group.plenary"), isWhole(open))];
}

/** The name of the navigation. @param {any} client @returns {string} */
export function labelOf({ t, state }) {
  const group = openGroup(state);
  if (isWhole(group)) return t("group.navigation_all");
  return group ? t("group.navigation", { name: group.name }) : t("app.sheets");
}

/** How a shared workbook is called in a title. @param {any} t @param {import("./books.js").Book} book */
export const nameOf = (t, book) => (isWhole(book) ? book.name : t("group.called", { name: book.name }));

/** The title of the window. @param {any} client @param {string} room @param {any} template */
export function titleOf({ t, state }, room, template) {
  const group = openGroup(state);
  const page = template?.title ?? (room === THREAD ? t("thread.page") : group ? "" : t(room === "roadmap" ? "app.roadmap" : "app.home"));
  return [page, group && nameOf(t, group), state.academy.name].filter(Boolean).join(" · ");
}
