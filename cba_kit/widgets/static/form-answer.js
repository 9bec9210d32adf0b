// What an answer of a form is: pure rules about values, numbers, rows and how far a form is filled.

/** Tell whether an entry says anything. @param {any} entry */
export function says(entry) {
  return Object.entries(entry?.fields ?? {}).some(
    ([name, value]) => name !== "position" && value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && !value.length),
  );
}

/** All questions of a form, in order. @param {any} template */
export const questionsOf = (template) => template.parts.flatMap((part) => part.questions);

/** How many required questions have an answer. Conflict copies count for nothing.
 *  @param {any} template @param {any[]} entries @returns {{done:number, needed:number}} */
export function measure(template, entries) {
  const given = entries.filter((entry) => entry.kind === "answer" && !entry.removed && !entry.conflict_of && says(entry));
  const required = questionsOf(template).filter((question) => question.required);
  const answered = (question) =>
    given.filter((entry) => entry.block === question.key).length >= (question.type === "rows" ? question.least : 1);
  return { done: required.filter(answered).length, needed: required.length };
}

/** Read a number as people write it: spaces and ’ between thousands, comma or point before decimals.
 *  One separator with exactly three digits behind it is read as thousands: “1.200” is 1200, “0.125” is not.
 *  @param {string} words @param {{low?:number|null, high?:number|null, unit?:string}} [asked]
 *  @returns {{value:number|null}|{error:"number"|"low"|"high"|"range"}} */
export function parseNumber(words, { low = null, high = null, unit = "" } = {}) {
  let text = words.trim().replaceAll(/[\s\u00a0\u202f’']/g, "").replace(/^€|[€%]$/g, "").replace("−", "-");
  const behind = unit.replaceAll(/\s/g, "").toLowerCase();
  if (behind && text.toLowerCase().endsWith(behind)) text = text.slice(0, -behind.length);
  if (!text) return words.trim() ? { error: "number" } : { value: null };
  if (/^-?[1-9]\d{0,2}([.,]\d{3})+$/.test(text) && new Set(text.match(/[.,]/g)).size === 1) text = text.replaceAll(/[.,]/g, "");
  else if (text.includes(",") && text.includes(".")) {
    const decimal = text.lastIndexOf(",") > text.lastIndexOf(".") ? "," : ".";
    text = text.replaceAll(decimal === "," ? "." : ",", "").replace(decimal, ".");
  } else text = text.replace(",", ".");
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(text)) return { error: "number" };
  const value = Number(text);
  const under = low !== null && value < low;
  const over = high !== null && value > high;
  if (under || over) return { error: low !== null && high !== null ? "range" : under ? "low" : "high" };
  return { value };
}

/** The first and the last year of a day; a date field passes through the years 0002, 0020 and 0202. */
export const YEARS = { first: 1900, last: 2100 };

/** Read what a date field holds. @param {string} words "" or a day, "2024-03-11"
 *  @returns {{value:string|null}|{error:"year"}} */
export function readDay(words) {
  if (!words) return { value: null };
  const year = Number(words.split("-")[0]);
  return year < YEARS.first || year > YEARS.last ? { error: "year" } : { value: words };
}

/** Tell whether a key begins an untouched scale. It begins at its lowest value: never from a place that nobody chose.
 *  @param {{key:string, altKey?:boolean, ctrlKey?:boolean, metaKey?:boolean}} event */
export const beginsScale = ({ key, altKey, ctrlKey, metaKey }) => !altKey && !ctrlKey && !metaKey
  && ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "PageDown", "Enter", " "].includes(key);

/** Pixels that a column needs so that no word breaks, by its type. */
const COLUMN = { text: 210, scale: 96, number: 112, date: 152 };

/** Pixels that a table of answers needs beside its numbers and buttons. @param {{type:string}[]} columns @param {boolean} reader */
export function roomFor(columns, reader) {
  return columns.reduce((sum, column) => sum + (COLUMN[column.type] ?? 128), 28 + (reader ? 0 : 110));
}

/** A number as it stands in its field. @param {unknown} value */
export const showNumber = (value) => (typeof value === "number" ? String(value) : String(value ?? ""));

/** The address that a link leads to, or "" when the words are no web address. @param {string} words */
export function webAddress(words) {
  const text = words.trim();
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s/.test(text) || !/^https?:\/\/[^/?#]+\.[^/?#.]{2,}/i.test(whole)) return "";
  return URL.canParse?.(whole) === false ? "" : whole;
}

/** The choices of a question or column, from itself or from a shared list. A stored answer that is in
 *  neither (an older template) is kept and shown as it is.
 *  @param {any} asked @param {any} lists @param {unknown} stored @returns {{key:string,label:string}[]} */
export function choicesOf(asked, lists, stored) {
  const offered = asked.list ? (lists?.[asked.list] ?? []) : (asked.choices ?? []);
  const known = new Set(offered.map((choice) => choice.key));
  const held = (Array.isArray(stored) ? stored : [stored]).filter((key) => typeof key === "string" && key && !known.has(key));
  return [...offered, ...held.map((key) => ({ key, label: key }))];
}

/** Add or take away one choice; the order is that of choosing.
 *  @param {unknown} stored @param {string} key @param {boolean} on @returns {string[]} */
export function chosen(stored, key, on) {
  const rest = (Array.isArray(stored) ? stored : []).filter((one) => one !== key);
  return on ? [...rest, key] : rest;
}

const position = (/** @type {any} */ row) => row?.fields.position ?? 0;

/** The positions that bring a row `step` places down (or up, when negative). One row changes, unless its new
 *  neighbours stand on the same position: then all get new ones.
 *  @param {any[]} rows in their order @param {string} id @param {number} step @returns {{id:string, position:number}[]} */
export function moved(rows, id, step) {
  const rest = rows.filter((row) => row.id !== id);
  const from = rows.findIndex((row) => row.id === id);
  const to = Math.max(0, Math.min(rest.length, from + step));
  if (from < 0 || to === from) return [];
  const before = to ? position(rest[to - 1]) : position(rest[0]) - 2;
  const after = to < rest.length ? position(rest[to]) : before + 2;
  const middle = (before + after) / 2;
  if (before < middle && middle < after) return [{ id, position: middle }];
  return [...rest.slice(0, to), rows[from], ...rest.slice(to)].map((row, index) => ({ id: row.id, position: index + 1 }));
}

/** The position behind the last row. @param {any[]} rows */
export const lastPosition = (rows) => rows.reduce((most, row) => Math.max(most, position(row)), 0) + 1;

/** A stored value in words, for reading and for conflict copies.
 *  @param {any} asked @param {unknown} value @param {any} lists @param {string} [language] */
export function inWords(asked, value, lists, language = "en-GB") {
  if (value === null || value === undefined || value === "") return "";
  const label = (key) => choicesOf(asked, lists, key).find((choice) => choice.key === key)?.label ?? String(key);
  if (Array.isArray(value)) return value.map(label).join(", ");
  if (asked.type === "choice") return label(value);
  if (asked.type === "date" && /^\d{4}-\d{2}-\d{2}$/.test(String(value)))
    return new Date(`${value}T12:00:00`).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
  return asked.unit ? `${value} ${asked.unit}` : String(value);
}
