// One field of an action: a line, a text, a day, an amount or a choice. What is typed is kept at every keystroke.
import { YEARS, readDay } from "./form-answer.js";
import { dayTrouble, keepWords, keptWords } from "./form-kept.js";
import { grow, h, icon, replace } from "./dom.js";
import { endsBeforeStart } from "./plan-check.js";
import { choicesOf, suggestions, unitOf } from "./plan-choices.js";
import { askAmount, dayWords, isDay, money } from "./plan-format.js";
import { linksField } from "./plan-links.js";

const LINE = 300;

/** The kind of each field; those that are not named are lines. */
const KINDS = {
  background: "text", description: "text", risks: "text",
  start: "day", due: "day", first_step_by: "day", target_by: "day",
  cost: "amount",
  status: "choice", funding_status: "choice", confidence: "choice", origin: "choice",
  trends: "many", depends_on: "many", links: "links",
};
/** Fields whose words may be no value yet. */
const READ = Object.keys(KINDS).filter((name) => ["day", "amount"].includes(KINDS[name]));
const SUGGESTS = ["owner", "funding", "measure", "aim"];
const HINTS = ["title", "owner", "first_step", "measure", "baseline", "cost", "confidence", "depends_on", "status_reason", "links"];
let made = 0;

/** Tell whether words of an action wait on this device to become a value. @param {any} drafts @param {string} id */
export const waits = (drafts, id) => READ.some((name) => keptWords(drafts, id, name).read());

/** @typedef {{name:string, box:HTMLElement, focus:()=>void, update:(action:any)=>void}} Field */

/** Make the field `name` of an action. @param {any} plan @param {any} action @param {string} name @returns {Field} */
export function createField(plan, action, name) {
  const id = `plan-${name}-${++made}`;
  const maker = { text: textField, day: dayField, amount: amountField, choice: choiceField, many: manyField, links: linksField }[KINDS[name]] ?? lineField;
  let unread = ""; // what is wrong with words that are no value
  let against = ""; // what is wrong with a value beside the others
  const problem = h("p", { class: "err", id: `${id}-err`, hidden: true });
  const hint = HINTS.includes(name) && h("p", { class: "hint", id: `${id}-hint`, text: plan.t(`plan.hint.${name}`) });
  const parts = { id, describedby: [hint && `${id}-hint`, `${id}-err`].filter(Boolean).join(" "), tell };
  const control = maker(plan, action, name, parts);
  const box = control.fieldset
    ? h("fieldset", { class: "field", "aria-describedby": hint ? `${id}-hint` : null }, h("legend", { class: "lab", text: plan.t(`plan.field.${name}`) }), hint, control.element)
    : h("div", { class: "field" }, h("label", { for: id, text: plan.t(`plan.field.${name}`) }), hint, control.element, ...(control.extra ?? []), problem);

  function tell(/** @type {string} */ text) {
    unread = text;
    show(unread || against);
  }

  /** Show what is not right; the words stay as they are. */
  function show(/** @type {string} */ text) {
    problem.hidden = !text;
    replace(problem, ...(text ? [icon("warn"), h("span", { text })] : []));
    if (text) control.element.setAttribute("aria-invalid", "true"); else control.element.removeAttribute("aria-invalid");
  }
  const update = (/** @type {any} */ fresh) => {
    control.update(fresh);
    if (name === "due") against = endsBeforeStart(fresh.fields) ? plan.t("plan.ends_before", { start: dayWords(fresh.fields.start, plan.locale) }) : "";
    show(unread || against);
    if (name === "status_reason") box.hidden = !["blocked", "dropped"].includes(fresh.fields.status) && !fresh.fields.status_reason;
  };
  update(action);
  return { name, box, focus: () => (control.focus ?? control.element).focus(), update };
}

const words = (/** @type {any} */ value) => String(value ?? "");

function typing(plan, action, name) {
  return {
    onfocus: () => plan.client.begin(action.id),
    onblur: () => plan.client.flush(),
    write: (fields) => plan.client.type({ sheet: plan.sheet, entry: action.id, kind: "action", fields }, plan.step(action.id, name)),
  };
}

function lineField(plan, action, name, { id, describedby }) {
  const { onfocus, onblur, write } = typing(plan, action, name);
  const list = SUGGESTS.includes(name) && h("datalist", { id: `${id}-list` });
  const fill = () => list && list.replaceChildren(...suggestions(plan, name).map((word) => h("option", { value: word })));
  const input = h("input", {
    id, class: "inp", type: "text", maxlength: String(LINE), autocomplete: "off", "aria-describedby": describedby, list: list ? list.id : null, onblur,
    onfocus: () => { fill(); onfocus(); },
    oninput: () => {
      const unit = name === "measure" && !plan.client.get(action.id)?.fields.unit ? unitOf(plan, input.value) : "";
      write(unit ? { [name]: input.value, unit } : { [name]: input.value });
    },
  });
  return { element: input, extra: list ? [list] : [], update: ({ fields }) => settle(input, words(fields[name])) };
}

