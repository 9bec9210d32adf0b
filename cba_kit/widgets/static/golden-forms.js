// Small forms that make the missing piece of a thread: where it goes, and its words.
import { h } from "./dom.js";
import { actionSteps, blocksOf, meaningFor, noteSteps, planOf, rowSteps, rowsOf } from "./golden-steps.js";

let made = 0;

/** @typedef {{client:any, name:string, done:(what:"note"|"need"|"action", entry:any) => void, close:() => void}} Ctx
 *   `name`: what it is connected with; `done` is told what was written */

/** A form of a text and what comes before it. `write` returns the operations. @param {Ctx} ctx
 *  @param {{what:"note"|"need"|"action", label:string, before?:(Node|false)[], after?:Node[], write:(text:string) => any[]}} parts */
function form({ client, name, done, close }, { what, label, before = [], after = [], write }) {
  const { t } = client;
  const id = `cba-thread-${++made}`;
  const area = h("textarea", { id, class: "inp", rows: "2", "aria-describedby": `${id}-wrong` });
  const wrong = h("p", { id: `${id}-wrong`, class: "err", role: "alert" });
  const element = h("form", {
    class: "thread-form",
    onsubmit(/** @type {Event} */ event) {
      event.preventDefault();
      event.stopPropagation();
      const text = area.value.trim();
      wrong.textContent = text ? "" : t("thread.write_first");
      if (!text) { area.focus(); return; }
      const steps = write(text);
      client.putAll(steps, t(`thread.step.${what}`, { name }));
      done(what, client.get(steps[0].entry));
    },
    onkeydown(/** @type {KeyboardEvent} */ event) {
      const pressed = /** @type {HTMLElement} */ (event.target);
      if (event.key === "Enter" && !event.shiftKey && pressed === area) { event.preventDefault(); element.requestSubmit(); }
      if (event.key === "Escape") { event.preventDefault(); close(); }
      event.stopPropagation();
    },
  }, ...before, h("label", { for: id, text: label }), area, ...after, wrong,
  h("div", { class: "row" }, h("button", { type: "submit", class: "btn pri", text: t("thread.add") }),
    h("button", { type: "button", class: "btn quiet", text: t("thread.cancel"), onclick: close })));
  return { element, focus: () => (element.querySelector("select") ?? area).focus() };
}

/** A list of places, grouped by sheet. @param {import("./golden-steps.js").Site[]} sites @param {string} label @param {() => void} [changed] */
function places(sites, label, changed) {
  const id = `cba-thread-${++made}`;
  const sheets = [...new Set(sites.map(({ sheet }) => sheet))];
  const select = h("select", { id, class: "inp", onchange: changed }, ...sheets.map((sheet) => h("optgroup", { label: sheet.short },
    ...sites.map((site, at) => ({ site, at })).filter(({ site }) => site.sheet === sheet).map(({ site, at }) => h("option", { value: String(at), text: site.title })))));
  return { select, label: h("label", { for: id, text: label }), site: () => sites[Number(select.value)] };
}

/** A note about a trend. @param {Ctx} ctx @param {{link:string, threat:boolean}} about */
export function noteForm(ctx, { link, threat }) {
  const { client } = ctx;
  const { t } = client;
  const id = `cba-thread-${++made}`;
  const meaning = h("select", { id, class: "inp" });
  const where = places(blocksOf(client), t("thread.note_in"), fill);
  function fill() {
    const { sheet } = where.site();
    meaning.replaceChildren(...sheet.meanings.map((/** @type {any} */ one) => h("option", { value: one.key, text: one.label })));
    meaning.value = meaningFor(sheet, threat);
  }
  fill();
  return form(ctx, { what: "note", label: t("thread.note_text"), before: [where.label, where.select],
    after: [h("label", { for: id, text: t("thread.note_meaning") }), meaning],
    write: (text) => noteSteps(client, where.site(), { link, text, meaning: meaning.value }) });
}

/** A row of a form about a trend. @param {Ctx} ctx @param {{link:string}} about */
export function needForm(ctx, { link }) {
  const { client } = ctx;
  const where = places(rowsOf(client), client.t("thread.need_in"));
  return form(ctx, { what: "need", label: client.t("thread.need_text"), before: [where.label, where.select], write: (text) => rowSteps(client, where.site(), { link, text }) });
}

/** An action that comes from a note or answers trends. @param {Ctx} ctx @param {{origin?:string, trends?:string[]}} about */
export function actionForm(ctx, about) {
  const { client } = ctx;
  return form(ctx, { what: "action", label: client.t("thread.action_text"), write: (title) => actionSteps(client, planOf(client), { title, ...about }) });
}
