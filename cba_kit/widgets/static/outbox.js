// The outbox: operations that the store has not confirmed yet, kept on this device key by key.
// One local-storage item an operation, so that two tabs of one person never overwrite each other.
import { keysOf, places, write } from "./device.js";

/** @typedef {{id:string, op:"put"|"remove"|"restore", sheet:string, entry:string, kind:string,
 *   block:string|null, fields:Object<string,any>, base:number}} Operation */
/** @typedef {{operation:Operation, client:string, workbook:string, order:number, at:number, growing:boolean,
 *   reason?:string}} Kept `growing`: still being typed; `reason`: why the store refused it */

/** Milliseconds after which a text that another tab was typing counts as left behind. */
const LEFT = 5000;
/** Operations and bytes in one message. */
const MOST = 100;
const LONGEST = 300_000;
/** Bytes of an operation that no message can take: the server hangs up at a megabyte. What the store accepts is far shorter. */
const LARGEST = 800_000;

/** Make the outbox of one person. `storage` is localStorage, null where it is blocked, and undefined where
 *  nothing is to be kept (a preview).
 *  @param {Storage|null|undefined} storage @param {string} person @param {() => number} [clock] milliseconds */
export function createOutbox(storage, person, clock = Date.now) {
  const waiting = place("op");
  const refusals = place("refused");
  /** @type {Map<string, Kept>} */ const kept = new Map();
  /** @type {Map<string, Kept>} */ const refused = new Map();
  /** Ids that this page itself keeps. */ const mine = new Set();
  /** Ids that are in memory only. */ const unkept = new Set();
  let order = 0;

  /** The items of one kind on this device. */
  function place(/** @type {"op"|"refused"} */ name) {
    const prefix = places(person)[name];
    const key = (/** @type {Kept} */ item) => `${prefix}${item.workbook}:${item.operation.id}`;
    return {
      put: (/** @type {Kept} */ item) => !storage || write(storage, key(item), JSON.stringify(item)),
      drop: (/** @type {Kept} */ item) => storage?.removeItem(key(item)),
      has: (/** @type {Kept} */ item) => !storage || storage.getItem(key(item)) !== null,
      all() {
        return keysOf(storage ?? null, prefix).map((found) => readItem(storage?.getItem(found) ?? null)).filter(Boolean);
      },
    };
  }

  function save(/** @type {Kept} */ item) {
    if (waiting.put(item)) unkept.delete(item.operation.id); else unkept.add(item.operation.id);
  }

  function drop(/** @type {Kept} */ item) {
    for (const ids of [kept, mine, unkept]) ids.delete(item.operation.id);
    waiting.drop(item);
  }

  /** Tell whether `after` says all that `before` says of the same entry. */
  const covers = (/** @type {Operation} */ after, /** @type {Operation} */ before) =>
    Object.keys(before.fields).every((name) => name in after.fields) && (before.block === null || after.block !== null);

  /** Drop earlier states of the same entry that this operation covers. */
  function replaceEarlier(/** @type {Kept} */ item) {
    const { operation } = item;
    const same = sorted().filter((other) => other.operation.entry === operation.entry && other.workbook === item.workbook && other.at <= item.at);
    for (const other of same.reverse()) {
      const before = other.operation;
      if (before.id === operation.id) continue;
      if (operation.op !== "put" || before.op !== "put" || other.client !== item.client) return;
      if (covers(operation, before)) drop(other);
    }
  }

  /** A tab that is gone left a text in the middle of a word. It is sent under another id: should the tab be
   *  there after all, its longer text is still news to the store. */
  function adopt(/** @type {Kept} */ item) {
    if (!item.growing) return item;
    waiting.drop(item);
    const whole = { ...item, growing: false, operation: { ...item.operation, id: `${item.operation.id}:a` } };
    save(whole);
    return whole;
  }

  const sorted = () => [...kept.values()].sort((a, b) => a.order - b.order);

  const outbox = {
    /** All operations that wait, oldest first. @returns {Kept[]} */
    all: sorted,
    get size() { return kept.size; },
    /** "" when this device keeps all that waits, else "blocked" or "full". */
    get trouble() { return storage === null ? "blocked" : unkept.size ? "full" : ""; },
    has: (/** @type {string} */ id) => kept.has(id),
    /** Keep an operation, or a newer state of one not sent yet.
     *  @param {Operation} operation @param {{client:string, workbook:string, growing?:boolean}} from */
    keep(operation, { client, workbook, growing = false }) {
      const item = { operation, client, workbook, growing, at: clock(), order: kept.get(operation.id)?.order ?? ++order };
      mine.add(operation.id);
      kept.set(operation.id, item);
      save(item);
      replaceEarlier(item);
    },
    /** Forget operations that the store has confirmed; what found no room before may find it now. */
    settle(/** @type {string[]} */ ids) {
      for (const item of ids.map((id) => kept.get(id))) if (item) drop(item);
      for (const item of [...unkept].map((id) => kept.get(id))) if (item) save(item);
    },
    /** The store refused an operation: its words stay on this device until the person has seen them. */
    refuse(/** @type {string} */ id, /** @type {string} */ reason) {
      const item = kept.get(id);
      if (!item) return;
      drop(item);
      for (const other of [...refused.values()]) {
        const same = other.operation.entry === item.operation.entry && other.workbook === item.workbook;
        if (same && covers(item.operation, other.operation)) outbox.forget([other.operation.id]);
      }
      refused.set(id, { ...item, reason });
      refusals.put({ ...item, reason });
    },
    /** What was refused and not seen yet, oldest first. @returns {Kept[]} */
    refused: () => [...refused.values()].sort((a, b) => a.order - b.order),
    /** The person has seen these refusals. */
    forget(/** @type {string[]} */ ids) {
      for (const item of ids.map((id) => refused.get(id))) {
        if (!item) continue;
        refused.delete(item.operation.id);
        refusals.drop(item);
      }
    },
    /** Look at what other tabs of this person left here, and let go what they have sent themselves.
     *  @returns {Kept[]} what came and what went */
    look() {
      const gone = sorted().filter((item) => !mine.has(item.operation.id) && !unkept.has(item.operation.id) && !waiting.has(item));
      gone.forEach((item) => kept.delete(item.operation.id));
      const idle = (/** @type {Kept} */ item) => Math.abs(clock() - (item.at ?? 0)) > LEFT;
      const came = waiting.all()
        .filter((item) => !kept.has(item.operation.id) && (idle(item) || (!item.growing && !order)))
        .map(adopt);
      for (const item of came) kept.set(item.operation.id, item);
      came.forEach(replaceEarlier);
      return [...gone, ...came];
    },
  };

  outbox.look();
  for (const item of refusals.all()) refused.set(item.operation.id, item);
  order = Math.max(1, ...[...kept.values()].map((item) => item.order));
  return outbox;
}

