// The comments panel: the threads of a sheet, block or entry, with answers, and a way to open a new one.
import { avatar, grow, h, icon, replace, say } from "./dom.js";
import { draftsOf } from "./threads-draft.js";
import { guides, nameOf, OPEN, owns, SIGNS, stateAfter, threadsOf, TONES, whenSaid, wordsOf, writerOf } from "./threads-facts.js";
import { toast } from "./toast.js";

export { threadsOf };

let panels = 0;

/** The tags that say a thread's state in a word and a sign: that it waits, and what its reader made of it.
 *  @param {any} client @param {any} thread @returns {HTMLElement} */
export function stateTags(client, thread) {
  const waits = thread.waits && h("span", { class: "tag warn" }, icon("clock"), client.t("threads.waits"));
  const tone = TONES[thread.state] ?? "";
  const state = (!thread.waits || !OPEN.includes(thread.state))
    && h("span", { class: `tag ${tone}`.trim() }, icon(SIGNS[thread.state] ?? "comment"), client.t(`threads.state.${thread.state}`));
  return h("span", { class: "thread-tags" }, waits, state);
}

/** One contribution: who, when, what. @param {any} client @param {any} comment */
export function commentBox(client, comment) {
  const { name, initials, outside } = writerOf(client, comment.created_by);
  return h("div", { class: "c" }, avatar(initials, outside ? "w3 sm" : "sm"),
    h("div", { class: "grow" },
      h("span", { class: "who", text: name }), " ",
      h("span", { class: "xs faint", text: whenSaid(client, comment.created_at) }),
      h("p", { class: "said", text: comment.fields.text ?? "" })));
}

/** Say what a thread is about, with the words it was about.
 *  @param {any} client @param {any} thread @param {{whole?:boolean}} [options] `whole` names the sheet too */
export function aboutOf(client, thread, options) {
  const name = nameOf(client, thread.anchor, options);
  return thread.quote ? client.t("threads.about_quote", { name, quote: thread.quote }) : client.t("threads.about", { name });
}

/** Answer a thread: the comment, and what the answer makes of the thread's state, as one step.
 *  @param {any} client @param {any} thread @param {string} text @returns {() => void} takes it back */
export function answer(client, thread, text) {
  const { id, sheet, block } = thread.root;
  const entry = client.newId();
  const state = stateAfter(client);
  const steps = [{ sheet, entry, kind: "comment", block, fields: { text, thread: id } }];
  if (thread.state !== state) steps.push({ sheet, entry: id, kind: "comment", fields: { state } });
  client.putAll(steps, client.t("threads.sent"));
  return () => client.putAll([
    { op: "remove", sheet, entry, kind: "comment" },
    ...(thread.state === state ? [] : [{ sheet, entry: id, kind: "comment", fields: { state: thread.state } }]),
  ], client.t("threads.taken_back"));
}

/** Open a thread. @param {any} client @param {{sheet:string, block?:string, entry?:string, section?:string, quote?:string}} anchor
 *  @param {string} text @returns {string} its id */
export function openThread(client, { sheet, block = "", entry = "", section = "", quote = "" }, text) {
  const asked = { sheet, entry: client.newId(), kind: "comment", block, fields: { text, entry, section, quote, state: "open" } };
  return client.put(asked, client.t("threads.sent"));
}

/** The field for words that are sent with a button; what is written in it outlives a reload.
 *  @param {any} client
 *  @param {{name:string, label:string, button:string, main?:boolean, hint?:string, send:(text:string)=>(()=>void)|void,
 *    extra?:any[]}} options */
export function composer(client, { name, label, button, main = false, hint = "", send, extra = [] }) {
  const drafts = draftsOf(client);
  const id = `cba-draft-${++panels}`;
  const area = h("textarea", { id, class: "inp small", rows: "2", placeholder: label, value: drafts.read(name), "aria-describedby": hint ? `${id}-hint` : null,
    oninput: () => { drafts.keep(name, area.value); grow(area); },
    onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); go(); } } });
  const write = (/** @type {string} */ text) => { area.value = text; drafts.keep(name, text); grow(area); };
  function go() {
    const text = area.value.trim();
    if (!text) { area.focus(); say(client.t("threads.write_first")); return; }
    write("");
    const back = send(text);
    const undo = back && (() => { back(); write(area.value || text); if (area.isConnected) area.focus(); });
    toast(client.t("threads.sent"), undo ? { label: client.t("threads.undo"), act: undo } : {});
  }
  const box = h("div", { class: "answer" },
    h("label", { class: "vh", for: id, text: label }), area,
    hint && h("p", { id: `${id}-hint`, class: "xs mute", text: hint }),
    h("div", { class: "row answer-row" }, h("button", { type: "button", class: main ? "btn pri" : "btn", text: button, onclick: go }), ...extra));
  return { box, area, clear: () => write("") };
}

