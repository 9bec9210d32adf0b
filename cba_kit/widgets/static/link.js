// The link between a page and its kernel: signs of life, and what silence means. The network may be away (wait and
// try again), or the kernel has gone: a lean page finds itself a new one, any other is loaded again at a quiet moment.

const PING = 4000;
/** Milliseconds until the first greeting is repeated; each time twice as long, up to PING. */
const EAGER = 1200;
/** Milliseconds without an answer before we speak of it: connected, not connected, and while the kernel works. */
const SILENT = 12_000;
const CUT = 3000;
const BUSY = 60_000;
/** Milliseconds between two attempts to connect: from the first to the longest. */
const FIRST = 4000;
const LONGEST = 30_000;
const ANSWER = 8000;
const OVER = ["dead", "terminating", "restarting", "autorestarting"];
const WORKS = ["busy", "starting"];
/** What comes because something was asked; anything else may come although what we say does not arrive. */
const ANSWERS = ["snapshot", "ack", "drawing", "pong", "error", "unbound"];

/** How long to wait before the next attempt; not all pages of a room at the same moment.
 *  @param {number} tries @param {number} chance between 0 and 1 */
export const wait = (tries, chance = Math.random()) => Math.min(LONGEST, FIRST * 1.6 ** tries) * (0.75 + chance / 2);

/** @param {any} model an anywidget model
 *  @param {{sign:()=>any, beat:()=>void, joined:()=>void, changed:()=>void}} page `sign` makes the message that asks for
 *    an answer, `beat` is called every few seconds, `joined` on a new connection, before the next sign, `changed` when
 *    the link looks different */
export function createLink(model, { sign, beat, joined, changed }) {
  const now = () => performance.now(); // the clock on the wall may be set while we count
  let asked = 0; // when the oldest message without an answer went out, or 0
  let last = now();
  let away = 0; // the time of day when the link was noticed lost, or 0
  let dead = false;
  let tries = 0;
  let next = 0;
  let unanswered = 0; // times that the kernel was there, and connected, and silent
  let greetings = 0; // signs sent to a kernel that has not answered yet
  /** @type {any} */ let timer = 0;
  /** @type {any} */ let cut = 0; // the look at a connection that broke

  const kernel = () => model.widget_manager?.kernel ?? null;
  const trouble = () => kernel()?.trouble ?? { kind: "" };
  const connected = () => !kernel() || (kernel().connectionStatus ?? "connected") === "connected";
  const quiet = () => (asked ? now() - asked : 0);
  const patience = () => (!connected() ? CUT : WORKS.includes(kernel()?.status) ? BUSY : SILENT);

  /** Send a message where that makes sense; tells whether it went. What waits in a broken connection's own
   *  queue would all go at once when it is back. */
  function post(message) {
    asked ||= now();
    if (kernel()?.isDisposed || !connected()) return false;
    try {
      model.send(message);
      return true;
    } catch {
      return false; // the kernel is gone; the silence that follows is noticed
    }
  }

  /** Something was heard; tells whether the link had been lost, and is there again. */
  function heard(/** @type {any} */ message) {
    if (!ANSWERS.includes(message?.t)) return false;
    const back = away > 0 || dead;
    asked = tries = next = unanswered = away = 0;
    greetings = -1;
    dead = false;
    return back;
  }

  /** The kernel is gone for good. */
  function over() {
    if (kernel()?.heal) kernel().heal(); else dead = true;
  }

  function schedule(/** @type {number} */ milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(pulse, milliseconds);
  }

  function pulse() {
    schedule(greetings < 0 ? PING : Math.min(PING, EAGER * 2 ** greetings++));
    if (now() - last > 3 * PING) asked = 0; // this device slept: count from now
    last = now();
    if (!dead && (kernel()?.isDisposed || OVER.includes(kernel()?.status))) over();
    post(sign());
    if (!dead && (away || quiet() > patience())) {
      away ||= Date.now() - quiet();
      find();
    }
    beat();
    changed();
  }

  /** Look for the kernel, and connect again if it is there. */
  async function find() {
    if (now() < next) return;
    next = now() + wait(tries++);
    const found = kernel();
    if (!found || found.isDisposed || trouble().kind) return;
    const open = connected();
    const state = await ask(found);
    if (!away) return; // it answered meanwhile
    if (open && state === "there") unanswered += 1;
    if (state === "gone" || unanswered > 1) {
      over();
      changed();
    } else if (state !== "nowhere" || found.connectionStatus === "disconnected") {
      Promise.resolve(found.reconnect?.()).catch(() => {}); // the next pulse sees that it did not help
    }
  }

  /** Start over at once: the network is back, or the person looks at this page again. */
  function wake() {
    tries = next = 0;
    if (!away) asked = 0;
    pulse();
  }

  const lose = () => {
    away ||= Date.now();
    changed();
  };
  const onStatus = (_, status) => {
    if (OVER.includes(status)) over();
    changed();
  };
  const onConnection = (_, status) => {
    if (status !== "connected") {
      asked ||= now();
      cut ||= setTimeout(pulse, CUT + 1);
      return changed();
    }
    clearTimeout(cut);
    cut = 0;
    greetings = 0;
    joined();
    // what goes out now has a moment to be answered, before the kernel is looked for again
    tries = unanswered = 0;
    next = now() + FIRST;
    if (!away) asked = 0;
    return pulse();
  };
  kernel()?.statusChanged?.connect(onStatus);
  kernel()?.connectionStatusChanged?.connect(onConnection);
  kernel()?.troubleChanged?.connect(changed);
  addEventListener("online", wake);
  addEventListener("offline", lose);
  schedule(EAGER);

  return {
    post, heard, wake,
    /** The kernel has gone and this page cannot get another one without being loaded again. */
    get dead() { return dead; },
    /** The page works, and should be loaded again when that disturbs nobody: the server has a newer one. */
    get stale() { return Boolean(kernel()?.stale); },
    /** When the link was lost, or 0. */
    get since() { return away; },
    /** Why a lean page has no kernel: `kind` is "", "healing" (`place`), "taken" or "ended" (`message`). */
    get trouble() { return trouble(); },
    /** Where the server is, with a slash at the end. */
    get base() { return kernel()?.serverSettings?.baseUrl ?? ""; },
    heal: () => kernel()?.heal?.(),
    dispose() {
      clearTimeout(timer);
      clearTimeout(cut);
      removeEventListener("online", wake);
      removeEventListener("offline", lose);
      kernel()?.statusChanged?.disconnect(onStatus);
      kernel()?.connectionStatusChanged?.disconnect(onConnection);
      kernel()?.troubleChanged?.disconnect(changed);
    },
  };
}

/** Ask the server about a kernel: "there", "works", "gone", "nowhere" (no answer), or "unknown".
 *  A kernel that is not ours any more (the server was started again, somebody else signed in) is gone for this page. */
async function ask(found) {
  const base = found.serverSettings?.baseUrl;
  if (!base) return "unknown";
  try {
    const answer = await fetch(`${base}api/kernels/${found.id}`, { cache: "no-store", signal: AbortSignal.timeout(ANSWER) });
    if ([401, 403, 404].includes(answer.status)) return "gone";
    if (!answer.ok) return "nowhere";
    const state = (await answer.json()).execution_state;
    return OVER.includes(state) ? "gone" : WORKS.includes(state) ? "works" : "there";
  } catch {
    return "nowhere"; // no network, or what answers is no server of ours
  }
}
