// What the navigation of a participant's page offers: the sheets of the open workbook, and the way to the other one.
import { GROUP, groupBook, openGroup, sheetHash, switches } from "./books.js";
import { SIGNS } from "./sheet-signs.js";

/** @typedef {{hash:string, label:string, sign:string, phone:boolean, alone?:boolean}} Tab `phone`: it stands in a phone's bar;
 *   `alone`: it is not the current one while a page below its address is */

/** Sheets that a phone's bar has room for, and of which kinds they are where there are more. */
const ROOM = 4;
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
  if (group) return [{ hash: `#${GROUP}`, label: t("group.overview"), sign: "people", phone: true, alone: true }, ...tabs];
  return [{ hash: "#home", label: t("app.home"), sign: "home", phone: true }, ...tabs,
    { hash: "#roadmap", label: t("app.roadmap"), sign: "doc", phone: true }];
}

/** The workbooks to choose from; none where there is no choice. @param {any} client @param {string[]} here the parts of the address
 *  @returns {{hash:string, label:string, sign:string, current:boolean}[]} */
export function booksOf({ t, state }, here) {
  const to = switches(state, here);
  if (!to) return [];
  const group = Boolean(openGroup(state));
  return [{ hash: to.own, label: t("group.own"), sign: "form", current: !group },
    { hash: to.group, label: t("group.called", { name: groupBook(state)?.name }), sign: "people", current: group }];
}

/** The name of the navigation. @param {any} client @returns {string} */
export function labelOf({ t, state }) {
  const group = openGroup(state);
  return group ? t("group.navigation", { name: group.name }) : t("app.sheets");
}

/** The title of the window. @param {any} client @param {string} room @param {any} template */
export function titleOf({ t, state }, room, template) {
  const group = openGroup(state);
  const page = template?.title ?? (group ? "" : t(room === "roadmap" ? "app.roadmap" : "app.home"));
  return [page, group && t("group.called", { name: group.name }), state.academy.name].filter(Boolean).join(" · ");
}
