// The workbooks that a person may open: their own, their group's and everybody's; and the address of a sheet in the open one.

/** @typedef {{id:string, kind:"own"|"group", name:string, members:any[], sheets:{key:string, title:string, short:string, kind:string}[]}} Book */

/** The rooms of the address that belong to shared workbooks: one's group's, everybody's, and all groups' for whoever leads. */
export const GROUP = "group";
export const EVERYBODY = "everybody";
export const BOARDS = "groups";

/** The person's own workbook. @param {any} state the client's state @returns {Book|null} */
export const ownBook = ({ books = [] }) => books.find((/** @type {Book} */ book) => book.kind === "own") ?? null;

/** The workbook of the person's group, or null where there is none; trainers may open others' groups, too.
 *  @param {any} state @returns {Book|null} */
export const groupBook = ({ books = [], me }) =>
  books.find((/** @type {Book} */ { kind, members }) => kind === "group" && members.some(({ id }) => id === me?.id)) ?? null;

/** Tell whether a workbook is that of everybody in the edition. @param {Book|null|undefined} book */
export const isWhole = (book) => Boolean(book?.id.startsWith("plenary:"));

/** Everybody's workbook, or null while nobody has opened it to them. @param {any} state @returns {Book|null} */
export const wholeBook = ({ books = [] }) => books.find(isWhole) ?? null;

/** The shared workbook that is open: a group's or everybody's; else null. @param {any} state @returns {Book|null} */
export const openGroup = ({ books = [], workbook }) =>
  books.find((/** @type {Book} */ { kind, id }) => kind === "group" && id === workbook?.id) ?? null;

/** The workbook that an address is about; null: it is not the person's to open.
 *  @param {any} state @param {string} room the first part of the address */
export const bookOf = (state, room) => (room === GROUP ? groupBook(state) : room === EVERYBODY ? wholeBook(state) : ownBook(state));

/** The room in which the sheets of the open workbook stand. @param {any} state @returns {string} */
export function roomOf(state) {
  const book = openGroup(state);
  if (!book) return "sheet";
  if (!ownBook(state)) return `${BOARDS}/${encodeURIComponent(book.id)}`;
  return isWhole(book) ? EVERYBODY : GROUP;
}

/** The address of a sheet of the workbook that is open, and of an entry on it.
 *  @param {any} client @param {string} sheet @param {string} [entry] */
export function sheetHash({ state }, sheet, entry = "") {
  if (state.person) return `#queue/${encodeURIComponent(state.person.id)}/workbook/${sheet}`;
  return `#${roomOf(state)}/${sheet}${entry ? `/${encodeURIComponent(entry)}` : ""}`;
}

/** Where the switch between the workbooks leads: to the same sheet in the other one, where it has it.
 *  @param {any} state @param {string[]} here the parts of the address @returns {{own:string, group?:string, all?:string}|null} */
export function switches(state, [room = "home", key = ""]) {
  const [own, group, whole] = [ownBook(state), groupBook(state), wholeBook(state)];
  if (!own || (!group && !whole)) return null;
  const has = (/** @type {Book} */ book) => [GROUP, EVERYBODY, "sheet"].includes(room) && book.sheets.some((sheet) => sheet.key === key);
  const to = (/** @type {Book} */ book, /** @type {string} */ place) => `#${place}${has(book) ? `/${key}` : ""}`;
  return { own: has(own) ? `#sheet/${key}` : "#home", ...(group && { group: to(group, GROUP) }), ...(whole && { all: to(whole, EVERYBODY) }) };
}
