import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createClient } from "../../cba_kit/widgets/static/client.js";
import { disk } from "./disk.mjs";

/** The browser around a page: storages that outlive it, a document, and a window that hears events. */
const browser = { local: disk(), session: disk(), focus: true, visible: "visible", reloads: 0 };
let heard;

function listening() {
  const listeners = new Map();
  return {
    addEventListener: (name, listener) => listeners.set(listener, name),
    removeEventListener: (name, listener) => listeners.delete(listener),
    tell(name, event = {}) { for (const [listener, wanted] of listeners) if (wanted === name) listener(event); },
  };
}

beforeEach(() => {
  Object.assign(browser, { local: disk(), session: disk(), focus: true, visible: "visible", reloads: 0 });
  heard = { window: listening(), document: listening() };
  const put = (name, get) => Object.defineProperty(globalThis, name, { configurable: true, get });
  put("localStorage", () => { if (!browser.local) throw new Error("SecurityError"); return browser.local; });
  put("sessionStorage", () => { if (!browser.session) throw new Error("SecurityError"); return browser.session; });
  put("location", () => ({ reload: () => { browser.reloads += 1; } }));
  put("document", () => ({ ...heard.document, hasFocus: () => browser.focus, get visibilityState() { return browser.visible; } }));
  put("addEventListener", () => heard.window.addEventListener);
  put("removeEventListener", () => heard.window.removeEventListener);
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_710_000_000_000 });
  let ticks = 0;
  mock.method(performance, "now", () => Date.now() - 1_710_000_000_000 + ++ticks / 1000);
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** A store that several pages write in: it keeps texts the way the real one does. */
function store() {
  const entries = new Map();
  const known = new Set();
  let version = 0;
  const seen = new Map();
  return {
    entries, known,
    get version() { return version; },
    refuse: () => "",
    write(operation, client) {
      if (known.has(operation.id)) return null;
      known.add(operation.id);
      const now = entries.get(operation.entry) ?? { id: operation.entry, sheet: operation.sheet, kind: operation.kind, block: operation.block ?? "",
        fields: {}, removed: false, conflict_of: null, created_by: "ilze", created_at: "2024", changed_by: "ilze", changed_at: "2024" };
      const last = seen.get(operation.entry);
      version += 1;
      if (last && last.client !== client && last.version > operation.base && operation.fields.text && now.fields.text) {
        const copy = { ...now, id: `copy-${operation.id}`, fields: operation.fields, conflict_of: now.id, version };
        entries.set(copy.id, copy);
        return [copy, now];
      }
      seen.set(operation.entry, { client, version });
      const entry = { ...now, block: operation.block ?? now.block, fields: { ...now.fields, ...operation.fields }, version,
        removed: operation.op === "put" ? now.removed : operation.op === "remove" };
      entries.set(entry.id, entry);
      return [entry];
    },
  };
}

/** A page's kernel, as anywidget shows it: `on` tells whether messages arrive. */
function kernelOf(shelf, { me = "ilze", workbook = "w", preview = false } = {}) {
  const listeners = new Set();
  const kernel = { on: true, got: [], workbook };
  const answers = {
    hello: () => ({ t: "snapshot", preview, me: { id: me }, workbook: { id: kernel.workbook, version: shelf.version, kinds: ["note"] },
      sheets: [{ key: "s", title: "Canvas" }], entries: [...shelf.entries.values()], saved: "" }),
    ping: () => ({ t: "pong" }),
    op(message) {
      const refused = message.ops.map(({ id, fields }) => ({ id, reason: shelf.refuse(fields) })).filter((one) => one.reason);
      const good = message.ops.filter(({ id }) => !refused.some((one) => one.id === id));
      const entries = good.flatMap((operation) => shelf.write(operation, message.client) ?? [shelf.entries.get(operation.entry)]);
      return { t: "ack", workbook: message.workbook, ids: good.map(({ id }) => id), refused, entries, version: shelf.version, saved: "10:42" };
    },
  };
  kernel.say = (message) => [...listeners].forEach((listener) => listener(structuredClone(message)));
  kernel.others = () => kernel.say({ t: "ops", workbook, version: shelf.version, entries: [...shelf.entries.values()] });
  kernel.model = {
    get: () => ({}),
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
    send(message) {
      if (!kernel.on) return;
      kernel.got.push(structuredClone(message));
      if (!kernel.mute) Promise.resolve().then(() => kernel.say(answers[message.t]?.(message)));
    },
  };
  return kernel;
}

