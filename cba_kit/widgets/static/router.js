// Where the page is: the part of the address behind #, so that moving between sheets loads nothing.

/** Split a hash: "#sheet/business_model/note-1" → ["sheet", "business_model", "note-1"].
 *  @param {string} hash @returns {string[]} */
export function parts(hash) {
  return hash.replace(/^#/, "").split("/").filter(Boolean).map(decoded);
}

function decoded(/** @type {string} */ part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % in an address typed by hand
  }
}

/** Listen to the address and tell `show` the parts, once now and at each change.
 *  @param {(parts: string[]) => void} show */
export function createRouter(show) {
  const changed = () => show(parts(location.hash));
  addEventListener("hashchange", changed);
  return {
    go(/** @type {string} */ hash) {
      if (location.hash === hash) changed(); else location.hash = hash;
    },
    start: changed,
    dispose: () => removeEventListener("hashchange", changed),
  };
}