/** Put operations into messages: in their order, one workbook and one client a message, none too long.
 *  @param {Kept[]} items @returns {{workbook:string, client:string, ops:Operation[]}[]} */
export function messages(items) {
  const made = [];
  let room = 0;
  for (const { workbook, client, operation } of items) {
    const size = sizeOf(operation);
    const last = made.at(-1);
    if (last && last.workbook === workbook && last.client === client && last.ops.length < MOST && size <= room) {
      last.ops.push(operation);
    } else {
      made.push({ workbook, client, ops: [operation] });
      room = LONGEST;
    }
    room -= size;
  }
  return made;
}

const sizeOf = (/** @type {Operation} */ operation) => new TextEncoder().encode(JSON.stringify(operation)).length;

/** Tell whether an operation is too large for any message: sent all the same, it would break the connection. */
export const tooLarge = (/** @type {Operation} */ operation) => sizeOf(operation) > LARGEST;

/** Read what stands under a key of the outbox; null when it is no item. @returns {Kept|null} */
export function readItem(/** @type {string|null} */ text) {
  try {
    const item = JSON.parse(text ?? "");
    return item?.operation?.id && item.client && item.workbook !== undefined ? item : null;
  } catch {
    return null; // not ours, or cut off: leave it where it is
  }
}

/** Apply one operation to an entry's state and return the new state.
 *  @param {any} entry @param {Operation} operation @param {string} person */
export function applied(entry, operation, person) {
  const now = entry ?? {
    id: operation.entry, sheet: operation.sheet, kind: operation.kind, block: operation.block ?? "", fields: {},
    removed: false, conflict_of: null, version: 0, created_by: person, created_at: new Date().toISOString(),
    changed_by: person, changed_at: new Date().toISOString(),
  };
  if (operation.op !== "put") return { ...now, removed: operation.op === "remove" };
  return {
    ...now,
    block: operation.block ?? now.block,
    fields: { ...now.fields, ...operation.fields },
  };
}