function textField(plan, action, name, { id, describedby }) {
  const { onfocus, onblur, write } = typing(plan, action, name);
  const area = h("textarea", { id, class: "inp", rows: "3", "aria-describedby": describedby, onfocus, onblur, oninput: () => { grow(area); write({ [name]: area.value }); } });
  return { element: area, update: ({ fields }) => { if (settle(area, words(fields[name]))) requestAnimationFrame(() => grow(area)); } };
}

function dayField(plan, action, name, { id, describedby, tell }) {
  const { onfocus, onblur, write } = typing(plan, action, name);
  const draft = keptWords(plan.drafts, action.id, name);
  const input = h("input", { id, class: "inp", type: "date", min: `${YEARS.first}-01-01`, max: `${YEARS.last}-12-31`, "aria-describedby": describedby, onfocus, onblur });
  const half = () => input.validity.badInput;
  const update = ({ fields }) => { if (!half()) settle(input, draft.read() || (isDay(fields[name]) ? fields[name] : "")); };
  keepWords(input, {
    read: (day) => (half() ? { error: "half" } : readDay(day)), draft, rest: 0,
    write: (day) => write({ [name]: day }), tell: (error, here) => tell(dayTrouble(plan.t, error, here)),
  });
  return { element: input, update };
}

function amountField(plan, action, name, { id, describedby, tell }) {
  const { t, locale } = plan;
  const { onfocus, onblur, write } = typing(plan, action, name);
  const draft = keptWords(plan.drafts, action.id, name);
  const stored = () => plan.client.get(action.id)?.fields[name];
  const input = h("input", { id, class: "inp", type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": describedby, onfocus, onblur });
  const update = ({ fields }) => settle(input, draft.read() || (typeof fields[name] === "number" ? fields[name].toLocaleString(locale) : ""));
  keepWords(input, {
    read: askAmount, draft, write: (amount) => write({ [name]: amount }),
    tell(error, here) {
      const now = typeof stored() === "number" && t("plan.amount_kept", { cost: money(stored(), locale) });
      tell(error ? [t(here ? "form.only_here" : "form.only_field"), t("plan.no_amount"), now].filter(Boolean).join(" ") : "");
    },
  });
  return { element: input, update };
}

function choiceField(plan, action, name, { id, describedby }) {
  const number = name === "confidence";
  const select = h("select", { id, class: "inp", "aria-describedby": describedby,
    onchange: () => plan.put(action.id, { [name]: number ? Number(select.value) || null : select.value }, plan.step(action.id, name)) });
  const option = ({ key, label }) => h("option", { value: key, text: label });
  return {
    element: select,
    update(fresh) {
      const groups = choicesOf(plan, name, fresh);
      replace(select, ...groups.flatMap(({ title, choices }) => (title ? [h("optgroup", { label: title }, ...choices.map(option))] : choices.map(option))));
      const value = words(fresh.fields[name] ?? (name === "status" ? "planned" : ""));
      if (select.value !== value) select.value = value;
    },
  };
}

function manyField(plan, action, name) {
  const box = h("div", { class: "many" });
  let said = /** @type {any} */ (null);
  const chosen = () => [...box.querySelectorAll("input:checked")].map((input) => input.value);
  const set = () => plan.put(action.id, { [name]: chosen() }, plan.step(action.id, name));
  const check = ({ key, label }) => h("label", { class: "check" }, h("input", { type: "checkbox", value: key, onchange: set }), h("span", { text: label }));
  return {
    fieldset: true,
    element: box,
    get focus() { return box.querySelector("input") ?? { focus() {} }; },
    update(fresh) {
      const groups = choicesOf(plan, name, fresh).filter((group) => group.choices.length);
      const now = JSON.stringify(groups);
      if (now !== said && !box.contains(document.activeElement)) {
        said = now;
        const several = groups.length > 1;
        box.replaceChildren(...groups.flatMap(({ title, choices }) => [several && h("p", { class: "small mute", text: title }), ...choices.map(check)].filter(Boolean)));
        if (!groups.length) box.append(h("p", { class: "small mute", text: plan.t("plan.no_choice") }));
      }
      const values = fresh.fields[name] ?? [];
      box.querySelectorAll("input").forEach((input) => { input.checked = values.includes(input.value); });
    },
  };
}

/** Show a value, but never in the field that someone types in. Returns whether it changed. */
function settle(input, value) {
  if (document.activeElement === input || input.value === value) return false;
  input.value = value;
  return true;
}
