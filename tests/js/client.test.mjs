import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createClient } from "../../cba_kit/widgets/static/client.js";
import { disk } from "./disk.mjs";

/** The browser around a page: storages that outlive it, a document, and a window that hears events. */
const browser = { local: disk(), session: disk(), focus: true, visible: "visible", reloads: 0, field: null };
let heard;

/** Tell a page what another one has changed in the storage that they share, as the browser does. */
function share({ hears }) {
  const now = new Map(browser.local.log.splice(0).map(([key, newValue, oldValue]) => [key, { key, newValue, oldValue }]));
  for (const event of now.values()) hears(event);
}

function listening() {
  const listeners = new Map();
  return {
    addEventListener: (name, listener) => listeners.set(listener, name),
    removeEventListener: (name, listener) => listeners.delete(listener),
    last: (name) => [...listeners].findLast(([, wanted]) => wanted === name)?.[0],
    tell(name, event = {}) { for (const [listener, wanted] of listeners) if (wanted === name) listener(event); },
  };
}

beforeEach(() => {
  Object.assign(browser, { local: disk(), session: disk(), focus: true, visible: "visible", reloads: 0, field: null });
  heard = { window: listening(), document: listening() };
  const put = (name, get) => Object.defineProperty(globalThis, name, { configurable: true, get });
  put("localStorage", () => { if (!browser.local) throw new Error("SecurityError"); return browser.local; });
  put("sessionStorage", () => { if (!browser.session) throw new Error("SecurityError"); return browser.session; });
  put("location", () => ({ reload: () => { browser.reloads += 1; } }));
  put("document", () => ({ ...heard.document, hasFocus: () => browser.focus, get activeElement() { return browser.field; },
    querySelector: () => null, get visibilityState() { return browser.visible; } }));
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
function kernelOf(shelf, { me = "ilze", workbook = "w", preview = false, deaf = false } = {}) {
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
      if (!kernel.on || (deaf && message.t === "op")) return;
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
  return { client, kernel, hears: heard.window.last("storage") };
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

test("others' edits that still arrive do not hide that nothing of ours does", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  kernel.on = false;
  client.put(note("Sawmills"));
  for (let seconds = 0; seconds < 16; seconds += 2) {
    kernel.others();
    await pass(2000);
  }
  assert.deepEqual([client.status().kind, client.status().count], ["offline", 1]);
  kernel.on = true;
  await pass(8000);
  assert.deepEqual([client.status().kind, texts(shelf)], ["saved", ["Sawmills"]]);
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

/** A kernel connection as a page sees it; `lean` ones find themselves a new kernel. */
function connection(lean = true) {
  const signal = () => { const slots = new Set(); return { connect: (slot) => slots.add(slot), disconnect: (slot) => slots.delete(slot), tell: (news) => slots.forEach((slot) => slot(null, news)) }; };
  const found = { id: "k1", connectionStatus: "connected", status: "idle", healed: 0, trouble: { kind: "" },
    statusChanged: signal(), connectionStatusChanged: signal(), troubleChanged: signal() };
  if (lean) found.heal = () => { found.healed += 1; };
  found.turn = (status) => { found.connectionStatus = status; found.connectionStatusChanged.tell(status); };
  return found;
}

test("a kernel that was started again is told at once; a hidden tab is never called offline", async () => {
  const shelf = store();
  const kernel = kernelOf(shelf);
  kernel.model.widget_manager = { kernel: connection(false) };
  const client = createClient(kernel.model);
  await settle();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(client.status().kind, "saved");
  kernel.on = false;
  client.put(note("Still here"));
  kernel.model.widget_manager.kernel.statusChanged.tell("autorestarting");
  assert.deepEqual([client.status().kind, client.status().count], ["dead", 1]);
  client.retry();
  assert.equal(browser.reloads, 1);
});

test("without a lean front end the page is loaded again by itself, but not while somebody writes or words would go", async () => {
  const shelf = store();
  const kernel = kernelOf(shelf);
  kernel.model.widget_manager = { kernel: connection(false) };
  const client = createClient(kernel.model);
  await settle();
  kernel.on = false;
  kernel.model.widget_manager.kernel.statusChanged.tell("dead");
  browser.field = { matches: () => true };
  await pass(20_000);
  assert.equal(browser.reloads, 0);
  browser.field = null;
  heard.window.tell("keydown");
  await pass(800);
  assert.equal(browser.reloads, 0);
  client.unkept("cba:draft:ilze:w:a", true); // a draft that is in memory only
  await pass(20_000);
  assert.equal(browser.reloads, 0);
  client.unkept("cba:draft:ilze:w:a", false);
  browser.visible = "hidden"; // another tab may be the one that is wanted
  await pass(20_000);
  assert.equal(browser.reloads, 0);
  browser.visible = "visible";
  await pass(8000);
  assert.ok(browser.reloads);
});

test("a page that the server has a newer one of is loaded again when nobody sees it", async () => {
  const kernel = kernelOf(store());
  const link = connection();
  kernel.model.widget_manager = { kernel: link };
  createClient(kernel.model);
  await settle();
  link.stale = true;
  browser.field = { matches: () => true };
  await pass(8000);
  assert.equal(browser.reloads, 0);
  browser.visible = "hidden";
  await pass(8000);
  assert.ok(browser.reloads);
});

test("a preview never loads the page again by itself: it is a part of somebody's JupyterLab", async () => {
  const kernel = kernelOf(store(), { preview: true });
  kernel.model.widget_manager = { kernel: connection(false) };
  const client = createClient(kernel.model);
  await settle();
  kernel.on = false;
  kernel.model.widget_manager.kernel.statusChanged.tell("restarting");
  await pass(20_000);
  assert.deepEqual([client.status().kind, browser.reloads], ["dead", 0]);
});

test("a lean page goes on with a new kernel: what was open is asked for, entries come anew, the words are sent", async () => {
  const shelf = store();
  const kernel = kernelOf(shelf);
  const link = connection();
  kernel.model.widget_manager = { kernel: link };
  const client = createClient(kernel.model);
  await settle();
  client.here("s", "n");
  client.draw("s", "radar");
  const told = [];
  for (const name of ["ready", "entries", "back"]) client.on(name, () => told.push(name));
  client.type(note("Half a sent"));
  link.status = "dead";
  link.statusChanged.tell("dead");
  assert.equal(link.healed, 1);
  link.turn("disconnected");
  client.type(later("Half a sentence"));
  await pass(800);
  assert.deepEqual([client.status().kind, texts(shelf)], ["saving", []]);
  kernel.got.length = 0;
  Object.assign(link, { id: "k2", status: "idle" });
  link.turn("connected");
  await settle();
  assert.deepEqual(kernel.got.map((message) => message.t), ["hello", "op", "draw", "here"]);
  assert.deepEqual([client.status().kind, texts(shelf), browser.reloads], ["saved", ["Half a sentence"], 0]);
  assert.deepEqual(new Set(told), new Set(["entries"])); // nothing is drawn from the beginning
});

test("after healing the same workbook is open again; if it is not the person's any more, their own one", async () => {
  const shelf = store();
  const kernel = kernelOf(shelf);
  const link = connection();
  kernel.model.widget_manager = { kernel: link };
  const client = createClient(kernel.model);
  await settle();
  client.open("w"); // it is open
  client.open("group");
  kernel.workbook = "group";
  kernel.say({ t: "snapshot", me: { id: "ilze" }, workbook: { id: "group", version: 0, kinds: [] }, sheets: [], entries: [], books: [{ id: "group" }], saved: "" });
  assert.deepEqual([client.state.workbook.id, client.state.books], ["group", [{ id: "group" }]]);
  kernel.got.length = 0;
  link.id = "k2";
  link.turn("connected");
  assert.deepEqual(kernel.got.map(({ t, workbook, client: by }) => [t, workbook, by]), [["open", "group", client.id]]);
  kernel.workbook = "w";
  kernel.say({ t: "error", message: "You cannot open this workbook." });
  await pass(4000);
  assert.equal(client.state.workbook.id, "w");
});

test("an error of a store that did not answer is no refusal: the same goes again with the next beat", async () => {
  const shelf = store();
  const kernel = kernelOf(shelf);
  const client = createClient(kernel.model);
  await settle();
  kernel.mute = true;
  client.put({ sheet: "s", entry: "n1", kind: "note", block: "b", fields: { text: "Sawmills" } });
  kernel.say({ t: "error", message: "Not now.", again: true });
  kernel.mute = false;
  await pass(4400);
  assert.deepEqual([texts(shelf), client.status().kind], [["Sawmills"], "saved"]);
  assert.deepEqual(client.waiting(), []);
});

test("an edit that the store did not take never comes after a later one of the same entry", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  client.put(note("Sawmills"));
  await settle();
  kernel.mute = true;
  client.put(note("Sawmills and mills", { entry: "n" })); // this one meets a locked database …
  kernel.mute = false;
  client.put(later("Sawmills, mills and carpenters")); // … and the next one does not
  kernel.say({ t: "error", message: "Not now.", again: true });
  await pass(8800);
  assert.deepEqual([texts(shelf), client.status().kind], [["Sawmills, mills and carpenters"], "saved"]);
});

test("while the store does not answer, the workbook that was open is asked for again, not another one", async () => {
  const kernel = kernelOf(store());
  const link = connection();
  kernel.model.widget_manager = { kernel: link };
  const client = createClient(kernel.model);
  await settle();
  client.open("group");
  kernel.say({ t: "snapshot", me: { id: "ilze" }, workbook: { id: "group", version: 0, kinds: [] }, sheets: [], entries: [], saved: "" });
  link.id = "k2";
  link.turn("connected");
  kernel.say({ t: "error", message: "Not now.", again: true });
  kernel.got.length = 0;
  await pass(4400);
  assert.deepEqual(new Set(kernel.got.map(({ t, workbook }) => `${t} ${workbook}`)), new Set(["open group"]));
});

test("the first greeting is repeated soon when no answer comes", async () => {
  const kernel = kernelOf(store());
  kernel.mute = true;
  createClient(kernel.model);
  await pass(8000);
  const asked = kernel.got.map((message) => message.t);
  assert.ok(asked.length >= 4 && asked.every((name) => name === "hello"), asked.join());
});

test("why a lean page has no kernel is told: the place in the queue, a newer tab, an ended link", async () => {
  const kernel = kernelOf(store());
  const link = connection();
  kernel.model.widget_manager = { kernel: link };
  const client = createClient(kernel.model);
  await settle();
  const tell = (trouble) => { link.trouble = trouble; link.troubleChanged.tell(trouble); };
  const kinds = [];
  client.on("status", ({ kind, place, message }) => kinds.push([kind, place || message]));
  tell({ kind: "healing", place: 0 });
  tell({ kind: "healing", place: 4 });
  tell({ kind: "taken" });
  client.retry();
  tell({ kind: "ended", message: "This link was replaced" });
  assert.deepEqual(kinds, [["saved", ""], ["queue", 4], ["taken", ""], ["ended", "This link was replaced"]]);
  assert.equal(link.healed, 1);
});

test("a text that no message can take is refused on the device; all others are sent", async () => {
  const shelf = store();
  const { client, kernel } = await open(shelf);
  const told = [];
  client.on("refused", (list) => told.push(list.map((item) => [item.operation.fields.text.length, item.reason])));
  client.put({ ...note("ä".repeat(600_000)), entry: "huge" });
  client.put(note("Small"));
  await settle();
  assert.deepEqual([texts(shelf), told, client.get("huge")], [["Small"], [[[600_000, "status.too_large"]]], undefined]);
  assert.ok(Math.max(...kernel.got.map((message) => JSON.stringify(message).length)) < 1000);
  assert.equal(client.status().kind, "saved");
});

test("two tabs without a network show each other's words, and each writes in its own name", async () => {
  const shelf = store();
  const one = await open(shelf);
  const two = await open(shelf);
  one.kernel.on = two.kernel.on = false;
  one.client.type(note("From one"));
  share(two);
  assert.equal(two.client.get("n").fields.text, "From one");
  assert.equal(two.client.status().count, 0); // it is the other tab's to send
  await pass(400);
  share(two);
  two.client.type(later("From one and two"));
  await pass(400);
  share(one);
  assert.equal(one.client.get("n").fields.text, "From one and two");
  one.kernel.on = two.kernel.on = true;
  await pass(24_000);
  const written = [one, two].map(({ client, kernel }) => kernel.got.filter((message) => message.t === "op" && message.client === client.id).length > 0);
  assert.deepEqual([written, one.client.status().kind, two.client.status().kind], [[true, true], "saved", "saved"]);
  assert.ok(texts(shelf).includes("From one and two"));
});

test("words that another tab has sent stay on screen until the store's own state is here", async () => {
  const shelf = store();
  const one = await open(shelf);
  const two = await open(shelf);
  one.client.put(note("Sawmills"));
  share(two);
  await settle();
  share(two);
  assert.equal(browser.local.length, 0);
  assert.deepEqual([two.client.get("n").fields.text, two.client.get("n").version], ["Sawmills", 0]);
  two.kernel.others();
  assert.deepEqual([two.client.get("n").fields.text, two.client.get("n").version], ["Sawmills", 1]);
});

test("a tab whose name another one has taken over writes under a new one: nothing is overwritten", async () => {
  const shelf = store();
  const first = await open(shelf);
  first.kernel.on = false;
  first.client.type(note("Left behind"));
  await pass(400);
  const name = first.client.id;
  const second = await open(shelf, { deaf: true }); // it takes the first one for closed
  browser.local.log.length = 0;
  second.client.type(later("Left behind, and continued"));
  await pass(400);
  share(first);
  assert.notEqual(first.client.id, name);
  first.client.type(later("Left behind, but still here"));
  await pass(400);
  first.kernel.on = true;
  await pass(24_000);
  for (const message of JSON.parse(JSON.stringify(second.client.waiting()))) shelf.write(message, name);
  assert.ok(["Left behind, and continued", "Left behind, but still here"].every((words) => texts(shelf).includes(words)), texts(shelf).join(" / "));
});

test("a person who has signed out leaves nothing on the device, and their other tabs end", async () => {
  const shelf = store();
  const one = await open(shelf);
  const two = await open(shelf);
  one.kernel.on = two.kernel.on = false;
  one.client.put(note("Not sent"), "wrote");
  browser.local.setItem("cba:draft:ilze:w:a", "an answer");
  browser.local.setItem("cba:op:anneli:w:1", "another person's");
  share(two);
  one.client.end();
  for (const [key, newValue, oldValue] of browser.local.log.splice(0)) two.hears({ key, newValue, oldValue });
  heard.window.tell("pagehide");
  one.kernel.on = true;
  await pass(20_000);
  const left = Array.from({ length: browser.local.length }, (_, index) => browser.local.key(index));
  assert.deepEqual([left, browser.session.length, texts(shelf), browser.reloads], [["cba:op:anneli:w:1"], 0, [], 1]);
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
