// What this browser gives a page: its storages, ids, and a name for the tab.

const TAB = "cba:tab";

/** A new id; crypto.randomUUID needs https or localhost. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A storage of the browser, or null where it is blocked. A full one still holds what it held.
 *  @param {"localStorage"|"sessionStorage"} name @returns {Storage|null} */
export function storage(name) {
  try {
    const found = globalThis[name];
    return found && found.length >= 0 ? found : null;
  } catch {
    return null; // blocked by the person or by private mode: the status line says so while something waits
  }
}

/** Write an item; tells whether the storage took it. @param {Storage} place @param {string} key @param {string} text */
export function write(place, key, text) {
  try {
    place.setItem(key, text);
    return true;
  } catch {
    return false; // full
  }
}

/** Where one person's things begin on this device: what waits, what was refused, drafts of answers, steps of undo, and
 *  the sign that they signed out. @param {string} person */
export const places = (person) => ({
  op: `cba:op:${person}:`,
  refused: `cba:refused:${person}:`,
  draft: `cba:draft:${person}:`,
  steps: `cba:steps:${person}:`,
  out: `cba:out:${person}:`,
});

/** The keys of a storage that begin with a sign. @param {Storage|null} place @param {string} prefix @returns {string[]} */
export const keysOf = (place, prefix) =>
  Array.from({ length: place?.length ?? 0 }, (_, index) => place?.key(index) ?? "").filter((key) => key.startsWith(prefix));

/** Leave nothing of a person on this device, and tell their other tabs. @param {string} person */
export function clear(person) {
  const own = places(person);
  for (const place of [storage("localStorage"), storage("sessionStorage")]) {
    for (const prefix of [...Object.values(own), TAB]) for (const key of keysOf(place, prefix)) place?.removeItem(key);
  }
  const local = storage("localStorage");
  if (local && write(local, own.out, "out")) local.removeItem(own.out);
}

/** Take this tab's name: the same after a reload, another one in a tab that was duplicated. The store tells two
 *  tabs apart by it, so a living tab never leaves its name where a duplicate would copy it. */
export function takeTab() {
  const session = storage("sessionStorage");
  const id = session?.getItem(TAB) || newId();
  session?.removeItem(TAB);
  return id;
}

/** Leave the tab's name for the page after a reload. @param {string} id */
export function leaveTab(id) {
  const session = storage("sessionStorage");
  if (session) write(session, TAB, id);
}
