// The message client that all editors share. Nothing typed is lost: every keystroke goes to the outbox first and
// leaves it only when the store has confirmed it.
import { createConversation } from "./conversation.js";
import { clear, leaveTab, newId, takeTab } from "./device.js";
import { createEntries } from "./entries.js";
import { createEvents } from "./events.js";
import { createLink } from "./link.js";
import { createMail } from "./mail.js";
import { createPen } from "./pen.js";
import { createQuiet } from "./quiet.js";
import { statusOf } from "./status.js";

export { newId };

/** Put `values` into the {places} of a text. */
export function fill(/** @type {string} */ text, /** @type {Object<string,any>} */ values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {any} model an anywidget model */
export function createClient(model) {
  const { emit, on } = createEvents();
  const quiet = createQuiet();
  /** @type {Set<string>} */ const unkept = new Set(); // drafts that this device had no room for
  let tab = takeTab();
  let ended = false;

  const t = (/** @type {string} */ key, /** @type {Object<string,any>} */ values) => {
    const text = model.get("texts")?.[key];
    return text === undefined ? key : fill(text, values);
  };
  const told = () => emit("status", api.status());

  /** @type {any} */ const desk = { emit, tab: () => tab, refused };
  const talk = createConversation(desk);
  const { book, version } = talk;
  const link = createLink(model, {
    sign: talk.sign,
    joined: talk.joined,
    changed: told,
    beat() {
      if (!talk.state.ready) return;
      mail.look();
      mail.send();
      renew();
    },
  });
  const mail = createMail({
    post: link.post, book,
    growing: () => pen.growing,
    tooLarge: () => t("status.too_large"),
    changed: redraw,
    refused(list) {
      mail.answered([], list);
      redraw(refused());
      emit("refused", mail.outbox.refused());
    },
    took(client) {
      if (client !== tab) return;
      tab = newId(); // a tab that took this one for closed writes under its name
      pen.rename(tab);
    },
    out: () => { api.end(); location.reload(); },
  });
  const entries = createEntries({
    pending: (entry) => mail.everywhere().filter((item) => item.operation.entry === entry),
    all: () => mail.everywhere().map((item) => item.operation.entry),
    person: () => talk.state.me?.id ?? "",
  });
  const pen = createPen({
    version, book,
    pending: mail.pending,
    get: (id) => entries.shown.get(id),
    known: entries.known,
    /** Words of a closed tab that are not confirmed yet are continued as that tab's, so that a person never conflicts
     *  with themselves. A tab that lives writes for itself. */
    hand(entry) {
      const last = mail.pending(entry).at(-1)?.client;
      return last && !mail.lives(last) ? last : tab;
    },
    write(made, { growing = false } = {}) {
      for (const { operation, from } of made) mail.outbox.keep(operation, { ...from, growing });
      const ids = new Set(made.map(({ operation }) => operation.entry));
      entries.refresh(ids);
      if (!growing) mail.send();
      emit("entries", ids);
      told();
    },
    done({ operation, from }) {
      mail.outbox.keep(operation, from);
      mail.send();
      told();
    },
  });
  Object.assign(desk, { link, mail, entries, pen });

  function redraw(/** @type {Set<string>} */ ids) {
    entries.refresh(ids);
    emit("entries", ids);
  }

  /** Draw anew what was refused; steps lead back to no entry that was never made. @returns {Set<string>} */
  function refused() {
    const ids = new Set(mail.outbox.refused().map(({ operation }) => operation.entry));
    for (const id of ids) if (!entries.known(id)) pen.forget(id);
    entries.refresh(ids);
    return ids;
  }

  /** Tell whether there are words that only this page has. */
  const onlyHere = () => unkept.size > 0 || (mail.outbox.size > 0 && mail.outbox.trouble !== "");

  /** Load the page again where that is the way to go on, at a moment that disturbs nobody. A preview is a part of
   *  somebody's JupyterLab. */
  function renew() {
    if ((link.dead || link.stale) && !talk.state.preview && !onlyHere() && quiet.now({ hidden: link.stale })) location.reload();
  }

  function onMessage(/** @type {any} */ message) {
    if (ended) return;
    talk.hear(message);
    told();
  }

  /** The page may be gone in a moment: nothing stays behind in memory. */
  function leave() {
    if (ended) return;
    pen.rest();
    talk.leave();
    leaveTab(tab);
  }
  const turned = () => { if (document.visibilityState === "hidden") pen.rest(); else link.wake(); };
  /** Words that are only in memory: the browser asks before it lets them go. */
  const warn = (/** @type {Event} */ event) => { if (onlyHere()) event.preventDefault(); };
  model.on("msg:custom", onMessage);
  addEventListener("pagehide", leave);
  addEventListener("beforeunload", warn);
  document.addEventListener("visibilitychange", turned);

  const api = {
    get state() { return talk.state; },
    get id() { return tab; },
    /** Where the server is, with a slash at the end. */
    get base() { return link.base; },
    entries: entries.shown,
    drawings: talk.drawings,
    newId, t, on,
    get: (/** @type {string} */ id) => entries.shown.get(id),
    list: entries.list,
    /** Tell whether the reader may write this kind of entry here. */
    may: (/** @type {string} */ kind) => Boolean(talk.state.workbook?.kinds?.includes(kind)),
    put: pen.put,
    putAll: pen.putAll,
    remove: (/** @type {string} */ id, label = "") => pen.put({ op: "remove", entry: id }, label),
    restore: (/** @type {string} */ id, label = "") => pen.put({ op: "restore", entry: id }, label),
    remember: pen.remember,
    begin: pen.begin,
    type: pen.type,
    flush: pen.flush,
    undo: pen.undo,
    redo: pen.redo,
    canUndo: pen.canUndo,
    canRedo: pen.canRedo,
    undoLabel: pen.undoLabel,
    draw: talk.draw,
    send: talk.send,
    /** Open another workbook that the visitor may open (`state.books`); "ready" is told when it is here. What was
     *  typed in the one that is open stays in the outbox and is sent. */
    open(/** @type {string} */ workbook) {
      pen.rest();
      if (workbook !== book()) talk.send({ t: "open", workbook });
    },
    here: talk.here,
    /** Go on as soon as possible: this is the page that the person wants. */
    retry() {
      if (link.trouble.kind === "taken") link.heal();
      else if (link.dead) location.reload();
      else link.wake();
    },
    /** What the status line says; see status.js. */
    status: () => statusOf({ link, outbox: mail.outbox, saved: talk.saved, ready: talk.state.ready, unkept: unkept.size }),
    /** A draft has found no room on this device (`is`), or has it again. */
    unkept(/** @type {string} */ key, /** @type {boolean} */ is) {
      if (is === unkept.has(key)) return;
      if (is) unkept.add(key); else unkept.delete(key);
      told();
    },
    /** What waits in the outbox, for the list of kept changes. */
    waiting: () => mail.outbox.all().map((item) => item.operation),
    /** The person has seen these refused operations: their words need not be kept any longer. */
    forget: (/** @type {string[]} */ ids) => mail.outbox.forget(ids),
    /** The person has signed out: nothing more is sent or kept, and nothing of theirs stays on this device. */
    end() {
      api.dispose();
      ended = true;
      clear(talk.state.me.id);
    },
    dispose() {
      leave();
      pen.lay();
      link.dispose();
      quiet.dispose();
      mail.dispose();
      removeEventListener("pagehide", leave);
      removeEventListener("beforeunload", warn);
      document.removeEventListener("visibilitychange", turned);
      model.off("msg:custom", onMessage);
    },
  };

  link.post({ t: "hello", client: tab });
  return api;
}
