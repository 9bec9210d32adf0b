// Days, money and numbers as people read and write them. Pure functions; days are ISO texts, "2024-03-11".

const DAY = 86400000;

/** The language to write days and money in: that of the page; English as it is written in Europe. */
export function localeOf(/** @type {string} */ language) {
  return !language || /^en(-US)?$/i.test(language) ? "en-GB" : language;
}

const utc = (/** @type {string} */ day) => new Date(`${day}T00:00:00Z`);

/** Tell whether a text is a day that exists. */
export function isDay(/** @type {any} */ text) {
  return typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text).getTime());
}

/** "11 March 2024", or short "11 Mar 2024". @param {string} day @param {string} locale @param {"long"|"short"} [month] */
export function dayWords(day, locale, month = "long") {
  if (!isDay(day)) return day ?? "";
  return new Intl.DateTimeFormat(locale, { day: "numeric", month, year: "numeric", timeZone: "UTC" }).format(utc(day));
}

/** The day `count` days later. @param {string} day @param {number} count */
export function addDays(day, count) {
  return new Date(utc(day).getTime() + count * DAY).toISOString().slice(0, 10);
}

/** "€48,000"; cents only where there are some. @param {number} amount @param {string} locale */
export function money(amount, locale) {
  const digits = Number.isInteger(amount) ? 0 : 2;
  return new Intl.NumberFormat(locale, { style: "currency", currency: "EUR", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount);
}

/** Read an amount as people write it: "48,000", "48 000", "€ 48.000", "1.5". A separator before exactly three digits
 *  separates thousands, since amounts of a plan have no thousandths.
 *  @param {string} text @returns {number|null|undefined} null: nothing written; undefined: no amount */
export function readAmount(text) {
  const bare = text.replace(/eur(o|os)?|[€\s\u00a0\u202f'’]/gi, "");
  if (!bare) return null;
  if (!/^\d+([.,]\d+)*$/.test(bare)) return undefined;
  const parts = bare.split(/[.,]/);
  const last = parts.at(-1) ?? "";
  const cents = parts.length > 1 && last.length !== 3;
  const groups = cents ? parts.slice(1, -1) : parts.slice(1);
  if (groups.some((group) => group.length !== 3)) return undefined;
  const whole = (cents ? parts.slice(0, -1) : parts).join("");
  return Number(cents ? `${whole}.${last}` : whole);
}

/** Read an amount for its field. @param {string} text @returns {{value:number|null}|{error:"amount"}} */
export function askAmount(text) {
  const value = readAmount(text);
  return value === undefined || (value === null && text.trim()) ? { error: "amount" } : { value };
}

/** A baseline or target with its unit, where it is a bare number: "12%", "30 firms". */
export function withUnit(/** @type {any} */ value, /** @type {any} */ unit) {
  const text = String(value ?? "").trim();
  const sign = String(unit ?? "").trim();
  if (!text || !sign || text.includes(sign) || !/\d$/.test(text)) return text;
  return sign === "%" ? `${text}%` : `${text} ${sign}`;
}

/** "A1, A2 and A4" in the reader's language. @param {string[]} words @param {string} locale */
export function listWords(words, locale) {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(words);
}
