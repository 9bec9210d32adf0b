// The model of one widget, as an anywidget's module knows it: get, set, save_changes, on, off, send. What it sends are
// the messages of the widgets' comm protocol: update and custom; what it hears: update, echo_update and custom.
import { putBack, takeOut } from "./buffers.js";
import { newId } from "./wire.js";

/** Milliseconds that `invoke` waits for an answer if nothing else is said. */
const PATIENCE = 3000;

/** @param {any} state @param {(data:any, buffers:any[]) => string} post sends a comm message and tells its id
 *  @param {any} kernel as widgets find it under `model.widget_manager.kernel` */
export function createModel(state, post, kernel) {
  /** @type {Map<string, Set<Function>>} */ const listeners = new Map();
  /** @type {Map<string, any>} */ const changed = new Map();
  /** @type {Object<string, any>} all that this page changed */ const said = {};
  /** @type {Map<string, string>} trait → the message whose echo is awaited */ const awaited = new Map();

  /** A listener that fails stops neither the others nor the page. */
  function tell(/** @type {string} */ name, /** @type {any[]} */ ...args) {
    for (const listener of [...(listeners.get(name) ?? [])]) {
      try { listener(...args); } catch (error) { reportError(error); }
    }
  }

  /** Take new values; `ours` are to be sent with the next save_changes. */
  function assign(/** @type {Object<string, any>} */ values, { ours = false } = {}) {
    const news = Object.entries(values).filter(([name, value]) => !same(state[name], value));
    for (const [name, value] of news) {
      state[name] = value;
      if (ours) changed.set(name, value);
    }
    for (const [name, value] of news) tell(`change:${name}`, front, value);
    if (news.length) tell("change", front);
  }

  function save() {
    const values = Object.fromEntries(changed);
    changed.clear();
    Object.assign(said, values);
    submit(values);
  }

  function submit(/** @type {Object<string, any>} */ values) {
    const names = Object.keys(values);
    if (!names.length) return;
    const { buffers, ...update } = takeOut(values);
    const sent = post({ method: "update", ...update }, buffers);
    for (const name of names) awaited.set(name, sent);
  }

  /** Echoes of what has been overtaken by a later change of ours are left out. */
  function fresh(/** @type {Object<string, any>} */ values, /** @type {string} */ cause) {
    return Object.fromEntries(Object.entries(values).filter(([name]) => {
      const expected = awaited.get(name);
      if (expected === cause) awaited.delete(name);
      return (!expected || expected === cause) && !changed.has(name);
    }));
  }

  const each = (/** @type {string|null|undefined} */ names) => (names ? names.split(/\s+/) : [...listeners.keys()]);
  const front = {
    get: (/** @type {string} */ name) => state[name],
    set(/** @type {any} */ name, /** @type {any} */ value) {
      assign(typeof name === "object" ? name : { [name]: value }, { ours: true });
    },
    save_changes: save,
    send: (/** @type {any} */ content, /** @type {any} */ _callbacks, /** @type {any[]} */ buffers = []) => {
      post({ method: "custom", content }, buffers);
    },
    on(/** @type {string} */ names, /** @type {Function} */ listener) {
      for (const name of each(names)) listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
    },
    off(/** @type {string|null} */ names, /** @type {Function|null} */ listener) {
      for (const name of each(names)) {
        if (listener) listeners.get(name)?.delete(listener); else listeners.delete(name);
      }
    },
    widget_manager: { kernel },
  };
  return {
    front,
    /** Take a comm message that came for this model. */
    receive(/** @type {any} */ message) {
      const { method, state: values, buffer_paths: paths, content } = message.content.data;
      if (method === "custom") tell("msg:custom", content, message.buffers);
      if (method === "update") assign(putBack(values, paths, message.buffers));
      if (method === "echo_update") assign(fresh(putBack(values, paths, message.buffers), message.parent_header.msg_id));
    },
    /** Say again all that this page changed, to a kernel that does not know of it. */
    repeat() {
      awaited.clear();
      submit(said);
    },
  };
}

/** Call a Python function of the widget (`anywidget.experimental.command`) and wait for its answer.
 *  @param {any} front @param {string} name @param {any} msg @param {{buffers?:any[], signal?:AbortSignal}} [options] */
export function invoke(front, name, msg, { buffers = [], signal = AbortSignal.timeout(PATIENCE) } = {}) {
  const id = newId();
  return new Promise((resolve, reject) => {
    const end = () => {
      front.off("msg:custom", hear);
      signal.removeEventListener("abort", stop);
    };
    const stop = () => { end(); reject(signal.reason); };
    const hear = (/** @type {any} */ answer, /** @type {any[]} */ found) => {
      if (answer?.id !== id) return;
      end();
      resolve([answer.response, found]);
    };
    if (signal.aborted) { reject(signal.reason); return; }
    signal.addEventListener("abort", stop);
    front.on("msg:custom", hear);
    front.send({ id, kind: "anywidget-command", name, msg }, undefined, buffers);
  });
}

/** Tell whether two values of a trait are the same; bytes and other objects only if they are one. */
function same(/** @type {any} */ one, /** @type {any} */ two) {
  if (Object.is(one, two)) return true;
  if (typeof one !== "object" || typeof two !== "object" || !one || !two || one.constructor !== two.constructor) return false;
  if (!Array.isArray(one) && one.constructor !== Object) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(two).length && names.every((name) => name in two && same(one[name], two[name]));
}
