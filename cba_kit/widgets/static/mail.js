// The mail of one person: what waits on this device, what is on its way, and what their other tabs keep.
import { storage } from "./device.js";
import { createOutbox, messages, tooLarge } from "./outbox.js";
import { createTabs } from "./tabs.js";

/** Milliseconds after which an operation without an answer is sent again. */
const AGAIN = 10_000;

/** @param {{post:(message:any) => boolean, book:() => string, growing:() => string, tooLarge:() => string,
 *   changed:(entries:Set<string>) => void, refused:(list:{id:string, reason:string}[]) => void,
 *   took:(client:string) => void, out:() => void}} desk `growing`: the operation that is being typed; `tooLarge`: why
 *   a text is not sent; `refused` is called for what can never be sent; the others as in tabs.js */
export function createMail(desk) {
  let outbox = createOutbox(undefined, "");
  /** @type {any} */ let tabs = null;
  /** @type {Map<string, number>} */ const sent = new Map(); // operation → when it went
  const ofBook = (/** @type {any[]} */ list) => list.filter((item) => item.workbook === desk.book());

  return {
    get outbox() { return outbox; },
    /** What waits in this tab for an entry of the open workbook, oldest first. @param {string} entry */
    pending: (entry) => ofBook(outbox.all()).filter((item) => item.operation.entry === entry),
    /** What waits in all tabs of this person for the open workbook, oldest first. */
    everywhere: () => ofBook([...(tabs?.all() ?? []), ...outbox.all()]).sort((a, b) => a.at - b.at),
    /** Tell whether another tab with this name is open. @param {string} client */
    lives: (client) => Boolean(tabs?.lives(client)),
    /** We know whose page this is: open their outbox, and listen to their other tabs. A preview keeps nothing. */
    meet(/** @type {string} */ person, preview = false) {
      tabs?.dispose();
      outbox = createOutbox(preview ? undefined : storage("localStorage"), person);
      tabs = preview ? null : createTabs(person, desk);
    },
    /** See what other tabs left on this device, and what they have sent. */
    look() {
      tabs?.sweep();
      const ids = new Set(ofBook(outbox.look()).map((item) => item.operation.entry));
      if (ids.size) desk.changed(ids);
    },
    /** Send what waits: what never went or has had no answer for long, or `all`. Earlier edits of an entry go along with
     *  a later one: should the store not have taken them, they must not come after it. */
    send({ all = false } = {}) {
      const now = performance.now();
      const stale = (/** @type {string} */ id) => all || !sent.has(id) || now - (sent.get(id) ?? 0) > AGAIN;
      const later = new Set();
      const due = outbox.all().reverse().filter(({ workbook, operation: { id, entry } }) => {
        if (id === desk.growing()) return false;
        if (stale(id)) later.add(`${workbook} ${entry}`);
        return later.has(`${workbook} ${entry}`);
      }).reverse();
      const huge = due.filter(({ operation }) => tooLarge(operation));
      if (huge.length) desk.refused(huge.map(({ operation }) => ({ id: operation.id, reason: desk.tooLarge() })));
      for (const message of messages(due.filter((item) => !huge.includes(item)))) {
        if (!desk.post({ t: "op", ...message })) return;
        for (const operation of message.ops) sent.set(operation.id, now);
      }
    },
    /** What was on its way has not arrived: it goes again. */
    returned: () => sent.clear(),
    /** The store has answered: these are in it, those never will be. */
    answered(/** @type {string[]} */ ids, /** @type {{id:string, reason:string}[]} */ refused) {
      for (const id of [...ids, ...refused.map((one) => one.id)]) sent.delete(id);
      outbox.settle(ids);
      for (const { id, reason } of refused) outbox.refuse(id, reason);
    },
    /** The store has told entries anew. */
    arrived: (/** @type {Iterable<string>} */ entries) => tabs?.arrived(entries),
    dispose: () => tabs?.dispose(),
  };
}
