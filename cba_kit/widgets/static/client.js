// The message client that all editors share: one conversation with the kernel about one workbook.
// hello → snapshot · op → ack · ops (others' edits) · ping → pong. Nothing typed is lost: every keystroke
// goes to the outbox first and leaves it only when the store has confirmed it.
import { applied, createOutbox } from "./outbox.js";
import { createHistory, inverse } from "./history.js";

const PING = 4000;
const SILENCE = 12000;
const PAUSE = 400;

/** A new id; crypto.randomUUID needs https or localhost. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function storage(/** @type {"localStorage"|"sessionStorage"} */ name) {
  try {
    const found = globalThis[name];
    found.setItem("cba:try", "1");
    found.removeItem("cba:try");
    return found;
  } catch {
    return null; // private mode or blocked: the status line says so
  }
}

function tabId() {
  const session = storage("sessionStorage");
  const id = session?.getItem("cba:tab") ?? newId();
  session?.setItem("cba:tab", id);
  return id;
}

/** Put `values` into the {places} of a text. */
export function fill(/** @type {string} */ text, /** @type {Object<string,any>} */ values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {any} model an anywidget model */
export function createClient(model) {
  const client = tabId();
  const listeners = new Map();
  const history = createHistory();
  /** @type {Map<string, any>} */ const server = new Map();
  /** @type {Map<string, any>} */ const entries = new Map();
  const drawings = new Map();
  let outbox = createOutbox(null, "", "");
  /** @type {any} */ let state = { ready: false };
  /** @type {any} */ let typing = null; // {operation, timer}: a text on its way, not sent yet
  /** @type {{entry:string, base:number}|null} */ let session = null;
  let heard = Date.now();
  let away = 0; // when the connection was noticed lost, or 0
  let saved = "";
  let dead = false;

  const emit = (name, detail) => (listeners.get(name) ?? []).slice().forEach((listener) => listener(detail));
  const post = (message) => {
    try { model.send(message); } catch { heard = Math.min(heard, Date.now() - SILENCE); }
  };

  /** Recompute one entry: what the store said, and on top what is not confirmed yet. */
  function refresh(id) {
    let entry = server.get(id);
    for (const { operation } of outbox.all()) {
      if (operation.entry === id) entry = applied(entry, operation, state.me?.id ?? "");
    }
    if (entry) entries.set(id, entry); else entries.delete(id);
  }

  function receive(list, { whole = false } = {}) {
    const ids = new Set(list.map((entry) => entry.id));
    if (whole) {
      for (const id of entries.keys()) ids.add(id);
      server.clear();
    }
    for (const entry of list) server.set(entry.id, entry);
    for (const { operation } of outbox.all()) ids.add(operation.entry);
    ids.forEach(refresh);
    return ids;
  }

  function send() {
    const groups = new Map();
    for (const item of outbox.all()) {
      if (typing?.operation.id === item.operation.id) continue;
      groups.set(item.client, [...(groups.get(item.client) ?? []), item.operation]);
    }
    for (const [by, ops] of groups) post({ t: "op", workbook: state.workbook.id, client: by, ops });
  }

  function dispatch(operation, { later = false } = {}) {
    outbox.keep(operation, client);
    refresh(operation.entry);
    if (!later) post({ t: "op", workbook: state.workbook.id, client, ops: [operation] });
    emit("entries", new Set([operation.entry]));
    emit("status", api.status());
  }

  function complete(asked) {
    const known = entries.get(asked.entry);
    const base = session?.entry === asked.entry ? session.base : (state.workbook?.version ?? 0);
    return { op: "put", block: null, fields: {}, ...asked, id: newId(), sheet: asked.sheet ?? known?.sheet,
      kind: asked.kind ?? known?.kind, base };
  }

  function sendTyping() {
    if (!typing) return;
    clearTimeout(typing.timer);
    const { operation } = typing;
    typing = null;
    post({ t: "op", workbook: state.workbook.id, client, ops: [operation] });
    emit("status", api.status());
  }

  const receivers = {
    snapshot(message) {
      const sameBook = state.ready && state.workbook.id === message.workbook.id;
      state = { ...message, ready: true, sheets: new Map(message.sheets.map((sheet) => [sheet.key, sheet])) };
      saved = message.saved || saved;
      if (!sameBook) outbox = createOutbox(storage("localStorage"), message.workbook.id, message.me.id);
      const ids = receive(message.entries, { whole: true });
      dead = false;
      send();
      emit(sameBook ? "entries" : "ready", ids);
    },
    ack(message) {
      outbox.settle(message.ids);
      saved = message.saved;
      state.workbook.version = Math.max(state.workbook.version, message.version);
      for (const refusal of message.refused) {
        const item = outbox.all().find((kept) => kept.operation.id === refusal.id);
        outbox.settle([refusal.id]);
        if (item) {
          refresh(item.operation.entry);
          emit("refused", { reason: refusal.reason, operation: item.operation });
        }
      }
      emit("entries", receive(message.entries));
    },
    ops(message) {
      state.workbook.version = Math.max(state.workbook.version, message.version);
      emit("entries", receive(message.entries));
    },
    state(message) {
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
    heard = Date.now();
    if (away) {
      away = 0;
      send();
      emit("back", outbox.size);
    }
    const receiver = receivers[message?.t];
    if (receiver) receiver(message); else emit("message", message);
    emit("status", api.status());
  }

  const kernel = () => model.widget_manager?.kernel ?? null;
  function reconnect() {
    const found = kernel();
    if (found && !found.isDisposed && found.connectionStatus !== "connected") found.reconnect?.().catch(() => {});
    post(state.ready ? { t: "ping" } : { t: "hello", client });
  }

  function beat() {
    post(state.ready ? { t: "ping" } : { t: "hello", client });
    const silent = Date.now() - heard > SILENCE;
    if (silent && !away) away = heard;
    if (silent) reconnect();
    const found = kernel();
    dead = Boolean(found && (found.isDisposed || ["dead", "terminating"].includes(found.status)));
    if (!silent && outbox.size) send();
    emit("status", api.status());
  }

  const wake = () => { if (document.visibilityState !== "hidden") reconnect(); };
  const leave = () => sendTyping();
  model.on("msg:custom", onMessage);
  const timer = setInterval(beat, PING);
  addEventListener("online", wake);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", wake);

  const api = {
    get state() { return state; },
    entries,
    drawings,
    id: client,
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
        .sort((a, b) => (a.fields.position ?? 0) - (b.fields.position ?? 0) || (a.created_at < b.created_at ? -1 : 1));
    },
    /** Tell whether the reader may write this kind of entry here. */
    may: (kind) => Boolean(state.workbook?.kinds?.includes(kind)),
    /** Change an entry (or make it) at once. `label` names the step for undo. */
    put(asked, label = "") {
      sendTyping();
      const operation = complete(asked);
      history.add(label, [inverse(entries.get(operation.entry), operation)]);
      dispatch(operation);
      return operation.entry;
    },
    /** Several changes as one step. */
    putAll(list, label = "") {
      sendTyping();
      const operations = list.map(complete);
      history.add(label, operations.map((operation) => inverse(entries.get(operation.entry), operation)).reverse());
      operations.forEach((operation) => dispatch(operation));
    },
    remove(id, label = "") { return api.put({ op: "remove", entry: id }, label); },
    restore(id, label = "") { return api.put({ op: "restore", entry: id }, label); },
    /** A person starts to edit this entry: fix the version that they see. */
    begin(id) {
      api.flush();
      session = { entry: id, base: state.workbook?.version ?? 0 };
    },
    /** A keystroke: kept on this device at once, sent after a short pause. */
    type(asked, label = "") {
      if (session?.entry !== asked.entry) api.begin(asked.entry);
      if (typing && typing.operation.entry !== asked.entry) sendTyping();
      const before = entries.get(asked.entry);
      if (!typing) {
        const operation = complete(asked);
        history.add(label, [inverse(before, operation)], asked.entry);
        typing = { operation };
      } else {
        clearTimeout(typing.timer);
        typing.operation = { ...typing.operation, block: asked.block ?? typing.operation.block,
          fields: { ...typing.operation.fields, ...asked.fields } };
      }
      typing.timer = setTimeout(sendTyping, PAUSE);
      dispatch(typing.operation, { later: true });
    },
    /** The person left the field. */
    flush() {
      sendTyping();
      session = null;
      history.rest();
    },
    undo() { return step(history.undo(), history.undid); },
    redo() { return step(history.redo(), history.redid); },
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    undoLabel: history.next,
    /** Ask for the pictures of a sheet, of one part of it if named. */
    draw: (sheet, part = "") => post({ t: "draw", workbook: state.workbook.id, sheet, part }),
    send: (message) => post(message),
    retry: () => (dead ? location.reload() : reconnect()),
    /** What the status line says. */
    status() {
      const count = outbox.size;
      if (outbox.trouble && state.ready) return { kind: "trouble", trouble: outbox.trouble, count, saved };
      if (dead) return { kind: "dead", count, saved };
      if (away || Date.now() - heard > SILENCE) return { kind: "offline", count, saved, since: away || heard };
      if (!state.ready) return { kind: "opening", count, saved };
      return { kind: count ? "saving" : "saved", count, saved };
    },
    /** What waits in the outbox, for the list of kept changes. */
    waiting: () => outbox.all().map((item) => item.operation),
    dispose() {
      api.flush();
      clearInterval(timer);
      removeEventListener("online", wake);
      removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", wake);
      model.off("msg:custom", onMessage);
    },
  };

  function step(found, put) {
    if (!found) return null;
    sendTyping();
    const operations = found.back.map(complete);
    put({ ...found, typing: "", back: operations.map((one) => inverse(entries.get(one.entry), one)).reverse() });
    operations.forEach((operation) => dispatch(operation));
    return found.label;
  }

  post({ t: "hello", client });
  return api;
}