/** One thread; `update` brings it up to date without touching what is being typed.
 *  @param {any} client @param {any} first
 *  @param {{heading:"h2"|"h3"|"h4", button?:string, whole?:boolean, sent?:() => void}} options
 *    `button` is the word to send an answer with, `sent` is told when one was sent */
export function threadView(client, first, { heading, button = "", whole = false, sent = () => {} }) {
  let thread = first;
  let open = thread.waits || OPEN.includes(thread.state);
  const { t } = client;
  const bodyId = `cba-thread-${++panels}`;
  const toggle = h("button", { type: "button", class: "thread-head", "aria-controls": bodyId, onclick: () => { open = !open; draw(); } });
  const talk = h("div", {});
  const marks = h("div", { class: "row marks" });
  const body = h("div", { id: bodyId });
  const box = h("article", { class: "thread", tabindex: "-1", dataset: { thread: first.root.id } }, h(heading, { class: "thread-about" }, toggle), body);
  const write = client.may("comment")
    ? composer(client, { name: first.root.id, label: t("threads.your_answer"), button: button || t("threads.answer"), main: first.waits,
      hint: guides(client) && first.waits ? t("threads.helps") : "",
      send(text) { const back = answer(client, thread, text); sent(); return back; },
      extra: guides(client) ? [marks] : [] })
    : null;
  body.append(talk, ...(write ? [write.box] : []));
  if (!marks.parentNode) body.append(marks);

  const set = (state) => client.put({ sheet: thread.root.sheet, entry: thread.root.id, kind: "comment", fields: { state } }, t(`threads.step.${state}`));
  const mark = (state) => h("button", { type: "button", class: "btn quiet mark", dataset: { state }, "aria-pressed": String(thread.state === state),
    onclick: () => choose(state) }, icon(SIGNS[state]), t(`threads.mark.${state}`));

  function choose(state) {
    const next = thread.state === state ? "open" : state;
    open = true;
    set(next);
    sent();
    say(t(`threads.step.${next}`));
    (box.querySelector(`[data-state="${state}"]`) ?? marks.querySelector("button") ?? box).focus();
  }

  function drawMarks() {
    if (!client.may("comment")) return marks.replaceChildren();
    if (guides(client)) {
      const settled = thread.state === "settled";
      const again = h("button", { type: "button", class: "btn quiet", onclick: () => choose("settled") }, icon("undo"), t("threads.ask_again"));
      const marked = ["used", "later", "no"].includes(thread.state);
      return replace(marks, ...[(settled || marked) && again, !settled && mark("settled")].filter(Boolean));
    }
    if (!owns(client) || thread.root.created_by === client.state.me.id) return marks.replaceChildren();
    return replace(marks, h("span", { class: "small mute", text: t("threads.what_became") }), mark("used"), mark("later"), mark("no"));
  }

  function draw() {
    toggle.setAttribute("aria-expanded", String(open));
    replace(toggle, h("span", { class: "quote", text: aboutOf(client, thread, { whole }) }), stateTags(client, thread));
    body.hidden = !open;
    replace(talk, commentBox(client, thread.root), ...thread.replies.map((reply) => commentBox(client, reply)));
    drawMarks();
  }
  draw();
  return {
    box,
    get thread() { return thread; },
    update(fresh) { thread = fresh; draw(); },
    show() { open = true; draw(); box.scrollIntoView({ block: "nearest" }); (write?.area ?? box).focus(); },
  };
}

/** Show the threads of a sheet, or only those of a block or an entry.
 *  @param {HTMLElement} root
 *  @param {{client:any, sheet:string, block?:string, entry?:string, heading?:"h2"|"h3", go?:(hash:string)=>void}} options
 *  @returns {{update(ids:Set<string>|null):void, destroy():void, compose(anchor?:{block?:string, entry?:string}):void, show(id:string):void}} */
