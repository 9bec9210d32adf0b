// What is known about one note: evidence with proof, the fields that its canvas asks for, and its connections.
import { h, icon, replace } from "./dom.js";
import { createColumns, createEvidence, createPart } from "./note-facts-fields.js";
import { createLinks } from "./note-facts-links.js";
import { wordsOf } from "./plan-actions.js";

let made = 0;

/** Show what is known about a note in `element`. @param {HTMLElement} element
 *  @param {{client:any, note:string, template:any, go:(hash:string)=>void}} options
 *  @returns {{update(ids:Set<string>|null):void, focus():void, destroy():void}} */
export function mountFacts(element, { client, note, template, go }) {
  const sheet = template.key;
  const ask = (fields) => ({ sheet, entry: note, kind: "note", fields });
  const facts = {
    client, template, t: client.t, mayWrite: client.may("note"),
    note: () => client.get(note),
    put: (fields, step, values = {}) => client.put(ask(fields), client.t(`facts.step.${step}`, values)),
    type: (fields, step, values = {}) => client.type(ask(fields), client.t(`facts.step.${step}`, values)),
    flush: () => client.flush(),
  };
  const parts = [createPart(facts), createColumns(facts), createEvidence(facts), createLinks({ client, note, sheet, go })].filter(Boolean);
  element.replaceChildren(...parts.map((part) => part.element));
  const draw = () => parts.forEach((part) => part.draw());
  draw();
  return {
    update: draw,
    focus() {
      const [first] = [...element.querySelectorAll("input, select, a")].filter((one) => one.closest("[hidden]") === null);
      const chosen = /** @type {any} */ (first)?.type === "radio" ? element.querySelector("input:checked") : null;
      /** @type {HTMLElement|undefined} */ (chosen ?? first)?.focus();
    },
    destroy() { client.flush(); element.replaceChildren(); },
  };
}

/** A panel for one note at a time, at the head of `rail`; closed at first. `back(id)` takes the focus when it closes.
 *  @param {HTMLElement} rail @param {{client:any, template:any, go:(hash:string)=>void, back:(id:string)=>void}} options */
export function createFacts(rail, { client, template, go, back }) {
  const { t } = client;
  const title = `cba-facts-${++made}`;
  /** @type {{id:string, facts:any}|null} */ let shown = null;
  const heading = h("h2", { id: title });
  const place = h("div", { class: "facts-body" });
  const panel = h("section", { class: "card note-facts", "aria-labelledby": title, hidden: true },
    h("div", { class: "facts-head" }, heading, h("button", { type: "button", class: "btn icon quiet", "aria-label": t("facts.close"), onclick: () => close() }, icon("close"))), place);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); close(); }
    event.stopPropagation(); // the board's keys are letters
  });
  rail.prepend(panel);

  function close({ quietly = false } = {}) {
    const { id } = shown ?? { id: "" };
    shown?.facts.destroy();
    shown = null;
    panel.hidden = true;
    if (id && !quietly) back(id);
  }

  function draw() {
    const note = client.get(shown?.id ?? "");
    if (!note || note.removed) { close({ quietly: true }); return; }
    replace(heading, t("facts.title", { note: wordsOf(note) }));
    shown?.facts.update(null);
  }

  return {
    /** Open the panel for a note, and go there. @param {string} id */
    open(id) {
      shown?.facts.destroy();
      panel.hidden = false;
      shown = { id, facts: mountFacts(place, { client, note: id, template, go }) };
      draw();
      panel.scrollIntoView({ block: "nearest" });
      shown?.facts.focus();
    },
    close,
    /** Entries changed. @param {Set<string>|null} _ids */
    update(_ids) { if (shown) draw(); },
    destroy() { close({ quietly: true }); panel.remove(); },
  };
}
