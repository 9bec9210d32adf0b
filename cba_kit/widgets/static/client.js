// The message client that all editors share: one conversation with the kernel about one workbook.
// hello → snapshot · op → ack · ops (others' edits) · ping → pong. Nothing typed is lost: every keystroke
// goes to the outbox first and leaves it only when the store has confirmed it.
import { leaveTab, newId, storage, takeTab, write } from "./device.js";
import { createHistory, inverse } from "./history.js";
import { createLink } from "./link.js";
import { applied, createOutbox, messages } from "./outbox.js";

const PAUSE = 400;
/** Milliseconds after which an operation without an answer is sent again. */
const AGAIN = 10_000;

export { newId };

/** Put `values` into the {places} of a text. */
export function fill(/** @type {string} */ text, /** @type {Object<string,any>} */ values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Sort entries by position, then age; those that the store has not seen yet are the youngest. */
function inOrder(a, b) {
  const [young, old] = [a, b].map((entry) => (entry.version ? 0 : 1));
  return (a.fields.position ?? 0) - (b.fields.position ?? 0) || young - old || (a.created_at < b.created_at ? -1 : 1);
}

/** @param {any} model an anywidget model */
export function createClient(model) {
  const tab = takeTab();
  const listeners = new Map();
  /** @type {Map<string, any>} */ const server = new Map();
  /** @type {Map<string, any>} */ const entries = new Map();
  const drawings = new Map();
  /** @type {Map<string, number>} */ const sent = new Map(); // operation → when it went
  const undrawn = new Map(); // pictures that were asked for without a connection
  let history = createHistory();
  let outbox = createOutbox(undefined, "");
  /** @type {any} */ let state = { ready: false };
  /** @type {any} */ let typing = null; // {operation, from, timer}: a text on its way, not sent yet
  /** @type {{entry:string, base:number, by:string}|null} */ let session = null;
  let returning = 0; // what waited when the connection came back, until it is confirmed
  let saved = "";

  /** A listener that fails stops neither the others nor what is being kept and sent. */
  function emit(name, detail) {
    for (const listener of (listeners.get(name) ?? []).slice()) {
      try { listener(detail); } catch (error) { queueMicrotask(() => { throw error; }); }
    }
  }
  const book = () => state.workbook?.id;
  const version = () => state.workbook?.version ?? 0;
  const pending = (entry) => outbox.all().filter((item) => item.workbook === book() && item.operation.entry === entry);

  const link = createLink(model, {
    sign: () => (state.ready ? { t: "ping" } : { t: "hello", client: tab }),
    beat() {
      if (!state.ready) return;
      look();
      send();
    },
    joined: () => { if (state.ready) send({ all: true }); },
    changed: () => emit("status", api.status()),
  });

  /** Recompute one entry: what the store said, and on top what is not confirmed yet. */
  function refresh(id) {
    let entry = server.get(id);
    for (const { operation } of pending(id)) entry = applied(entry, operation, state.me?.id ?? "");
    if (entry) entries.set(id, entry); else entries.delete(id);
  }

  function receive(list, { whole = false } = {}) {
    const ids = new Set(list.map((entry) => entry.id));
    if (whole) {
      for (const id of entries.keys()) ids.add(id);
      server.clear();
    }
    for (const entry of list) {
      if (entry.version >= (server.get(entry.id)?.version ?? 0)) server.set(entry.id, entry);
    }
    for (const { operation, workbook } of outbox.all()) if (workbook === book()) ids.add(operation.entry);
    ids.forEach(refresh);
    return ids;
  }

  /** See what other tabs left on this device. */
  function look() {
    const ids = new Set(outbox.look().filter((item) => item.workbook === book()).map((item) => item.operation.entry));
    if (!ids.size) return;
    ids.forEach(refresh);
    emit("entries", ids);
  }

  /** Send what waits: what never went or has had no answer for long, or `all`. */
  function send({ all = false } = {}) {
    const now = performance.now();
    const due = outbox.all().filter(({ operation: { id } }) =>
      id !== typing?.operation.id && (all || !sent.has(id) || now - sent.get(id) > AGAIN));
    for (const message of messages(due)) {
      if (!link.post({ t: "op", ...message })) return;
      for (const operation of message.ops) sent.set(operation.id, now);
    }
  }

  /** Keep operations on this device, show them, and send them. */
  function dispatch(made, { growing = false } = {}) {
    for (const { operation, from } of made) {
      outbox.keep(operation, { ...from, growing });
      refresh(operation.entry);
    }
    if (!growing) send();
    emit("entries", new Set(made.map(({ operation }) => operation.entry)));
    emit("status", api.status());
  }

  /** Whose hand writes on: words of a closed tab that are not confirmed yet are continued as that tab's,
   *  so that a person never conflicts with themselves. */
  function handOf(entry) {
    return pending(entry).at(-1)?.client ?? (session?.entry === entry ? session.by : tab);
  }

  /** Make an operation of what an editor asks for. Its base is never later than what its writer has seen. */
  function complete(asked) {
    const known = entries.get(asked.entry);
    const waits = pending(asked.entry);
    const seen = session?.entry === asked.entry ? session.base : version();
    const operation = { op: "put", block: null, fields: {}, ...asked, id: newId(), sheet: asked.sheet ?? known?.sheet,
      kind: asked.kind ?? known?.kind, base: Math.min(seen, asked.base ?? seen, ...waits.map((item) => item.operation.base)) };
    if (operation.op === "put" && known && !server.has(asked.entry)) {
      // the store does not have this entry yet: should it refuse the operation that makes it, this one can stand alone
      operation.block ??= known.block;
      operation.fields = { ...known.fields, ...operation.fields };
    }
    return { operation, from: { client: handOf(asked.entry), workbook: book() } };
  }

  const back = ({ operation }) => ({ ...inverse(entries.get(operation.entry), operation), base: operation.base });

  function sendTyping() {
    if (!typing) return;
    clearTimeout(typing.timer);
    const { operation, from } = typing;
    typing = null;
    outbox.keep(operation, from);
    send();
    emit("status", api.status());
  }

  /** The steps of undo outlive a reload of this tab; a duplicate of the tab does not get them. */
  const steps = () => (state.preview ? null : storage("sessionStorage"));
  const stepsKey = () => `cba:steps:${state.me?.id}:${book()}`;
  const here = (message) => message.workbook === undefined || message.workbook === book();

  /** Another workbook is open: what was typed in the last one keeps its own place in the outbox. */
  function openBook(message) {
    const same = state.ready && book() === message.workbook.id;
    if (!same) sendTyping();
    if (!state.ready || state.me.id !== message.me.id) {
      outbox = createOutbox(message.preview ? undefined : storage("localStorage"), message.me.id);
    }
    state = { ...message, ready: true, sheets: new Map(message.sheets.map((sheet) => [sheet.key, sheet])) };
    if (same) return true;
    session = null;
    history = createHistory(steps()?.getItem(stepsKey()));
    steps()?.removeItem(stepsKey());
    return false;
  }

  const receivers = {
    snapshot(message) {
      const same = openBook(message);
      saved = message.saved || saved;
      const ids = receive(message.entries, { whole: true });
      send({ all: true });
      emit(same ? "entries" : "ready", ids);
      if (same) emit("state", state);
      if (outbox.refused().length) emit("refused", outbox.refused());
    },
    ack(message) {
      if (message.ids.length) saved = message.saved;
      outbox.settle(message.ids);
      for (const { id, reason } of message.refused) outbox.refuse(id, reason);
      for (const id of [...message.ids, ...message.refused.map((one) => one.id)]) sent.delete(id);
      const ids = new Set();
      if (here(message)) {
        state.workbook.version = Math.max(version(), message.version);
        receive(message.entries).forEach((id) => ids.add(id));
      }
      if (message.refused.length) {
        for (const { operation } of outbox.refused()) {
          if (!server.has(operation.entry)) history.forget(operation.entry);
          refresh(operation.entry);
          ids.add(operation.entry);
        }
      }
      if (ids.size) emit("entries", ids);
      if (message.refused.length) emit("refused", outbox.refused());
      if (returning && !outbox.size) {
        emit("sent", returning);
        returning = 0;
      }
    },
    ops(message) {
      if (!here(message)) return;
      state.workbook.version = Math.max(version(), message.version);
      emit("entries", receive(message.entries));
    },
    state(message) {
      if (!here(message)) return;
      if (message.home) state.home = message.home;
      for (const [key, progress] of Object.entries(message.progress ?? {})) {
        const sheet = state.sheets.get(key);
        if (sheet) sheet.progress = progress;
      }
      emit("state", state);
    },
    drawing(message) {
      drawings.set(message.sheet, message.pictures);
      emit("drawing", message.sheet);
    },
    error(message) { emit("trouble", message.message); },
    pong() {},
  };

  function onMessage(message) {
    if (link.heard() && state.ready) {
      returning = outbox.size;
      send({ all: true });
      undrawn.forEach(link.post);
      undrawn.clear();
      emit("back", returning);
    }
    const receiver = receivers[message?.t];
    if (receiver) receiver(message); else emit("message", message);
    emit("status", api.status());
  }

  /** The page may be gone in a moment: nothing stays behind in memory. */
  function leave() {
    sendTyping();
    const place = steps();
    if (place && history.kept()) write(place, stepsKey(), history.kept()); // without room for it, undo begins anew
    leaveTab(tab);
  }
  const turned = () => { if (document.visibilityState === "hidden") sendTyping(); else link.wake(); };
  /** Words that are only in memory: the browser asks before it lets them go. */
  const warn = (event) => { if (outbox.size && outbox.trouble) event.preventDefault(); };
  /** The browser shows a page from its memory; the kernel of that page has gone. */
  const shown = (event) => { if (event.persisted && !(outbox.size && outbox.trouble)) location.reload(); };
  model.on("msg:custom", onMessage);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", shown);
  addEventListener("beforeunload", warn);
  document.addEventListener("visibilitychange", turned);

  const api = {
    get state() { return state; },
    entries,
    drawings,
    id: tab,
    newId,
    /** A text of the interface. */
    t(key, values) {
      const text = model.get("texts")?.[key];
      return text === undefined ? key : fill(text, values);
    },
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      return () => listeners.set(name, (listeners.get(name) ?? []).filter((other) => other !== listener));
    },
    get: (id) => entries.get(id),
    /** The entries of a sheet in their order; removed ones only if asked. */
    list(sheet, { block, kind, removed = false } = {}) {
      return [...entries.values()]
        .filter((entry) => entry.sheet === sheet && (removed || !entry.removed))
        .filter((entry) => (block === undefined || entry.block === block) && (!kind || entry.kind === kind))
        .sort(inOrder);
    },
    /** Tell whether the reader may write this kind of entry here. */
    may: (kind) => Boolean(state.workbook?.kinds?.includes(kind)),
    /** Change an entry (or make it) at once. `label` names the step for undo. */
    put(asked, label = "") {
      api.putAll([asked], label);
      return asked.entry;
    },
    /** Several changes as one step, in one transaction. */
    putAll(list, label = "") {
      sendTyping();
      const made = list.map(complete);
      history.add(label, made.map(back).reverse());
      dispatch(made);
    },
    remove(id, label = "") { return api.put({ op: "remove", entry: id }, label); },
    restore(id, label = "") { return api.put({ op: "restore", entry: id }, label); },
    /** A person starts to edit this entry: fix the version that they see. Coming back to a field after the
     *  window was left is no new start: the field still shows what it showed. */
    begin(id) {
      sendTyping();
      if (session?.entry === id) return;
      history.rest();
      session = { entry: id, base: version(), by: handOf(id) };
    },
    /** A keystroke: kept on this device at once, sent after a short pause. */
    type(asked, label = "") {
      if (session?.entry !== asked.entry) api.begin(asked.entry);
      if (!typing) {
        typing = complete(asked);
        history.add(label, [back(typing)], asked.entry);
      } else {
        clearTimeout(typing.timer);
        typing.operation = { ...typing.operation, block: asked.block ?? typing.operation.block,
          fields: { ...typing.operation.fields, ...asked.fields } };
      }
      typing.timer = setTimeout(sendTyping, PAUSE);
      dispatch([typing], { growing: true });
    },
    /** The person left the field. */
    flush() {
      sendTyping();
      if (document.hasFocus()) session = null;
      history.rest();
    },
    undo() { return step(history.undo(), history.undid); },
    redo() { return step(history.redo(), history.redid); },
    canUndo: () => history.canUndo(),
    canRedo: () => history.canRedo(),
    undoLabel: () => history.next(),
    /** Ask for the pictures of a sheet, of one part of it if named. */
    draw(sheet, part = "") {
      const message = { t: "draw", workbook: book(), sheet, part };
      if (!link.post(message)) undrawn.set(`${sheet}:${part}`, message);
    },
    send: (message) => link.post(message),
    retry: () => (link.dead ? location.reload() : link.wake()),
    /** What the status line says; never “saved” while something waits. `trouble` tells why what waits is not
     *  kept on this device. */
    status() {
      const count = outbox.size;
      const known = { count, saved, since: link.since, trouble: count ? outbox.trouble : "" };
      if (link.dead) return { kind: "dead", ...known };
      if (link.since) return { kind: "offline", ...known };
      if (!state.ready) return { kind: "opening", ...known };
      return { kind: count ? "saving" : "saved", ...known };
    },
    /** What waits in the outbox, for the list of kept changes. */
    waiting: () => outbox.all().map((item) => item.operation),
    /** The person has seen these refused operations: their words need not be kept any longer. */
    forget: (ids) => outbox.forget(ids),
    dispose() {
      leave();
      session = null;
      link.dispose();
      removeEventListener("pagehide", leave);
      removeEventListener("pageshow", shown);
      removeEventListener("beforeunload", warn);
      document.removeEventListener("visibilitychange", turned);
      model.off("msg:custom", onMessage);
    },
  };

  function step(found, put) {
    if (!found) return null;
    sendTyping();
    const made = found.back.map(complete);
    put({ ...found, typing: "", back: made.map(back).reverse() });
    dispatch(made);
    return found.label;
  }

  link.post({ t: "hello", client: tab });
  return api;
}
