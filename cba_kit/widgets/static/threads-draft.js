// Drafts: an answer that is not sent yet stays on this device, keystroke by keystroke.
import { places, storage, write } from "./device.js";

/** Where the drafts of one person in one workbook are kept. `place` is for tests.
 *  @param {any} client @param {Storage|null} [place] */
export function draftsOf(client, place = storage("localStorage")) {
  const key = (/** @type {string} */ name) => `${places(client.state.me.id).draft}${client.state.workbook.id}:${name}`;
  return {
    read: (/** @type {string} */ name) => place?.getItem(key(name)) ?? "",
    keep(/** @type {string} */ name, /** @type {string} */ text) {
      if (!text) place?.removeItem(key(name));
      client.unkept(key(name), Boolean(text) && !(place && write(place, key(name), text)));
    },
  };
}