const settle = () => new Promise((done) => setImmediate(done));
async function pass(milliseconds) {
  for (let left = milliseconds; left > 0; left -= 400) {
    mock.timers.tick(Math.min(400, left));
    await settle();
  }
}
async function open(shelf, options) {
  const kernel = kernelOf(shelf, options);
  const client = createClient(kernel.model);
  await settle();
  return { client, kernel };
}
const note = (text, more = {}) => ({ sheet: "s", entry: "n", kind: "note", block: "channels", fields: { text, meaning: "today" }, ...more });
const later = (text) => ({ sheet: "s", entry: "n", kind: "note", fields: { text } });
const texts = (shelf) => [...shelf.entries.values()].map((entry) => entry.fields.text);
const wrote = (kernel) => kernel.got.filter((message) => message.t === "op").flatMap((message) => message.ops);

test("words are on the device with the first keystroke, sent after a pause, and saved only after the ack", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  client.type(note("Sa"));
  assert.equal(browser.local.length, 1);
  assert.deepEqual([client.status().kind, wrote(kernel).length], ["saving", 0]);
  client.type(later("Sawmills"));
  await pass(400);
  assert.deepEqual([client.status().kind, client.status().saved, texts(shelf)], ["saved", "10:42", ["Sawmills"]]);
  assert.equal(browser.local.length, 0);
});

test("a snapshot while a text is typed leaves the words where they are", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  client.type(note("Half a sent"));
  client.send({ t: "hello" });
  await settle();
  assert.equal(client.get("n").fields.text, "Half a sent");
  client.type(later("Half a sentence"));
  await pass(400);
  assert.deepEqual([texts(shelf), wrote(kernel).length], [["Half a sentence"], 1]);
});

test("offline: everything waits, the status says so, and all of it goes once when the network is back", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  const sent = [];
  client.on("sent", (count) => sent.push(count));
  kernel.on = false;
  for (const words of ["A", "A b", "A b c"]) { client.type(note(words)); await pass(800); }
  await pass(16_000);
  assert.deepEqual([client.status().kind, client.status().count], ["offline", 1]);
  kernel.on = true;
  await pass(8000);
  assert.deepEqual([client.status().kind, texts(shelf), sent], ["saved", ["A b c"], [1]]);
});

test("a lost ack: the operation is sent again, and what is shown stays", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  kernel.mute = true;
  client.put(note("Sawmills"));
  shelf.write(wrote(kernel)[0], client.id); // it arrived; the answer did not
  kernel.mute = false;
  await pass(20_000);
  assert.deepEqual([client.status().kind, client.get("n").fields.text, texts(shelf)], ["saved", "Sawmills", ["Sawmills"]]);
});

test("after a reload in the middle of a word every word is there once, under the same name of the tab", async () => {
  const shelf = store();
  const first = await open(shelf);
  first.kernel.on = false;
  first.client.type(note("Every wo"));
  heard.window.tell("pagehide");
  const second = await open(shelf);
  assert.equal(second.client.id, first.client.id);
  assert.deepEqual([texts(shelf), second.client.status().kind, browser.local.length], [["Every wo"], "saved", 0]);
});

