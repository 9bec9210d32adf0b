// One control for one value: a line, a text, a number, a date, a link, or a choice from a list.
// A control never writes over words that a person is typing in it.
import { YEARS, choicesOf, inWords, parseNumber, readDay, showNumber, webAddress } from "./form-answer.js";
import { choiceControl, choicesControl, scaleControl, selectControl } from "./form-choice.js";
import { dayTrouble, keepWords } from "./form-kept.js";
import { grow, h, icon } from "./dom.js";

/** @typedef {{
 *   t: (key:string, values?:any) => string, lists: any, id: string, name: string, describe: string, cell: boolean, reader: boolean,
 *   read: () => any, begin: () => void, type: (value:any) => void, put: (value:any) => void, leave: () => void,
 *   trouble: (words:string) => void, draft: {read: () => string, keep: (text:string) => void}, onenter?: () => void,
 * }} Site where a control stands: `name` is its accessible name when no label points at it ("" otherwise) */
/** @typedef {{element:HTMLElement, group?:boolean, sync:() => void, focus:() => void}} Control */

/** Most choices shown as radio buttons; more become a list to open. */
const MOST_RADIOS = 6;

/** Make the control that a question or column asks for. @param {any} asked @param {Site} site @returns {Control} */
export function makeControl(asked, site) {
  if (site.reader) return readout(asked, site);
  if (asked.type === "number") return numberControl(asked, site);
  if (asked.type === "date") return dateControl(asked, site);
  if (asked.type === "link") return linkControl(asked, site);
  if (asked.type === "scale") return site.cell ? selectControl(steps(asked), site) : scaleControl(asked, site);
  if (asked.type === "choices") return choicesControl(asked, site);
  if (asked.type === "choice") {
    const many = choicesOf(asked, site.lists, site.read()).length > MOST_RADIOS;
    return site.cell || many ? selectControl((stored) => choicesOf(asked, site.lists, stored), site) : choiceControl(asked, site);
  }
  return textControl(asked, site);
}

const named = (/** @type {Site} */ { id, name, describe }) => ({ id, "aria-label": name || null, "aria-describedby": describe || null });

function steps({ low, high }) {
  const list = Array.from({ length: high - low + 1 }, (_, index) => ({ key: low + index, label: String(low + index) }));
  return () => list;
}

/** The answer to read, without a field. */
function readout(asked, { t, lists, read, id, cell }) {
  const element = h("div", { class: "form-read", id });
  function sync() {
    const words = inWords(asked, read(), lists);
    const address = asked.type === "link" ? webAddress(words) : "";
    element.classList.toggle("mute", !words);
    if (address) element.replaceChildren(h("a", { href: address, target: "_blank", rel: "noopener noreferrer", text: words }));
    else element.textContent = words || (cell ? "–" : t("form.no_answer"));
  }
  sync();
  return { element, group: true, sync, focus: () => element.scrollIntoView({ block: "center" }) };
}

/** What all typed fields share: `type` on every keystroke, and the stored words back when nobody types. */
function typed(field, site, { words = (value) => String(value ?? ""), after = () => {} } = {}) {
  const sync = () => {
    if (document.activeElement === field) return;
    const now = words(site.read());
    if (field.value !== now) { field.value = now; after(); }
  };
  field.addEventListener("focus", site.begin);
  field.addEventListener("blur", () => { site.leave(); sync(); });
  return sync;
}

function textControl(asked, site) {
  const line = asked.type !== "text";
  // a line in a narrow column still shows all its words, so it is a textarea that takes no line break
  const area = site.cell || !line;
  const field = area
    ? h("textarea", { ...named(site), class: "inp", rows: site.cell ? "1" : "2", maxlength: "20000" })
    : h("input", { ...named(site), class: "inp", type: "text", maxlength: "300", autocomplete: "off" });
  const after = () => { if (area && field.isConnected) grow(field); };
  const sync = typed(field, site, { after });
  field.addEventListener("input", () => {
    if (line && area && /[\r\n]/.test(field.value)) field.value = field.value.replaceAll(/\s*[\r\n]+\s*/g, " ");
    after();
    site.type(field.value);
  });
  if (line) field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    site.onenter?.();
  });
  sync();
  requestAnimationFrame(after);
  return { element: field, sync, focus: () => field.focus() };
}

/** Mark a field and say what is wrong with its words; `text` "" takes it back. */
function told(field, site, text) {
  field.setAttribute("aria-invalid", String(Boolean(text)));
  site.trouble(text);
}

function numberControl(asked, site) {
  const field = h("input", { ...named(site), class: "inp n", type: "text", inputmode: "decimal", autocomplete: "off" });
  const sync = typed(field, site, { words: (value) => site.draft.read() || showNumber(value) });
  keepWords(field, {
    read: (words) => parseNumber(words, asked), draft: site.draft, write: site.type,
    tell(error, here) {
      const kept = showNumber(site.read());
      const values = { low: asked.low, high: asked.high, kept };
      const place = error && site.t(here ? "form.only_here" : "form.only_field");
      told(field, site, error ? [place, site.t(`form.number_${error}`, values), kept && site.t("form.number_kept", values)].filter(Boolean).join(" ") : "");
    },
  });
  sync();
  const unit = asked.unit && h("span", { class: "form-unit", id: `${site.id}-unit`, text: asked.unit });
  if (!unit) return { element: field, sync, focus: () => field.focus() };
  field.setAttribute("aria-describedby", `${site.id}-unit ${site.describe}`.trim());
  return { element: h("div", { class: "form-number" }, field, unit), sync, focus: () => field.focus() };
}

function dateControl(asked, site) {
  const field = h("input", { ...named(site), class: "inp", type: "date", min: `${YEARS.first}-01-01`, max: `${YEARS.last}-12-31` });
  const half = () => field.validity.badInput;
  const sync = () => {
    const now = site.draft.read() || String(site.read() ?? "");
    if (document.activeElement !== field && !half() && field.value !== now) field.value = now;
  };
  field.addEventListener("focus", site.begin);
  keepWords(field, {
    read: (words) => (half() ? { error: "half" } : readDay(words)), draft: site.draft, write: site.type, rest: 0,
    tell: (error, here) => told(field, site, dayTrouble(site.t, error, here)),
  });
  field.addEventListener("blur", () => { site.leave(); sync(); });
  sync();
  return { element: field, sync, focus: () => field.focus() };
}

function linkControl(asked, site) {
  const field = h("input", { ...named(site), class: "inp", type: "text", inputmode: "url", autocomplete: "url", placeholder: "https://" });
  const out = h("a", { class: "btn", target: "_blank", rel: "noopener noreferrer" }, icon("link"), site.t("form.open_link"));
  const mark = (late) => {
    const address = webAddress(field.value);
    out.hidden = !address;
    if (address) out.href = address; else out.removeAttribute("href");
    if (late || address || !field.value) site.trouble(field.value.trim() && !address ? site.t("form.link_odd") : "");
  };
  const sync = typed(field, site, { after: () => mark(true) });
  field.addEventListener("input", () => { mark(false); site.type(field.value); });
  field.addEventListener("blur", () => mark(true));
  out.hidden = true;
  queueMicrotask(sync);
  return { element: h("div", { class: "form-link" }, field, out), sync, focus: () => field.focus() };
}
