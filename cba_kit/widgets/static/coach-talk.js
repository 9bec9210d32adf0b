// The coach's side of the conversation: all threads of one person, and a new comment on any part of the work.
import { anchorOf, blocksOf, entriesOf, placesOf } from "./coach-place.js";
import { h, icon, replace } from "./dom.js";
import { OPEN, threadsOf } from "./threads-facts.js";
import { composer, openThread, threadView } from "./threads.js";

/** @param {HTMLElement} root @param {{client:any, sent:() => void}} ctx `sent` is told when something was written */
export function mountTalk(root, { client, sent }) {
  const { t } = client;
  const views = new Map();
  let all = false;
  let writing = false;
  const sum = h("span", { class: "small mute" });
  const title = h("h2", { text: t("threads.title"), tabindex: "-1" });
  const openOnly = h("button", { type: "button", class: "btn", text: t("coach.open_only"), onclick: () => pick(false) });
  const everything = h("button", { type: "button", class: "btn", text: t("coach.all_threads"), onclick: () => pick(true) });
  const fresh = h("div", { class: "coach-new" });
  const list = h("div", { class: "coach-threads" });
  const none = h("p", { class: "small mute coach-none" });
  root.append(
    h("header", { class: "coach-head" }, h("div", { class: "row between" }, title, sum), h("div", { class: "seg", role: "group", "aria-label": t("coach.which") }, openOnly, everything)),
    fresh, none, list);

  function pick(/** @type {boolean} */ every) { all = every; draw(); }

  function drawNew() {
    if (!client.may("comment")) return fresh.replaceChildren();
    if (writing) return undefined;
    return replace(fresh, h("button", { type: "button", class: "btn", onclick: () => write().focus() }, icon("plus"), t("coach.new_comment")));
  }

  /** The field for a new comment, with plain lists to say what it is about. */
  function write() {
    writing = true;
    const { first, id } = client.state.person;
    const close = () => { writing = false; drawNew(); fresh.querySelector("button")?.focus(); };
    const { sections, sheets } = placesOf(client.state);
    const option = ({ key, label }) => h("option", { value: key, text: label });
    const group = (label, list) => list.length > 0 && h("optgroup", { label }, ...list.map(option));
    const part = (name, label, onchange) => {
      const select = h("select", { id: `coach-${name}`, class: "inp", onchange });
      const box = h("div", { class: "coach-pick" }, h("label", { class: "small", for: `coach-${name}`, text: label }), select);
      return { select, box };
    };
    const place = part("place", t("coach.about"), () => fillBlocks());
    const block = part("block", t("coach.about_part"), () => fillEntries());
    const entry = part("entry", t("coach.about_entry"), () => {});
    const named = sections.map(({ key, label }) => ({ key, label: t("coach.section", { title: label }) }));
    place.select.append(...[group(t("coach.roadmap"), named), group(t("coach.workbook"), sheets)].filter(Boolean));
    const template = () => client.state.sheets.get(place.select.value.replace(/^sheet:/, ""));
    const fillIn = ({ select, box }, whole, choices) => {
      box.hidden = !choices.length;
      select.replaceChildren(h("option", { value: "", text: whole }), ...choices.map(option));
    };
    function fillBlocks() {
      fillIn(block, t("coach.whole_sheet"), blocksOf(template()));
      fillEntries();
    }
    function fillEntries() {
      fillIn(entry, t(block.select.value ? "coach.whole_part" : "coach.whole_sheet"), template() ? entriesOf(client, template(), block.select.value) : []);
    }
    const line = composer(client, {
      name: `coach:${id}`, label: t("threads.new_label"), button: t("coach.send_to", { name: first }), main: true, hint: t("threads.helps"),
      send(text) {
        const made = openThread(client, anchorOf(client, place.select.value, block.select.value, entry.select.value), text);
        close();
        sent();
        return () => client.remove(made, t("threads.taken_back"));
      },
      extra: [h("button", { type: "button", class: "btn quiet", text: t("threads.close"), onclick: close })],
    });
    fresh.replaceChildren(h("h3", { text: t("coach.new_comment") }), place.box, block.box, entry.box, line.box);
    fillBlocks();
    return place.select;
  }

  function draw() {
    const threads = threadsOf(client);
    const open = threads.filter((thread) => thread.waits || OPEN.includes(thread.state));
    const words = t("coach.threads", { n: threads.length, open: open.length });
    if (sum.textContent !== words) sum.textContent = words;
    openOnly.setAttribute("aria-pressed", String(!all));
    everything.setAttribute("aria-pressed", String(all));
    // a thread that was just settled stays until the list is drawn for another reason than that
    const held = list.contains(document.activeElement) ? document.activeElement.closest("[data-thread]")?.dataset.thread : "";
    const seen = threads.filter((thread) => all || thread.waits || OPEN.includes(thread.state) || thread.root.id === held);
    const ids = new Set(seen.map((thread) => thread.root.id));
    for (const [id, view] of views) if (!ids.has(id)) { view.box.remove(); views.delete(id); }
    seen.forEach((thread, index) => {
      const known = views.get(thread.root.id);
      if (known) known.update(thread);
      else {
        const made = threadView(client, thread, { heading: "h3", whole: true, button: t("coach.send_to", { name: client.state.person.first }), sent });
        views.set(thread.root.id, made);
        list.append(made.box);
      }
      const { box } = views.get(thread.root.id);
      if (!held && list.children[index] !== box) list.insertBefore(box, list.children[index] ?? null);
    });
    none.hidden = seen.length > 0;
    none.textContent = t(threads.length ? "coach.none_open" : "threads.none_coach");
    drawNew();
  }

  return {
    update: draw,
    /** Another person: nothing of the last one stays. */
    reset() {
      for (const view of views.values()) view.box.remove();
      views.clear();
      writing = false;
      draw();
    },
    /** Go to the answer that waits, else to the newest thread, else to a new comment. */
    reply() {
      const found = [...views.values()];
      const view = found.find((one) => one.thread.waits) ?? found[0];
      if (view) view.show(); else if (client.may("comment")) write().focus();
    },
  };
}