test("a duplicated tab gets a name of its own: two tabs writing the same note keep both texts", async () => {
  const shelf = store();
  const one = await open(shelf);
  const two = await open(shelf); // same session storage, as a duplicate has
  assert.notEqual(one.client.id, two.client.id);
  one.client.put(note("From the first"));
  await settle();
  two.client.put(note("From the second"));
  await settle();
  assert.deepEqual(texts(shelf), ["From the first", "From the second"]);
  one.kernel.others();
  assert.deepEqual(one.client.list("s").map((entry) => entry.fields.text), two.client.list("s").map((entry) => entry.fields.text));
});

test("words of a tab that was closed are sent in its name and continued in its name: no conflict with oneself", async () => {
  const shelf = store();
  const closed = await open(shelf);
  closed.kernel.on = false;
  closed.client.type(note("Left behind"));
  heard.window.tell("visibilitychange");
  browser.visible = "hidden";
  heard.document.tell("visibilitychange");
  browser.visible = "visible";
  browser.session = disk(); // another tab
  const { client, kernel } = await open(shelf);
  assert.equal(client.get("n").fields.text, "Left behind");
  client.type(later("Left behind, and continued"));
  await pass(400);
  assert.deepEqual(texts(shelf), ["Left behind, and continued"]);
  assert.equal(kernel.got.find((message) => message.t === "op").client, closed.client.id);
});

test("an edit is based on what its writer has seen, also after the window was left", async () => {
  const shelf = store();
  shelf.write({ id: "0", op: "put", ...note("Old"), base: 0 }, "phone");
  const { client, kernel } = await open(shelf);
  client.begin("n");
  browser.focus = false; // another window
  client.flush();
  shelf.write({ id: "1", op: "put", ...later("From the phone"), block: null, base: 1 }, "phone");
  kernel.others();
  browser.focus = true;
  client.begin("n"); // the field still shows “Old”
  client.type(later("From the desk"));
  await pass(400);
  assert.deepEqual(texts(shelf), ["From the phone", "From the desk"]);
});

test("leaving the field and coming back is a new start: then one sees what others wrote", async () => {
  const shelf = store();
  shelf.write({ id: "0", op: "put", ...note("Old"), base: 0 }, "phone");
  const { client, kernel } = await open(shelf);
  client.begin("n");
  client.flush();
  shelf.write({ id: "1", op: "put", ...later("From the phone"), block: null, base: 1 }, "phone");
  kernel.others();
  client.begin("n");
  client.type(later("From the phone and the desk"));
  await pass(400);
  assert.deepEqual(texts(shelf), ["From the phone and the desk"]);
});

test("refused words are offered, also after a reload, until the person has seen them", async () => {
  const shelf = store();
  shelf.refuse = (fields) => (String(fields.text).length > 10 ? "It is too long." : "");
  const { client } = await open(shelf);
  const told = [];
  client.on("refused", (list) => told.push(list.map((item) => [item.operation.fields.text, item.reason])));
  client.put(note("Far too long a text"));
  await settle();
  assert.deepEqual(told, [[["Far too long a text", "It is too long."]]]);
  assert.deepEqual([client.status().kind, client.status().saved, client.get("n"), client.canUndo()], ["saved", "", undefined, false]);
  const after = await open(shelf);
  const [item] = await new Promise((done) => { after.client.on("refused", done); after.client.send({ t: "hello" }); });
  assert.equal(item.operation.fields.text, "Far too long a text");
  after.client.forget([item.operation.id]);
  assert.equal(browser.local.length, 0);
});

test("an entry whose first words were refused is made whole by the next ones", async () => {
  const shelf = store();
  shelf.refuse = (fields) => (String(fields.text).length > 10 ? "It is too long." : "");
  const { client, kernel } = await open(shelf);
  kernel.on = false;
  client.put(note("Far too long a text"));
  client.put({ ...later("Short"), sheet: "s" });
  client.put({ sheet: "s", entry: "n", kind: "note", fields: { meaning: "risk" } });
  kernel.on = true;
  await pass(16_000);
  const [{ block, fields }] = [...shelf.entries.values()];
  assert.deepEqual([block, fields], ["channels", { text: "Short", meaning: "risk" }]);
});

