// The editor of a form: questions in parts, how far they are answered, and the conversation beside them.
import { measure, questionsOf, roomFor } from "./form-answer.js";
import { mountField } from "./form-field.js";
import { createUndo } from "./form-undo.js";
import { grow, h, icon, replace } from "./dom.js";
import { mountFigure } from "./findings-figure.js";
import { mountFindings } from "./findings.js";
import { draftsOf } from "./threads-draft.js";
import { mountThreads, threadsOf } from "./threads.js";

/** Pixels that a table has beside the comments; a form with a wider one takes more of the page. */
const ROOM = 860;

let forms = 0;

/** @param {HTMLElement} root @param {{client:any, template:any, go:(hash:string)=>void, reader:boolean}} ctx */
export function mount(root, { client, template, go, reader }) {
  const { t } = client;
  const mark = `cba-form-${++forms}`;
  const sheet = template.key;
  const rail = h("aside", { class: "form-rail", "aria-label": t("form.rail") });
  const form = { client, sheet, mark, reader, drafts: draftsOf(client), talk };
  /** @type {any[]} */ const fields = [];

  const undo = createUndo(client, root, { writes: !reader });
  const progress = h("div", { class: "form-progress", role: "status" });
  const start = h("div", {});
  const wide = questionsOf(template).some((question) => question.type === "rows" && roomFor(question.columns, reader) > ROOM);
  const head = h("header", { class: `form-head ${wide ? "form-wide" : ""}`.trim() },
    h("div", { class: "row between" }, h("h1", { text: template.title }), undo.element),
    h("p", { class: "lead", text: template.purpose }), progress, start);
  const parts = template.parts.map((part, index) => partCard(part, `${mark}-part-${index}`));
  const credit = template.credit && h("p", { class: "small mute form-credit", text: template.credit });
  const main = h("div", { class: "form-parts" }, ...parts, credit);
  root.append(head, h("div", { class: `form-lay ${wide ? "form-wide" : ""}`.trim() }, main, rail));
  const threads = mountThreads(rail, { client, sheet, go });
  const findings = mountFindings(rail, { client, template, go });
  const figure = mountFigure(main, { client, template });

  function partCard(part, id) {
    const mounted = part.questions.map((question) => mountField(question, form));
    fields.push(...mounted);
    return h("section", { class: "card form-part", "aria-labelledby": id },
      h("h2", { id, text: part.title }), part.help && h("p", { class: "mute form-part-help", text: part.help }), ...mounted.map((field) => field.box));
  }

  function talk(block) {
    const [first] = threadsOf(client, sheet).filter((thread) => thread.anchor.block === block);
    if (first) threads.show(first.root.id); else threads.compose({ block });
  }

  function drawProgress() {
    const { done, needed } = measure(template, client.list(sheet));
    const share = needed ? Math.round((done / needed) * 100) : 100;
    const meter = h("span", { class: "meter", "aria-hidden": "true" }, h("i"));
    meter.firstElementChild.style.width = `${share}%`;
    const complete = done >= needed;
    replace(progress, meter, h("span", { class: "small", text: t(needed === 1 ? "form.progress_one" : "form.progress", { done, needed }) }),
      complete ? h("span", { class: "tag ok" }, icon("check"), t("form.complete")) : h("span", { class: "small mute", text: t("form.minutes", { n: template.minutes }) }));
  }

  function drawStart() {
    const empty = !client.list(sheet, { kind: "answer" }).length;
    if (!empty) return start.replaceChildren();
    const first = h("button", { type: "button", class: "btn pri", onclick: () => fields[0].focus() }, t("form.first"));
    return replace(start, h("div", { class: "form-start card" },
      h("div", { class: "grow" }, h("h2", { text: t(reader ? "form.empty" : "form.start") }), h("p", { class: "mute", text: template.start })), !reader && first));
  }

  function drawThreads() {
    const all = threadsOf(client, sheet);
    const known = new Map();
    for (const thread of all) known.set(thread.anchor.block, [...(known.get(thread.anchor.block) ?? []), thread]);
    for (const field of fields) field.threads(known.get(field.box.dataset.question) ?? []);
  }

  function update(ids) {
    for (const field of fields) field.update(ids);
    threads.update(ids);
    findings.update(ids);
    figure.update(ids);
    drawProgress();
    // the start card stays while the first answer is typed: nothing may move under the cursor
    if (ids === null || reader) drawStart();
    drawThreads();
    undo.draw();
  }

  const fit = () => root.querySelectorAll("textarea").forEach(grow);
  addEventListener("resize", fit);
  update(null);
  return {
    update,
    /** Show the question, row or answer that an address names. */
    point([name]) { if (name) fields.find((field) => field.holds(name))?.focus(name); },
    destroy() {
      client.flush();
      undo.destroy();
      removeEventListener("resize", fit);
      threads.destroy();
      findings.destroy();
      figure.destroy();
      root.replaceChildren();
    },
  };
}
