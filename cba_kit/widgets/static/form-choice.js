// Controls for choosing: radio buttons, a list to open, checkboxes with a filter, a scale.
import { beginsScale, choicesOf, chosen } from "./form-answer.js";
import { h, icon } from "./dom.js";
import { fold } from "./fold.js";

/** Choices above which a filter box helps. */
const FILTER_FROM = 11;

/** One of a few: radio buttons, and a way back to no answer.
 *  @param {any} asked @param {any} site @returns {any} */
export function choiceControl(asked, site) {
  const clear = h("button", { type: "button", class: "btn quiet form-clear", text: site.t("form.clear"), onclick: () => { site.put(null); first().focus(); } });
  const box = h("div", { class: "form-options", id: site.id });
  const first = () => box.querySelector("input");
  const radios = new Map();
  for (const { key, label } of choicesOf(asked, site.lists, site.read())) {
    const radio = h("input", { type: "radio", name: site.id, value: key, onchange: () => site.put(key) });
    radios.set(key, radio);
    box.append(h("label", { class: "check" }, radio, h("span", { text: label })));
  }
  box.append(clear);
  const sync = () => {
    const value = site.read();
    for (const [key, radio] of radios) radio.checked = key === value;
    clear.hidden = value === null || value === undefined || value === "";
  };
  sync();
  return { element: box, group: true, sync, focus: () => (box.querySelector("input:checked") ?? first())?.focus() };
}

/** One of many, or a value in a table: a list to open. Keys may be numbers.
 *  @param {(stored:any) => {key:any,label:string}[]} listed @param {any} site @returns {any} */
export function selectControl(listed, site) {
  const select = h("select", { id: site.id, class: "inp", "aria-label": site.name || null, "aria-describedby": site.describe || null });
  let keys = [];
  const sync = () => {
    const value = site.read() ?? "";
    const choices = listed(value);
    if (choices.length !== keys.length) {
      keys = choices.map((choice) => choice.key);
      const options = choices.map((choice, index) => h("option", { value: String(index), text: choice.label }));
      select.replaceChildren(h("option", { value: "", text: site.cell ? "–" : site.t("form.choose") }), ...options);
    }
    const index = keys.indexOf(value);
    select.value = index < 0 ? "" : String(index);
  };
  select.addEventListener("change", () => site.put(select.value === "" ? null : keys[Number(select.value)]));
  sync();
  return { element: select, sync, focus: () => select.focus() };
}

/** Several of a list: checkboxes, with a filter box when there are many.
 *  @param {any} asked @param {any} site @returns {any} */
export function choicesControl(asked, site) {
  const { t } = site;
  const all = choicesOf(asked, site.lists, site.read());
  const boxes = new Map();
  const none = h("p", { class: "hint", text: t("form.filter_none"), hidden: true });
  const sum = h("p", { class: "form-sum small", "aria-live": "polite" });
  const grid = h("div", { class: "form-options form-many" });
  for (const { key, label } of all) {
    const box = h("input", { type: "checkbox", onchange: () => { site.put(chosen(site.read(), key, box.checked)); } });
    const row = h("label", { class: "check" }, box, h("span", { text: label }));
    boxes.set(key, { box, row, label });
    grid.append(row);
  }
  const element = h("div", { id: site.id });
  if (all.length >= FILTER_FROM) {
    const filter = h("input", { type: "search", class: "inp form-filter", "aria-label": t("form.filter", { title: asked.title }), placeholder: t("form.filter_short"), autocomplete: "off",
      oninput: () => {
        const wanted = fold(filter.value.trim());
        let seen = 0;
        for (const { box, row, label } of boxes.values()) {
          const fits = fold(label).includes(wanted);
          if (fits) seen += 1;
          row.hidden = !fits && !box.checked;
        }
        none.hidden = seen > 0;
      } });
    element.append(filter);
  }
  element.append(sum, grid, none);
  const sync = () => {
    const value = Array.isArray(site.read()) ? site.read() : [];
    for (const [key, { box }] of boxes) box.checked = value.includes(key);
    const words = value.map((key) => boxes.get(key)?.label ?? key).join(", ");
    const said = value.length ? t("form.chosen", { list: words }) : "";
    if (sum.textContent !== said) sum.textContent = said;
  };
  sync();
  return { element, group: true, sync, focus: () => grid.querySelector("input")?.focus() };
}

/** A number on a scale. Until it is touched it says so, and shows no value.
 *  @param {any} asked @param {any} site @returns {any} */
export function scaleControl(asked, site) {
  const { t } = site;
  const { low, high, ends } = asked;
  const value = h("span", { class: "val", "aria-hidden": "true" });
  const range = h("input", { id: site.id, type: "range", min: String(low), max: String(high), step: "1", "aria-describedby": site.describe || null });
  const clear = h("button", { type: "button", class: "btn quiet form-clear", onclick: () => { site.put(null); range.focus(); } }, icon("close"), t("form.clear"));
  const middle = Math.round((low + high) / 2);
  const isSet = () => typeof site.read() === "number";
  const sync = () => {
    const now = isSet() ? site.read() : middle;
    if (Number(range.value) !== now) range.value = String(now);
    range.classList.toggle("unset", !isSet());
    range.style.setProperty("--fill", `${((now - low) / (high - low)) * 100}%`);
    const words = now === low ? ends?.[0] : now === high ? ends?.[1] : "";
    const said = isSet() ? [now, words].filter((one) => one !== "" && one !== undefined).join(", ") : t("form.not_answered");
    range.setAttribute("aria-valuetext", said);
    value.textContent = said;
    value.classList.toggle("un", !isSet());
    clear.hidden = !isSet();
  };
  range.addEventListener("input", () => site.type(Number(range.value)));
  range.addEventListener("change", site.leave);
  // a click on the middle moves nothing and still is an answer
  range.addEventListener("click", () => { if (!isSet()) site.put(Number(range.value)); });
  range.addEventListener("keydown", (event) => {
    if (isSet() || !beginsScale(event)) return;
    event.preventDefault();
    site.put(low);
  });
  const foot = ends && h("div", { class: "ends", "aria-hidden": "true" }, h("span", { text: `${low} ${ends[0]}` }), h("span", { text: `${high} ${ends[1]}` }));
  sync();
  return { element: h("div", { class: "form-scale" }, h("div", { class: "row between" }, value, clear), range, foot), sync, focus: () => range.focus() };
}
