// The three honest ways out of a question, each a small form: a note that answers it, an action, a reason to set it aside.
import { h } from "./dom.js";
import { nameOf } from "./findings-facts.js";

let made = 0;

/** A form in a question's card. `send` returns words that say what is missing, or "" when it was sent.
 *  @param {any} t @param {{fields:any[], button:string, send:()=>string, close:()=>void}} options */
function form(t, { fields, button, send, close }) {
  const wrong = h("p", { class: "small ask-wrong", role: "alert" });
  return h("form", {
    class: "ask-form",
    onsubmit(event) {
      event.preventDefault();
      wrong.textContent = send();
      if (wrong.textContent) event.target.querySelector("textarea, input")?.focus();
    },
    onkeydown(event) {
      if (event.key === "Enter" && event.target.tagName === "TEXTAREA" && !event.shiftKey) { event.preventDefault(); event.currentTarget.requestSubmit(); }
      if (event.key === "Escape") { event.preventDefault(); close(); }
      event.stopPropagation(); // the board's keys are letters
    },
  }, ...fields, wrong, h("div", { class: "row ask-acts" }, h("button", { type: "submit", class: "btn", text: button }),
    h("button", { type: "button", class: "btn quiet", text: t("findings.cancel"), onclick: close })));
}

function field(label) {
  const id = `cba-ask-${++made}`;
  const area = h("textarea", { id, class: "inp small", rows: "2" });
  return { area, rows: [h("label", { for: id, class: "small", text: label }), area], get text() { return area.value.trim(); } };
}

/** A note that answers the question: a new one, or one that is there.
 *  @param {any} t @param {{client:any, block:any, about:any[], notes:any[], send:(said:{text:string, note:string, answered:any[]})=>void, close:()=>void}} options */
export function noteForm(t, { client, block, about, notes, send, close }) {
  const written = field(t("findings.new_note", { block: block.title }));
  const id = `cba-ask-${++made}`;
  const existing = h("select", { id, class: "inp small" }, h("option", { value: "", text: t("findings.existing_none") }),
    ...notes.map((note) => h("option", { value: note.id, text: nameOf(client, note) })));
  const boxes = about.map((entry) => h("input", { type: "checkbox", checked: about.length === 1 }));
  const choices = about.length > 1 && h("fieldset", { class: "ask-which" }, h("legend", { class: "small", text: t("findings.answers") }),
    ...about.map((entry, index) => h("label", {}, boxes[index], h("span", { text: nameOf(client, entry) }))));
  return { focus: () => written.area.focus(), dirty: () => Boolean(written.text), element: form(t, {
    fields: [choices, ...written.rows, notes.length > 0 && h("label", { for: id, class: "small", text: t("findings.existing") }), notes.length > 0 && existing],
    button: t("findings.add_it"), close,
    send() {
      const answered = about.filter((_, index) => boxes[index].checked);
      if (about.length && !answered.length) return t("findings.choose_note");
      if (!written.text && !existing.value) return t("findings.write_note");
      send({ text: written.text, note: written.text ? "" : existing.value, answered });
      return "";
    },
  }) };
}

/** One text: the title of an action, or a reason. `name` is “action” or “reason”.
 *  @param {any} t @param {{name:"action"|"reason", send:(text:string)=>void, close:()=>void}} options */
export function textForm(t, { name, send, close }) {
  const written = field(t(name === "action" ? "findings.action_title" : "findings.reason"));
  return { focus: () => written.area.focus(), dirty: () => Boolean(written.text), element: form(t, {
    fields: written.rows, button: t(name === "action" ? "findings.make_it" : "findings.put_aside"), close,
    send() {
      if (!written.text) return t(name === "action" ? "findings.write_action" : "findings.write_reason");
      send(written.text);
      return "";
    },
  }) };
}
