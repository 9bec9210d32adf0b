// Drafts: an answer that is not sent yet stays on this device, keystroke by keystroke.

const PREFIX = "cba:draft:";

/** Where the drafts of one person in one workbook are kept. `storage` is for tests.
 *  @param {any} client @param {Storage|null} [storage] */
export function draftsOf(client, storage = found()) {
  const key = (/** @type {string} */ name) => `${PREFIX}${client.state.workbook.id}:${client.state.me.id}:${name}`;
  return {
    read: (/** @type {string} */ name) => storage?.getItem(key(name)) ?? "",
    keep(/** @type {string} */ name, /** @type {string} */ text) {
      try {
        if (text) storage?.setItem(key(name), text); else storage?.removeItem(key(name));
      } catch {
        // full: the words stay in the field, and the status line says that this device keeps nothing more
      }
    },
  };
}

function found() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null; // blocked: the words stay in the field only
  }
}