export function mountThreads(root, { client, sheet, block = "", entry = "", heading = "h2" }) {
  const { t } = client;
  const titleId = `cba-threads-${++panels}`;
  const views = new Map();
  const sum = h("span", {});
  const list = h("div", { class: "thread-list" });
  const none = h("p", { class: "small mute", text: t(`threads.none${guides(client) ? "_coach" : client.state.workbook.owner?.group ? "_group" : ""}`) });
  const fresh = h("div", { class: "thread-new" });
  /** @type {any} what the open field for a new comment is about, or null */ let asked = null;
  const section = h("section", { class: "card threads", "aria-labelledby": titleId },
    h("div", { class: "row between" }, h(heading, { id: titleId, class: "threads-title", text: t("threads.title") }), sum), none, list, fresh);
  root.append(section);

  function ask(anchor) {
    const answered = client.get(`${sheet}.${anchor.block}`);
    const target = anchor.entry ? client.get(anchor.entry) : answered?.kind === "answer" && !answered.removed ? answered : null;
    const quote = target ? wordsOf(target) : "";
    const place = { sheet, block: anchor.block || target?.block || "", entry: anchor.entry || "", section: "" };
    const about = aboutOf(client, { anchor: place, quote });
    const close = () => { asked = null; drawNew(); fresh.querySelector("button")?.focus(); };
    const write = composer(client, {
      name: `new:${sheet}:${place.block}:${place.entry}`, label: t("threads.new_label"), button: t("threads.send"), main: true,
      hint: guides(client) ? t("threads.helps") : "",
      send(text) {
        const id = openThread(client, { ...place, quote }, text);
        close();
        return () => client.remove(id, t("threads.taken_back"));
      },
      extra: [h("button", { type: "button", class: "btn quiet", text: t("threads.close"), onclick: close })],
    });
    fresh.replaceChildren(h("p", { class: "quote", text: about }), write.box);
    return write.area;
  }

  function drawNew() {
    if (!client.may("comment")) return fresh.replaceChildren();
    if (asked) return undefined;
    const kind = entry ? "new_entry" : block ? "new_block" : sheet === "roadmap" ? "new_roadmap" : "new_sheet";
    return replace(fresh, h("button", { type: "button", class: "btn", onclick: () => api.compose({ block, entry }) }, icon("comment"), t(`threads.${kind}`)));
  }

  function draw() {
    const threads = threadsOf(client, sheet).filter(({ anchor }) => (!block || anchor.block === block) && (!entry || anchor.entry === entry));
    const waiting = threads.filter((thread) => thread.waits).length;
    replace(sum, ...(waiting ? [h("span", { class: "tag warn" }, icon("clock"), t("threads.for_you", { n: waiting }))] : []));
    const ids = new Set(threads.map((thread) => thread.root.id));
    for (const [id, view] of views) if (!ids.has(id)) { view.box.remove(); views.delete(id); }
    const below = heading === "h2" ? "h3" : "h4";
    for (const thread of threads) {
      const view = views.get(thread.root.id);
      if (view) { view.update(thread); continue; }
      const made = threadView(client, thread, { heading: below });
      views.set(thread.root.id, made);
      list.append(made.box);
    }
    // a conversation in which someone writes stays where it is
    if (!list.contains(document.activeElement)) {
      threads.forEach((thread, index) => { const { box } = views.get(thread.root.id); if (list.children[index] !== box) list.insertBefore(box, list.children[index] ?? null); });
    }
    none.hidden = threads.length > 0;
    section.hidden = !threads.length && !client.may("comment");
    drawNew();
  }

  const api = {
    /** Bring the panel up to date; null means that everything may have changed. */
    update(ids) {
      const concerns = ids === null || [...ids].some((id) => !client.get(id) || client.get(id).kind === "comment");
      if (concerns) draw();
    },
    destroy() { section.remove(); },
    /** Open the field for a new comment on a block or an entry. */
    compose(anchor = {}) {
      asked = anchor;
      const area = ask(anchor);
      area.scrollIntoView({ block: "nearest" });
      area.focus();
      grow(area);
    },
    /** Open one conversation and put the cursor into its answer. */
    show(id) { views.get(id)?.show(); },
  };
  draw();
  return api;
}
