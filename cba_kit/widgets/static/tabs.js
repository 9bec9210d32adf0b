// Tabs: what another tab of the same person keeps on this device is shown here too, before the store has it. They
// hear of each other through the storage that they share.
import { places } from "./device.js";
import { readItem } from "./outbox.js";

/** @typedef {import("./outbox.js").Kept & {gone?:number}} Theirs `gone`: when its tab let go of it */

/** Milliseconds that words stay on screen after their tab has sent them; by then the store's own state is here. */
const STAYS = 10_000;

/** @param {string} person
 *  @param {{changed:(entries:Set<string>) => void, took:(client:string) => void, out:() => void}} page `changed`: entries
 *    look different; `took`: another tab writes as `client`; `out`: this person signed out in another tab
 *  @param {() => number} [clock] milliseconds */
export function createTabs(person, { changed, took, out }, clock = Date.now) {
  const keys = places(person);
  /** @type {Map<string, Theirs>} */ const theirs = new Map();
  /** @type {Set<string>} */ const living = new Set();
  /** @type {Map<string, number>} */ const told = new Map(); // entry → when the store told of it last

  function onStorage(/** @type {StorageEvent} */ { key, newValue, oldValue }) {
    if (key === keys.out && newValue) out();
    if (key?.startsWith(keys.op)) waits(readItem(newValue), readItem(oldValue));
    if (key?.startsWith(keys.refused)) drop(readItem(newValue));
  }

  function waits(/** @type {Theirs|null} */ item, /** @type {Theirs|null} */ before) {
    if (item) {
      living.add(item.client);
      took(item.client);
      theirs.set(item.operation.id, item);
      changed(new Set([item.operation.entry]));
    } else if (before && theirs.has(before.operation.id)) {
      // the store's own word may have been here before that of the other tab
      if ((told.get(before.operation.entry) ?? 0) > before.at) drop(before);
      else theirs.set(before.operation.id, { ...before, gone: clock() });
    }
  }

  function drop(/** @type {Theirs|null} */ item) {
    if (item && theirs.delete(item.operation.id)) changed(new Set([item.operation.entry]));
  }

  addEventListener("storage", onStorage);
  return {
    /** What other tabs keep, oldest first. @returns {Theirs[]} */
    all: () => [...theirs.values()].sort((a, b) => a.at - b.at),
    /** Tell whether a tab has been heard of while this one is open. @param {string} client */
    lives: (client) => living.has(client),
    /** The store has told these entries anew: what was sent since is in them. @param {Iterable<string>} entries */
    arrived(entries) {
      for (const entry of entries) told.set(entry, clock());
      for (const [id, item] of theirs) if (item.gone && (told.get(item.operation.entry) ?? 0) >= item.gone) theirs.delete(id);
    },
    /** Let go of what has been sent long ago. */
    sweep() {
      for (const item of [...theirs.values()]) if (item.gone && clock() - item.gone > STAYS) drop(item);
    },
    dispose: () => removeEventListener("storage", onStorage),
  };
}
