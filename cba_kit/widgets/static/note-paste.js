// What was pasted, as notes: one a line, or one a cell of a table; marks of lists at the start of a line are left out.

/** Notes that are taken from one paste. */
export const MOST = 300;

const MARK = /^\s*(?:[-–—*•◦▪‣●○·]|\(?\d{1,3}[.)]|[a-z]\))\s+/u;
const BOX = /^\[[ xX]\]\s+/;
const NUMBER = /^[\s\d.,%€$+-]*$/;

/** Read a table: cells with quotes may hold separators, line ends and doubled quotes.
 *  @param {string} text @param {string} separator @returns {string[][]|null} null: a quote has no end */
export function table(text, separator) {
  /** @type {string[][]} */ const rows = [[]];
  let cell = "";
  let quoted = false;
  const end = (/** @type {string|undefined} */ sign) => sign === undefined || sign === separator || sign === "\n";
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (quoted && sign === '"' && text[i + 1] === '"') { cell += sign; i++; } else if (quoted && sign === '"') {
      quoted = false;
      if (!end(text[i + 1])) cell = `"${cell}"`; // a word in quotes at the start of a sentence
    } else if (quoted) cell += sign;
    else if (sign === '"' && !cell) quoted = true;
    else if (!end(sign)) cell += sign;
    else {
      rows[rows.length - 1].push(cell);
      cell = "";
      if (sign === "\n") rows.push([]);
    }
  }
  rows[rows.length - 1].push(cell);
  return quoted ? null : rows;
}

/** Tell whether a text is a table with this separator: every line has as many cells, and a comma is no part of a sentence. */
function isTable(/** @type {string} */ text, /** @type {string} */ separator) {
  const rows = table(text, separator)?.filter((row) => row.some((cell) => cell.trim()));
  if (!rows || rows[0]?.length < 2 || rows.some((row) => row.length !== rows[0].length)) return false;
  if (new RegExp(`(?:^|[${separator}\\n])"(?:[^"]|"")*"(?=[${separator}\\n]|$)`).test(text)) return true;
  return rows.length > 1 && !new RegExp(`${separator}\\s`).test(text) && !rows.flat().every((cell) => NUMBER.test(cell));
}

/** A cell of one column that holds several lines comes from a spreadsheet in quotes. */
const BROKEN = /(?:^|\n)"(?:[^"]|"")*\n(?:[^"]|"")*"(?=\n|$)/;

function cells(/** @type {string} */ text) {
  if (text.includes("\t") || BROKEN.test(text)) return table(text, "\t");
  const separator = [";", ","].find((sign) => isTable(text, sign));
  return separator ? table(text, separator) : null;
}

/** The notes in a pasted text, in their order; empty ones are left out. @param {string} text @returns {string[]} */
export function pasted(text) {
  const plain = text.replace(/\r\n?/g, "\n").replace(/\u00a0/g, " ");
  const parts = cells(plain)?.flat() ?? plain.split("\n");
  return parts.map((part) => part.replace(MARK, "").replace(BOX, "").trim()).filter(Boolean);
}
