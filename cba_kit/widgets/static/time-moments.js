// The moments of a sheet as the store tells them: asked for one at a time, the newest wish first, and kept.

/** Moments that are kept in this page. */
const MOST = 80;

/** Ask the kernel about the past of a sheet. @param {any} client @param {string} sheet @param {any} message */
export const ask = (client, sheet, message) => client.send({ ...message, workbook: client.state.workbook.id, sheet });

/** @param {any} client @param {string} sheet @param {(message:any) => void} arrived told about the stops, and about each moment */
export function createMoments(client, sheet, arrived) {
  const workbook = client.state.workbook.id;
  /** @type {Map<number, any>} */ const kept = new Map([[0, { version: 0, entries: [], gone: {} }]]);
  let asked = 0; // the version that is on its way; 0: none

  const ends = [
    client.on("message", (/** @type {any} */ message) => {
      if (message.workbook !== workbook || message.sheet !== sheet || !["past", "moment"].includes(message.t)) return;
      if (message.t === "moment") {
        asked = 0;
        kept.set(message.version, message);
        const oldest = [...kept.keys()].find((version) => version && version !== message.version);
        if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
      }
      arrived(message);
    }),
    client.on("trouble", () => { asked = 0; }),
    // what was asked for may have gone into the dead connection
    client.on("back", () => { asked = 0; ask(client, sheet, { t: "past" }); }),
  ];

  return {
    /** The sheet at a version; null where it is not here yet, and then it is asked for. @param {number} version */
    at(version) {
      const found = kept.get(version);
      if (found) return found;
      if (!asked) {
        asked = version;
        ask(client, sheet, { t: "moment", version });
      }
      return null;
    },
    /** What people see of the past has changed: ask again. */
    forget() { for (const version of [...kept.keys()]) if (version) kept.delete(version); },
    destroy() { for (const end of ends) end(); },
  };
}
