// One question of a form: its title, hint, control, trouble, comments mark and conflict copies.
import { choicesFor } from "./form-conflict.js";
import { makeControl } from "./form-control.js";
import { keptWords } from "./form-kept.js";
import { h, icon, replace } from "./dom.js";
import { rowsControl } from "./form-rows.js";
import { createMerges } from "./merge.js";
import { joined } from "./words-diff.js";

/** @typedef {{box:HTMLElement, update:(ids:Set<string>|null)=>void, focus:(entry?:string)=>void, threads:(list:any[])=>void, holds:(id:string)=>boolean}} Field */

/** @param {any} question @param {{client:any, sheet:string, mark:string, reader:boolean, drafts:any, talk:(block:string)=>void}} form
 *  @returns {Field} */
export function mountField(question, form) {
  const { client, sheet, reader } = form;
  const { t } = client;
  const entry = `${sheet}.${question.key}`;
  const id = `${form.mark}-${question.key}`;
  const many = question.type === "rows";
  const trouble = h("p", { class: "err", id: `${id}-err`, role: "alert", hidden: true });
  const hint = question.help && h("p", { class: "hint", id: `${id}-hint`, text: question.help });
  const describe = [hint && `${id}-hint`, !many && `${id}-err`].filter(Boolean).join(" ");
  const say = (words) => {
    trouble.hidden = !words;
    trouble.replaceChildren(...(words ? [icon("warn"), words] : []));
  };

  const answer = (value) => ({ sheet, entry, kind: "answer", block: question.key, fields: { value } });
  const label = t("form.step_answer", { title: question.title });
  // an answer that was undone is still there, but removed: it comes back before it changes
  const back = () => { if (client.get(entry)?.removed) client.restore(entry, label); };
  const site = {
    t, lists: client.state.lists, id, name: "", describe, cell: false, reader,
    read: () => { const found = client.get(entry); return found && !found.removed ? found.fields.value : null; },
    begin: () => client.begin(entry),
    type: (value) => { back(); client.type(answer(value), label); },
    put: (value) => { back(); client.put(answer(value), label); },
    leave: () => client.flush(),
    trouble: say,
    draft: keptWords(form.drafts, entry),
  };
  const control = many ? rowsControl(question, { ...form, id }) : makeControl(question, site);

  const marks = h("div", { class: "form-marks" });
  const optional = !question.required && h("span", { class: "form-optional", text: t("form.optional") });
  const titled = many || control.group;
  const title = titled
    ? h(many ? "h3" : "legend", { class: "lab", id: `${id}-title` }, question.title, " ", optional)
    : h("label", { class: "lab", for: id, id: `${id}-title` }, question.title, " ", optional);
  const conflicts = h("div", { class: "merges" });
  const inner = [title, hint, control.element, trouble, conflicts];
  const grouped = titled && !many && !reader;
  const body = h(grouped ? "fieldset" : "div", { class: "form-body", "aria-describedby": grouped && describe ? describe : null }, ...inner);
  if (titled && !grouped && !many) title.replaceWith(h("h3", { class: "lab", id: `${id}-title` }, question.title, " ", optional));
  const box = h("div", { class: `form-field type-${question.type}`, id: `${id}-field`, dataset: { question: question.key, ...(many ? {} : { entry }) } }, body, marks);

  const merges = createMerges(client, conflicts);
  const both = (parts) => (parts.every(({ write }) => write)
    ? () => parts.map(({ name, first, second, write }) => ({ sheet, entry, kind: "answer", fields: { [name]: joined(first, second, { line: write === "line" }) } })) : null);

  function drawConflicts() {
    if (!reader && !many) merges.draw(choicesFor(client, client.get(entry), { asked: new Map([["value", question]]), both, done: () => control.focus() }));
  }

  drawConflicts();
  return {
    box,
    update(ids) {
      if (many) return control.update(ids);
      if (ids === null || ids.has(entry)) control.sync();
      return drawConflicts();
    },
    focus: (found) => { box.scrollIntoView({ block: "center" }); control.focus(found); },
    holds: (found) => found === entry || found === question.key || client.get(found)?.block === question.key,
    threads(list) {
      const waits = list.some((thread) => thread.waits);
      const words = list.length
        ? t(waits ? "form.comments_waiting" : "form.comments", { n: list.length, title: question.title })
        : t("form.comment_on", { title: question.title });
      if (!list.length && !client.may("comment")) return marks.replaceChildren();
      const look = `btn quiet form-talk ${waits ? "waits" : ""}`.trim();
      const count = list.length > 0 && h("span", { "aria-hidden": "true", text: String(list.length) });
      return replace(marks, h("button", { type: "button", class: look, "aria-label": words, title: words,
        onclick: () => form.talk(question.key) }, icon("comment"), count));
    },
  };
}
