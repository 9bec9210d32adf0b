// One line for new notes: what is typed becomes a note with the first letter, Enter begins the next one.
import { h, icon, say } from "./dom.js";

let made = 0;

/** @param {any} board @param {{block:()=>string, label:(block:string)=>string, before?:Node|null}} options */
export function createWriter(board, { block, label, before = null }) {
  const { client, t, edits } = board;
  const id = `cba-new-note-${++made}`;
  let note = "";
  let place = "";
  const name = h("label", { class: "vh", for: id });
  const input = h("input", { id, class: "inp", autocomplete: "off", enterkeyhint: "done" });
  const send = h("button", { class: "btn pri icon", "aria-label": t("board.add_it") }, icon("plus"));
  const element = h("form", { class: "writer", onsubmit: (event) => { event.preventDefault(); next(); } }, before, name, input, send);

  input.addEventListener("input", () => {
    if (!note) {
      note = client.newId();
      place = block();
      element.dataset.entry = note;
    }
    edits.write(note, { block: place, text: input.value, meaning: board.template.meanings[0].key });
  });
  input.addEventListener("blur", () => { if (!input.value.trim()) rest(); else client.flush(); });

  /** End this note; the field is free for another. */
  function rest() {
    if (!note) return;
    const ended = note;
    delete element.dataset.entry;
    client.flush();
    note = "";
    if (!input.value.trim() && client.get(ended)) edits.emptied(ended, "");
    input.value = "";
  }

  function next() {
    if (input.value.trim()) say(t("board.added", { block: edits.title(place) }));
    rest();
    input.focus();
  }

  function draw() {
    const here = block();
    if (note && place !== here) rest();
    const reason = board.stage.reason(here);
    const words = reason || label(here);
    if (name.textContent !== words) name.textContent = words;
    if (input.placeholder !== words) input.placeholder = words;
    if (input.disabled !== Boolean(reason)) input.disabled = send.disabled = Boolean(reason);
  }
  draw();
  return { element, input, draw, rest, block, get note() { return note; } };
}
