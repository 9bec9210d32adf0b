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
