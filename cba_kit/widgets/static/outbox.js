// The outbox: operations that the store has not confirmed yet, kept on this device key by key.
// One local-storage item an operation, so that two tabs of one person never overwrite each other.

/** @typedef {{id:string, op:"put"|"remove"|"restore", sheet:string, entry:string, kind:string,
 *   block:string|null, fields:Object<string,any>, base:number}} Operation */
/** @typedef {{operation:Operation, client:string, order:number}} Kept */

/** Make an outbox for one workbook and person. `storage` is localStorage, or null where it is blocked.
 *  @param {Storage|null} storage @param {string} workbook @param {string} person */
export function createOutbox(storage, workbook, person) {
  const prefix = `cba:op:${workbook}:${person}:`;
  /** @type {Map<string, Kept>} */
  const kept = new Map();
  let trouble = storage ? "" : "blocked";
  let order = 0;

  for (let i = 0; storage && i < storage.length; i++) {
    const key = storage.key(i);
    if (!key || !key.startsWith(prefix)) continue;
    const item = parse(storage.getItem(key));
    if (item) kept.set(item.operation.id, item);
  }
  order = Math.max(0, ...[...kept.values()].map((item) => item.order));

  return {
    /** All operations, oldest first. @returns {Kept[]} */
    all: () => [...kept.values()].sort((a, b) => a.order - b.order),
    get size() { return kept.size; },
    /** "" when this device keeps changes, else "blocked" or "full". */
    get trouble() { return trouble; },
    has: (/** @type {string} */ id) => kept.has(id),
    /** Keep an operation, or a newer state of one not sent yet. */
    keep(/** @type {Operation} */ operation, /** @type {string} */ client) {
      const item = { operation, client, order: kept.get(operation.id)?.order ?? ++order };
      kept.set(operation.id, item);
      try {
        storage?.setItem(prefix + operation.id, JSON.stringify(item));
        if (storage) trouble = "";
      } catch {
        trouble = "full"; // shown in the status line; the operation stays in memory and is sent
      }
    },
    /** Forget operations that the store has confirmed. */
    settle(/** @type {string[]} */ ids) {
      for (const id of ids) {
        kept.delete(id);
        storage?.removeItem(prefix + id);
      }
    },
  };
}

function parse(/** @type {string|null} */ text) {
  try {
    const item = JSON.parse(text ?? "");
    return item?.operation?.id && item.client ? item : null;
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
