// The editor of a form: questions in parts, how far they are answered, and the conversation beside them.
import { measure } from "./form-answer.js";
import { mountField } from "./form-field.js";
import { grow, h, icon, replace, say } from "./dom.js";
import { draftsOf } from "./threads-draft.js";
import { mountThreads, threadsOf } from "./threads.js";
import { toast } from "./toast.js";

let forms = 0;

/** @param {HTMLElement} root @param {{client:any, template:any, go:(hash:string)=>void, reader:boolean}} ctx */
export function mount(root, { client, template, go, reader }) {
  const { t } = client;
  const mark = `cba-form-${++forms}`;
  const sheet = template.key;
  const rail = h("aside", { class: "form-rail", "aria-label": t("form.rail") });
  const form = { client, sheet, mark, reader, drafts: draftsOf(client), talk };
  /** @type {any[]} */ const fields = [];

  const undo = h("button", { type: "button", class: "btn quiet icon", "aria-label": t("form.undo"), onclick: () => step("undo") }, icon("undo"));
  const redo = h("button", { type: "button", class: "btn quiet icon", "aria-label": t("form.redo"), onclick: () => step("redo") }, icon("redo"));
  const progress = h("div", { class: "form-progress", role: "status" });
  const start = h("div", {});
  const head = h("header", { class: "form-head" },
    h("div", { class: "row between" }, h("h1", { text: template.title }), !reader && h("div", { class: "row form-tools" }, undo, redo)),
    h("p", { class: "lead", text: template.purpose }), progress, start);
  const parts = template.parts.map((part, index) => partCard(part, `${mark}-part-${index}`));
  const credit = template.credit && h("p", { class: "small mute form-credit", text: template.credit });
  root.append(head, h("div", { class: "form-lay" }, h("div", { class: "form-parts" }, ...parts, credit), rail));
  const threads = mountThreads(rail, { client, sheet, go });

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

  function step(name) {
    const label = client[name]();
    if (!label) return;
    say(t(`form.${name}_done`, { label }));
    toast(t(`form.${name}_done`, { label }), { sign: name });
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

  function drawTools() {
    undo.disabled = !client.canUndo();
    redo.disabled = !client.canRedo();
  }

  function update(ids) {
    for (const field of fields) field.update(ids);
    threads.update(ids);
    drawProgress();
    // the start card stays while the first answer is typed: nothing may move under the cursor
    if (ids === null || reader) drawStart();
    drawThreads();
    drawTools();
  }

  function keys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || reader) return;
    if (event.target.closest?.("input:not([type=checkbox],[type=radio],[type=range]), textarea")) return; // a field undoes its own typing
    const name = event.key.toLowerCase() === "z" ? (event.shiftKey ? "redo" : "undo") : event.key.toLowerCase() === "y" ? "redo" : "";
    if (!name) return;
    event.preventDefault();
    step(name);
  }

  const fit = () => root.querySelectorAll("textarea").forEach(grow);
  root.addEventListener("keydown", keys);
  addEventListener("resize", fit);
  const unlisten = client.on("status", drawTools);
  update(null);
  return {
    update,
    /** Show the question, row or answer that an address names. */
    point([name]) { if (name) fields.find((field) => field.holds(name))?.focus(name); },
    destroy() {
      client.flush();
      unlisten();
      removeEventListener("resize", fit);
      root.removeEventListener("keydown", keys);
      threads.destroy();
      root.replaceChildren();
    },
  };
}
