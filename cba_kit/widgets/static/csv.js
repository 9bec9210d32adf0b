// Tables as CSV files that spreadsheets open. Pure functions.

/** A value as a cell of a table. What a spreadsheet would take for a formula gets a mark in front, so that it stays text.
 *  @param {string|number|null} value */
export function cell(value) {
  if (typeof value === "number") return String(value);
  const text = String(value ?? "");
  const safe = /^\s*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of cells as a file; the mark in front tells spreadsheets that it is UTF-8. @param {(string|number|null)[][]} lines */
export const csv = (lines) => `\uFEFF${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
