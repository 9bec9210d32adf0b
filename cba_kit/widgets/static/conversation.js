// The conversation with the kernel about one workbook: hello → snapshot · op → ack · ops (others' edits) · state ·
// draw → drawing · ping → pong. A new kernel is told by itself what is open here, and tells all of it again.
import { places, storage, write } from "./device.js";

/** @param {any} desk what the conversation works with: `emit`, `tab` (this tab's name), `link`, `mail`, `entries`, `pen` */
export function createConversation(desk) {
  const { emit } = desk;
  const drawings = new Map();
  const undrawn = new Map(); // pictures that were asked for and have not come
  /** @type {any} */ let state = { ready: false };
  /** @type {any} */ let opening = { t: "hello" }; // what opens the workbook that is shown
  let greeted = false; // this kernel has told us the state of that workbook
  /** @type {any} */ let here = null; // where the person is, as the others in this workbook are told
  let returning = 0; // what waited when the connection came back, until it is confirmed
  let saved = "";

  const book = () => state.workbook?.id;
  const version = () => state.workbook?.version ?? 0;
  const isHere = (/** @type {any} */ message) => message.workbook === undefined || message.workbook === book();
  const reach = (/** @type {any} */ message) => { state.workbook.version = Math.max(version(), message.version); };

  /** The steps of undo outlive a reload of this tab; a duplicate of the tab does not get them. */
  const steps = () => (state.preview ? null : storage("sessionStorage"));
  const stepsKey = () => `${places(state.me?.id).steps}${book()}`;

  /** Another workbook is open: what was typed in the last one keeps its own place in the outbox. */
  function openBook(/** @type {any} */ message) {
    const same = state.ready && book() === message.workbook.id;
    if (!same) desk.pen.rest();
    if (!state.ready || state.me.id !== message.me.id) desk.mail.meet(message.me.id, message.preview);
    const sheets = new Map(message.sheets.map((/** @type {any} */ sheet) => [sheet.key, sheet]));
    state = { ...message, books: message.books ?? [], ready: true, sheets, ahead: message.now ? Date.parse(message.now) - Date.now() : 0 };
    if (same) return true;
    drawings.clear();
    undrawn.clear();
    desk.pen.lay(steps()?.getItem(stepsKey()));
    steps()?.removeItem(stepsKey());
    return false;
  }

  /** @type {Object<string, (message:any) => void>} */
  const receivers = {
    snapshot(message) {
      greeted = true;
      const same = openBook(message);
      saved = message.saved || saved;
      const ids = desk.entries.receive(message.entries, { whole: true });
      desk.mail.send();
      undrawn.forEach(desk.link.post);
      if (here?.workbook === book()) desk.link.post(here);
      emit(same ? "entries" : "ready", ids);
      if (same) emit("state", state);
      if (desk.mail.outbox.refused().length) emit("refused", desk.mail.outbox.refused());
    },
    ack(message) {
      if (message.ids.length) saved = message.saved;
      desk.mail.answered(message.ids, message.refused);
      const ids = new Set();
      if (isHere(message)) {
        reach(message);
        for (const id of desk.entries.receive(message.entries)) ids.add(id);
      }
      if (message.refused.length) for (const id of desk.refused()) ids.add(id);
      if (ids.size) emit("entries", ids);
      if (message.refused.length) {
        returning = 0; // that is what there is to be told, not that all went well
        emit("refused", desk.mail.outbox.refused());
      }
      if (returning && !desk.mail.outbox.size) {
        emit("sent", returning);
        returning = 0;
      }
    },
    ops(message) {
      if (!isHere(message)) return;
      reach(message);
      desk.mail.arrived(message.entries.map((/** @type {any} */ entry) => entry.id));
      emit("entries", desk.entries.receive(message.entries));
    },
    state(message) {
      if (!isHere(message)) return;
      if (message.home) state.home = message.home;
      if (message.findings) state.findings = { ...state.findings, ...message.findings };
      if (message.votes) state.votes = { ...state.votes, ...message.votes };
      for (const [key, progress] of Object.entries(message.progress ?? {})) {
        const sheet = state.sheets.get(key);
        if (sheet) sheet.progress = progress;
      }
      emit("state", state);
    },
    rounds(message) {
      state.rounds = message.rounds;
      emit("rounds", message.rounds);
    },
    drawing(message) {
      for (const [key, asked] of undrawn) if (asked.sheet === message.sheet) undrawn.delete(key);
      drawings.set(message.sheet, message.pictures);
      emit("drawing", message.sheet);
    },
    error(message) {
      if (message.again) desk.mail.returned(); // the store did not answer: the next beat sends the same again
      else if (!greeted) opening = { t: "hello" }; // what was open is not this person's any more
      emit("trouble", message.message);
    },
    pong() {},
  };

  /** The message that shows the kernel that this page is here, and that it has to answer. */
  const sign = () => (greeted ? { t: "ping" } : { ...opening, client: desk.tab() });

  function greet() {
    greeted = false;
    desk.link.post(sign());
  }

  return {
    drawings, book, version, sign,
    get state() { return state; },
    get saved() { return saved; },
    /** The connection is there again, perhaps to a new kernel: what was said meanwhile, by either side, may be lost. */
    joined() {
      greeted = false;
      desk.mail.returned();
    },
    hear(/** @type {any} */ message) {
      if (desk.link.heard(message) && state.ready) {
        returning = desk.mail.outbox.size;
        if (greeted) {
          desk.mail.send({ all: true });
          // what others did meanwhile may have gone into the dead connection: all of it is told again
          if (message.t !== "snapshot") greet();
        }
        emit("back", returning);
      }
      const receiver = receivers[message?.t];
      if (receiver) receiver(message); else emit("message", message);
    },
    send(/** @type {any} */ message) {
      if (message.t === "open") opening = message;
      return desk.link.post(message);
    },
    /** Ask for the pictures of a sheet, of one part of it if named; again until they are here. */
    draw(/** @type {string} */ sheet, part = "") {
      const message = { t: "draw", workbook: book(), sheet, part };
      undrawn.set(`${sheet}:${part}`, message);
      desk.link.post(message);
    },
    /** Tell the others in this workbook where the person is: the sheet ("" for none) and the entry that they
     *  write in. Only news is sent; a new kernel is told again by itself. */
    here(/** @type {string} */ sheet, /** @type {string|null} */ entry = null) {
      const now = { t: "here", workbook: book(), sheet, entry, client: desk.tab() };
      if (JSON.stringify(now) === JSON.stringify(here)) return;
      here = now;
      desk.link.post(here);
    },
    /** Keep the steps of undo for after a reload; without room for them, undo begins anew. */
    leave() {
      const place = steps();
      const kept = desk.pen.steps();
      if (place && kept) write(place, stepsKey(), kept);
    },
  };
}
