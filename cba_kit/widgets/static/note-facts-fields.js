// The fields of a note beside its words: how it is known, for which group it is, and what its canvas asks for.
import { h, icon, replace } from "./dom.js";
import { SIGNS } from "./note-mark.js";
import { wordsOf } from "./plan-actions.js";

const EVIDENCE = ["", "assumed", "heard", "measured"];
let made = 0;

/** How a note is known, with one line of proof. @param {any} facts see note-facts.js */
export function createEvidence({ t, note, put, type, flush, mayWrite }) {
  const name = `cba-evidence-${++made}`;
  const radios = EVIDENCE.map((key) => h("input", { type: "radio", name, value: key, disabled: !mayWrite, onchange: () => put({ evidence: key }, "evidence") }));
  const label = h("label", { class: "small", for: `${name}-proof` });
  const proof = h("input", { id: `${name}-proof`, class: "inp small", maxlength: "300", disabled: !mayWrite,
    oninput: () => type({ proof: proof.value }, "evidence"), onblur: flush });
  const line = h("div", { class: "facts-proof" }, label, proof);
  const element = h("fieldset", { class: "facts-evidence" }, h("legend", { class: "small", text: t("facts.evidence") }),
    ...EVIDENCE.map((key, index) => h("label", { class: "facts-radio" }, radios[index], key && icon(SIGNS[key]), t(`facts.${key || "not_said"}`))), line);
  return { element, draw() {
    const { evidence = "", proof: said = "" } = note()?.fields ?? {};
    for (const radio of radios) radio.checked = radio.value === (evidence ?? "");
    line.hidden = !evidence;
    if (evidence) replace(label, t(`facts.proof_${evidence}`));
    if (document.activeElement !== proof) proof.value = said ?? "";
  } };
}

/** For which group a note of a canvas is that is filled once for each. @param {any} facts */
export function createPart({ t, client, template, note, put, mayWrite }) {
  if (!template.parts_from) return null;
  const [sheet, block] = template.parts_from.split(".");
  const id = `cba-part-${++made}`;
  const select = h("select", { id, class: "inp small", disabled: !mayWrite, onchange: () => put({ part: select.value }, "part") });
  const element = h("div", {}, h("label", { class: "small", for: id, text: t("facts.part") }), select);
  return { element, draw() {
    const option = (value, text) => h("option", { value, text });
    const groups = client.list(sheet, { kind: "note", block }).map((entry) => option(entry.id, wordsOf(entry)));
    const part = String(note()?.fields.part ?? "");
    if (document.activeElement !== select) replace(select, option("", t("facts.part_all")), ...groups);
    select.value = part;
    element.hidden = !groups.length && !part;
  } };
}

/** What the canvas asks for beside a note's words: one field for each of its columns. @param {any} facts */
export function createColumns(facts) {
  const { t, template } = facts;
  if (!template.columns?.length) return null;
  const fields = template.columns.map((column) => createColumn(facts, column));
  const element = h("fieldset", { class: "facts-columns" }, h("legend", { class: "small", text: t("facts.numbers") }), ...fields.map((field) => field.element));
  return { element, draw() { for (const field of fields) field.draw(); } };
}

function createColumn(facts, column) {
  const { t, note, put, type, flush, mayWrite } = facts;
  const id = `cba-column-${++made}`;
  const said = { column: column.title };
  const write = (value) => put({ [column.key]: value }, "number", said);
  const input = ["choice", "scale"].includes(column.type) ? chooser() : typed();
  const unit = column.unit && h("span", { class: "xs mute", text: column.unit });
  const help = column.help && h("p", { id: `${id}-help`, class: "xs mute", text: column.help });
  const element = h("div", { class: "facts-column" }, h("label", { class: "small", for: id }, column.title, " ", unit), input, help);

  function chooser() {
    const values = column.type === "choice" ? column.choices.map(({ key, label }) => [key, label]) : steps();
    const select = h("select", { id, class: "inp small", disabled: !mayWrite, "aria-describedby": column.help ? `${id}-help` : null },
      h("option", { value: "", text: t("facts.choose") }), ...values.map(([value, text]) => h("option", { value, text })));
    select.addEventListener("change", () => write(select.value === "" ? null : column.type === "scale" ? Number(select.value) : select.value));
    return select;
  }
  function steps() {
    const { low, high, ends } = column;
    return Array.from({ length: high - low + 1 }, (_, index) => {
      const value = low + index;
      const word = ends && value === low ? ends[0] : ends && value === high ? ends[1] : "";
      return [String(value), word ? `${value} · ${word}` : String(value)];
    });
  }
  function typed() {
    const kind = { number: "number", date: "date" }[column.type] ?? "text";
    const field = h("input", { id, class: "inp small", type: kind, step: kind === "number" ? "any" : null, min: column.low, max: column.high,
      maxlength: kind === "text" ? "300" : null, disabled: !mayWrite, "aria-describedby": column.help ? `${id}-help` : null });
    if (kind === "text") {
      field.addEventListener("input", () => type({ [column.key]: field.value }, "number", said));
      field.addEventListener("blur", flush);
    } else {
      field.addEventListener("change", () => { if (field.validity.valid) write(field.value === "" ? null : kind === "number" ? Number(field.value) : field.value); });
    }
    return field;
  }
  return { element, draw() { if (document.activeElement !== input) input.value = String(note()?.fields[column.key] ?? ""); } };
}
