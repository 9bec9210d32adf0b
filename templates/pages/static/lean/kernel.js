// The connection of a page to its kernel: one socket that is opened again when it breaks, and a new seat when the
// kernel has gone. For widgets it looks like JupyterLab's kernel connection, as far as they use it.
import { askForKernel, askForSeat } from "./seat.js";
import { decode, encode, newId, PROTOCOL } from "./wire.js";

/** Why the server closes a socket. */
const CLOSED = { taken: 4001, ended: 4002, died: 4003, drained: 4004 };
/** Milliseconds that a socket may take to open. */
const OPENING = 15_000;
/** Milliseconds between two attempts: from the first to the longest. */
const FIRST = 400;
const LONGEST = 20_000;
/** Milliseconds within which the pages of a server that goes down spread over the next one. */
const SPREAD = 2000;

const later = (/** @type {number} */ milliseconds) => milliseconds * (0.75 + Math.random() / 2);

/** @param {{base:string, kernel:string, page:string, version:string, esm:string[]}} home
 *  @param {{hear:(message:any)=>void, moved:(models:string[])=>void, told:()=>void}} page `moved`: the kernel is
 *    another one, and these are its models, in the order of the page; `told`: `trouble` has changed */
export function createKernel(home, { hear, moved, told }) {
  const session = newId();
  /** @type {WebSocket|null} */ let socket = null;
  /** @type {(() => any)[]} what waits for the connection */ let waiting = [];
  /** @type {any} */ let timer = 0;
  let id = home.kernel;
  let link = "connecting";
  let status = "unknown";
  let tries = 0;
  let heals = false;
  let turn = 0; // only the newest attempt goes on
  let sent = 0;
  /** @type {{kind:string, place?:number, reason?:string, message?:string, text?:string}} */ let trouble = { kind: "" };

  const kernel = {
    get id() { return id; },
    get status() { return status; },
    get connectionStatus() { return link; },
    /** Why there is no kernel: "" (there is one), "healing" (`place` in the queue, or 0), "taken" (by a newer page of
     *  this person), "ended" (`reason`, and what the server says: `message`, `text`). */
    get trouble() { return trouble; },
    /** The server has newer modules than this page; at a quiet moment it should be loaded again. */
    stale: false,
    isDisposed: false,
    serverSettings: { baseUrl: new URL(home.base, location.href).href },
    statusChanged: createSignal(),
    connectionStatusChanged: createSignal(),
    troubleChanged: createSignal(),
    /** Connect anew, at once. */
    async reconnect() {
      if (!heals && trouble.kind === "" && link !== "connecting") await look();
    },
    heal,
    post,
  };

  function tellLink(/** @type {string} */ now) {
    if (now === link) return;
    link = now;
    kernel.connectionStatusChanged.emit(kernel, now);
  }

  function tellTrouble(/** @type {typeof trouble} */ now) {
    if (JSON.stringify(now) === JSON.stringify(trouble)) return;
    trouble = now;
    kernel.troubleChanged.emit(kernel, now);
    told();
  }

  /** Let go of the socket, whatever it still has to say. */
  function drop() {
    clearTimeout(timer);
    const old = socket;
    socket = null;
    old?.close();
  }

  function open() {
    drop();
    tellLink("connecting");
    const address = new URL(`api/kernels/${id}/channels?session_id=${session}`, kernel.serverSettings.baseUrl);
    const own = new WebSocket(address.href.replace(/^http/, "ws"), PROTOCOL);
    own.binaryType = "arraybuffer";
    own.onopen = () => { if (own === socket) opened(); };
    own.onmessage = ({ data }) => { if (own === socket) take(data); };
    own.onclose = ({ code }) => { if (own === socket) lost(code); };
    socket = own;
    timer = setTimeout(lost, OPENING, 0);
  }

  function opened() {
    clearTimeout(timer);
    tellTrouble({ kind: "" });
    tellLink("connected");
    const due = waiting;
    waiting = [];
    for (const make of due) put(make());
  }

  function take(/** @type {ArrayBuffer} */ data) {
    tries = 0;
    const message = decode(data);
    if (message.header.msg_type === "status" && message.content.execution_state !== status) {
      status = message.content.execution_state;
      kernel.statusChanged.emit(kernel, status);
    }
    hear(message);
  }

  function lost(/** @type {number} */ code) {
    drop();
    tellLink("disconnected");
    if (code === CLOSED.taken) tellTrouble({ kind: "taken" });
    else if (code === CLOSED.ended || code === CLOSED.died) heal();
    else if (code === CLOSED.drained) timer = setTimeout(heal, SPREAD * Math.random());
    else again();
  }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(look, later(Math.min(LONGEST, FIRST * 2 ** tries++)));
  }

  /** Open the socket again if the kernel is still there. */
  async function look() {
    const mine = ++turn;
    drop();
    tellLink("connecting");
    const found = await askForKernel(home, id);
    if (mine !== turn) return;
    if (found === "there") open();
    else if (found === "gone") await heal();
    else { tellLink("disconnected"); again(); }
  }

  /** Ask for a new seat until there is one, or until it is clear that there will be none. */
  async function heal() {
    if (heals) return;
    heals = true;
    turn += 1;
    drop();
    tellLink("disconnected");
    tellTrouble({ kind: "healing", place: 0 });
    for (tries = 0; ; tries++) {
      const answer = await askForSeat(home, id);
      if (answer.kind === "given") { sit(answer); break; }
      if (answer.kind === "ended") { tellTrouble(answer); break; }
      tellTrouble({ kind: "healing", place: answer.kind === "queue" ? answer.place : 0 });
      await new Promise((done) => setTimeout(done, later(answer.after ? 1000 * answer.after : Math.min(LONGEST, FIRST * 2 ** tries))));
    }
    heals = false;
  }

  function sit(/** @type {any} */ answer) {
    id = answer.kernel;
    status = "unknown";
    kernel.stale ||= answer.version !== home.version && JSON.stringify(answer.esm) !== JSON.stringify(home.esm);
    moved(answer.models);
    open();
  }

  /** Send a comm message, or let it wait for the connection. `comm` tells the comm's id when it goes.
   *  @param {() => string} comm @param {any} content @param {any[]} [buffers] @returns {string} the message's id */
  function post(comm, content, buffers = []) {
    const msg_id = `${session}_${++sent}`;
    const make = () => ({
      channel: "shell", parent_header: {}, metadata: {}, buffers, content: { comm_id: comm(), ...content },
      header: { msg_id, msg_type: "comm_msg", session, username: "", version: "5.3", date: new Date().toISOString() },
    });
    if (link === "connected") put(make()); else waiting.push(make);
    return msg_id;
  }

  const put = (/** @type {any} */ message) => socket?.send(encode(message));

  addEventListener("online", () => { if (trouble.kind === "" && !heals) { tries = 0; look(); } });
  open();
  return kernel;
}

/** Something that happens, and whom it is told. The one who tells comes first, as JupyterLab has it. */
function createSignal() {
  /** @type {Set<Function>} */ const slots = new Set();
  return {
    connect: (/** @type {Function} */ slot) => slots.add(slot),
    disconnect: (/** @type {Function} */ slot) => slots.delete(slot),
    get heard() { return slots.size > 0; },
    emit(/** @type {any} */ sender, /** @type {any} */ news) { for (const slot of [...slots]) slot(sender, news); },
  };
}
