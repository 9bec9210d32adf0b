// The entries of the open workbook: what the store said of them, and on top of that what is not confirmed yet.
import { applied } from "./outbox.js";

/** Sort entries by position, then age; those that the store has not seen yet are the youngest. */
function inOrder(a, b) {
  const [young, old] = [a, b].map((entry) => (entry.version ? 0 : 1));
  return (a.fields.position ?? 0) - (b.fields.position ?? 0) || young - old || (a.created_at < b.created_at ? -1 : 1);
}

/** @param {{pending:(entry:string) => any[], all:() => string[], person:() => string}} desk `pending`: the operations
 *    that wait for an entry, oldest first; `all`: the entries for which something waits */
export function createEntries({ pending, all, person }) {
  /** @type {Map<string, any>} */ const server = new Map();
  /** @type {Map<string, any>} */ const shown = new Map();

  function refresh(/** @type {string} */ id) {
    let entry = server.get(id);
    for (const { operation } of pending(id)) entry = applied(entry, operation, person());
    if (entry) shown.set(id, entry); else shown.delete(id);
  }

  return {
    shown,
    /** Tell whether the store has this entry. */
    known: (/** @type {string} */ id) => server.has(id),
    /** Draw entries anew from what the store said and what waits. @param {Iterable<string>} ids */
    refresh(ids) { for (const id of ids) refresh(id); },
    /** Take what the store says; `whole`: this is all that there is. @returns {Set<string>} what may look different */
    receive(/** @type {any[]} */ list, { whole = false } = {}) {
      const ids = new Set(list.map((entry) => entry.id));
      if (whole) {
        for (const id of shown.keys()) ids.add(id);
        server.clear();
      }
      for (const entry of list) {
        if (entry.version >= (server.get(entry.id)?.version ?? 0)) server.set(entry.id, entry);
      }
      for (const id of all()) ids.add(id);
      ids.forEach(refresh);
      return ids;
    },
    /** The entries of a sheet in their order; removed ones only if asked. */
    list(/** @type {string} */ sheet, { block = undefined, kind = "", removed = false } = {}) {
      return [...shown.values()]
        .filter((entry) => entry.sheet === sheet && (removed || !entry.removed))
        .filter((entry) => (block === undefined || entry.block === block) && (!kind || entry.kind === kind))
        .sort(inOrder);
    },
  };
}