test("a blocked storage is told while something waits, and the browser asks before the words are gone", async () => {
  browser.local = browser.session = null;
  const shelf = store();
  const { client, kernel } = await open(shelf);
  assert.equal(client.status().trouble, "");
  kernel.on = false;
  client.put(note("Only in memory"));
  let asked = 0;
  heard.window.tell("beforeunload", { preventDefault: () => { asked += 1; } });
  assert.deepEqual([client.status().trouble, client.status().kind, asked], ["blocked", "saving", 1]);
  kernel.on = true;
  await pass(16_000);
  heard.window.tell("beforeunload", { preventDefault: () => { asked += 1; } });
  assert.deepEqual([client.status().trouble, client.status().kind, asked, texts(shelf)], ["", "saved", 1, ["Only in memory"]]);
});

test("a storage that is full still gives back what it holds", async () => {
  const shelf = store();
  const first = await open(shelf);
  first.kernel.on = false;
  first.client.put(note("Kept before"));
  const full = browser.local;
  browser.local = Object.defineProperties(Object.create(full), { setItem: { value: () => { throw new Error("QuotaExceededError"); } } });
  browser.session = disk();
  await open(shelf);
  assert.deepEqual(texts(shelf), ["Kept before"]);
});

test("what was typed in one workbook is never sent into another", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  kernel.mute = true;
  client.type(note("About Ilze"));
  kernel.workbook = "v";
  kernel.mute = false;
  client.send({ t: "hello" });
  await settle();
  assert.deepEqual([client.state.workbook.id, client.get("n"), client.status().kind], ["v", undefined, "saved"]);
  assert.deepEqual(kernel.got.filter((message) => message.t === "op" && message.workbook !== "w"), []);
  assert.deepEqual(texts(shelf), ["About Ilze"]);
});

test("undo takes back one's own steps, also after a reload, and never words that came after", async () => {
  const shelf = store();
  const first = await open(shelf);
  first.client.put(note("First"), "wrote");
  first.client.put(later("Second"), "changed");
  await settle();
  heard.window.tell("pagehide");
  const { client, kernel } = await open(shelf);
  assert.equal(client.undo(), "changed");
  await settle();
  assert.deepEqual(texts(shelf), ["First"]);
  assert.equal(client.redo(), "changed");
  await settle();
  shelf.write({ id: "x", op: "put", ...later("From the phone"), block: null, base: shelf.version }, "phone");
  kernel.others();
  client.undo();
  await settle();
  assert.equal(shelf.entries.get("n").fields.text, "From the phone");
});

test("a kernel that was started again is told at once; a hidden tab is never called offline", async () => {
  const shelf = store();
  const kernel = kernelOf(shelf);
  let status;
  kernel.model.widget_manager = { kernel: { connectionStatus: "connected", status: "idle",
    statusChanged: { connect: (slot) => { status = slot; }, disconnect() {} }, connectionStatusChanged: { connect() {}, disconnect() {} } } };
  const client = createClient(kernel.model);
  await settle();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(client.status().kind, "saved");
  kernel.on = false;
  client.put(note("Still here"));
  status(null, "autorestarting");
  assert.deepEqual([client.status().kind, client.status().count], ["dead", 1]);
  client.retry();
  assert.equal(browser.reloads, 1);
});

test("a listener that fails stops neither the keeping nor the sending", async () => {
  const shelf = store();
  const { client } = await open(shelf);
  const failed = [];
  mock.method(globalThis, "queueMicrotask", (task) => failed.push(task));
  client.on("entries", () => { throw new Error("drawing failed"); });
  client.put(note("Kept"));
  await settle();
  assert.equal(texts(shelf)[0], "Kept");
  assert.throws(failed[0], /drawing failed/);
});
