// The workbooks that a person may open: their own and their group's; and the address of a sheet in the open one.

/** @typedef {{id:string, kind:"own"|"group", name:string, members:any[], sheets:{key:string, title:string, short:string, kind:string}[]}} Book */

/** The rooms of the address that belong to the group's workbook. */
export const GROUP = "group";

/** The person's own workbook. @param {any} state the client's state @returns {Book|null} */
export const ownBook = ({ books = [] }) => books.find((/** @type {Book} */ book) => book.kind === "own") ?? null;

/** The workbook of the person's group, or null where there is none; trainers may open others' groups, too.
 *  @param {any} state @returns {Book|null} */
export const groupBook = ({ books = [], me }) =>
  books.find((/** @type {Book} */ { kind, members }) => kind === "group" && members.some(({ id }) => id === me?.id)) ?? null;

/** The group's workbook while it is open, else null. @param {any} state @returns {Book|null} */
export function openGroup(state) {
  const book = groupBook(state);
  return book && state.workbook?.id === book.id ? book : null;
}

/** The workbook that an address is about; null: it is not the person's to open.
 *  @param {any} state @param {string} room the first part of the address */
export const bookOf = (state, room) => (room === GROUP ? groupBook(state) : ownBook(state));

/** The address of a sheet of the workbook that is open, and of an entry on it.
 *  @param {any} client @param {string} sheet @param {string} [entry] */
export function sheetHash({ state }, sheet, entry = "") {
  if (state.person) return `#queue/${encodeURIComponent(state.person.id)}/workbook/${sheet}`;
  return `#${openGroup(state) ? GROUP : "sheet"}/${sheet}${entry ? `/${encodeURIComponent(entry)}` : ""}`;
}

/** Where the switch between the workbooks leads: to the same sheet in the other one, where it has it.
 *  @param {any} state @param {string[]} here the parts of the address @returns {{own:string, group:string}|null} */
export function switches(state, [room = "home", key = ""]) {
  const [own, group] = [ownBook(state), groupBook(state)];
  if (!own || !group) return null;
  const has = (book) => [GROUP, "sheet"].includes(room) && book.sheets.some((sheet) => sheet.key === key);
  return { own: has(own) ? `#sheet/${key}` : "#home", group: has(group) ? `#${GROUP}/${key}` : `#${GROUP}` };
}
