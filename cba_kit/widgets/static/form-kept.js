// Words that are no value yet, such as “about 5k” where an amount is asked: they stay in their field and on this
// device until they are one, and the field says so.
import { YEARS } from "./form-answer.js";

/** Milliseconds after the last keystroke until a field says what is wrong. */
const REST = 900;

/** Watch a field whose words may be no value yet. The controls of forms and of the plan share it.
 *  @param {HTMLInputElement} field
 *  @param {{read:(words:string) => {value:any}|{error:string}, draft:{read:() => string, keep:(words:string) => void},
 *    write:(value:any) => void, tell:(error:string, kept:boolean) => void, rest?:number}} options `tell` is given ""
 *    when all is well, and whether the words are kept on this device; `rest` 0: it says so only when the person leaves */
export function keepWords(field, { read, draft, write, tell, rest = REST }) {
  let shown = false;
  /** @type {any} */ let timer = 0;

  function judge(/** @type {boolean} */ late) {
    clearTimeout(timer);
    const found = read(field.value);
    const error = "error" in found ? found.error : "";
    draft.keep(error ? field.value : "");
    shown = Boolean(error) && (late || shown);
    tell(shown ? error : "", draft.read() === field.value);
    if (error && !shown && rest) timer = setTimeout(() => { if (field.isConnected) judge(true); }, rest);
    return found;
  }

  field.addEventListener("input", () => {
    const found = judge(false);
    if ("value" in found) write(found.value);
  });
  field.addEventListener("blur", () => judge(true));
  if (draft.read()) queueMicrotask(() => judge(true));
}

/** The words of one field that are kept on this device. @param {any} drafts @param {string} entry @param {string} [name] */
export function keptWords(drafts, entry, name = "") {
  const key = `number:${name ? `${entry}.${name}` : entry}`;
  return { read: () => drafts.read(key), keep: (/** @type {string} */ words) => drafts.keep(key, words) };
}

/** What is wrong with a day, in words; "" when nothing is.
 *  @param {(key:string, values?:any) => string} t @param {string} error @param {boolean} here kept on this device */
export function dayTrouble(t, error, here) {
  if (error === "year") return `${t(here ? "form.only_here" : "form.only_field")} ${t("form.date_year", YEARS)}`;
  return error ? t("form.date_half") : "";
}
