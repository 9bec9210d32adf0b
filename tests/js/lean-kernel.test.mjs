import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createKernel } from "../../templates/pages/static/lean/kernel.js";
import { decode, encode } from "../../templates/pages/static/lean/wire.js";

/** The server around a page: its sockets, what it answers, and what it was asked. */
let sockets, asked, answers, listeners;

class Socket {
  constructor(address, protocol) {
    Object.assign(this, { address: new URL(address), protocol, sent: [], closed: false });
    sockets.push(this);
  }
  send(bytes) { this.sent.push(decode(bytes.buffer)); }
  close() { this.closed = true; }
  say(type, content, parent_header = {}) {
    this.onmessage({ data: encode({ channel: "iopub", header: { msg_type: type }, parent_header, metadata: {}, content, buffers: [] }).buffer });
  }
}

beforeEach(() => {
  [sockets, asked, answers, listeners] = [[], [], { kernel: [], seat: [] }, new Map()];
  const put = (name, value) => Object.defineProperty(globalThis, name, { configurable: true, value });
  put("WebSocket", Socket);
  put("location", { href: "https://academy.example/cba/#home" });
  put("document", { cookie: "a=b; _xsrf=2|token; c=d" });
  put("addEventListener", (name, listener) => listeners.set(name, listener));
  put("fetch", async (address, { method = "GET", headers = {}, body = "" } = {}) => {
    const path = new URL(address, location.href).pathname;
    asked.push([method, path, body && JSON.parse(body), headers["X-XSRFToken"]].filter(Boolean));
    const answer = (path.endsWith("/seat") ? answers.seat : answers.kernel).shift();
    if (!answer) throw new TypeError("Failed to fetch");
    const [status, json, after] = answer;
    return { status, ok: status < 400, headers: new Headers(after ? { "Retry-After": after } : {}), json: async () => json };
  });
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(Math, "random", () => 0.5);
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const settle = () => new Promise((done) => setImmediate(done));
async function pass(milliseconds) {
  await settle();
  for (let left = milliseconds; left > 0; left -= 100) {
    mock.timers.tick(100);
    await settle();
  }
}
function opened(more = {}) {
  const [heard, moved, links, troubles] = [[], [], [], []];
  const kernel = createKernel({ base: "/cba/", kernel: "k1", page: "participant.ipynb", version: "1", esm: ["/v/1/a.js"], ...more },
    { hear: (message) => heard.push(message), moved: (models) => moved.push(models), told: () => troubles.push(kernel.trouble) });
  kernel.connectionStatusChanged.connect((sender, status) => links.push(status));
  return { kernel, heard, moved, links, troubles };
}
const last = () => sockets.at(-1);

test("the socket is the kernel's, with a session and the binary protocol; messages wait until it is open", () => {
  const { kernel, links } = opened();
  assert.deepEqual([last().protocol, last().address.protocol, last().address.host, last().address.pathname],
    ["v1.kernel.websocket.jupyter.org", "wss:", "academy.example", "/cba/api/kernels/k1/channels"]);
  assert.match(last().address.searchParams.get("session_id"), /^[0-9a-f]{32}$/);
  assert.deepEqual([kernel.connectionStatus, kernel.isDisposed, kernel.serverSettings.baseUrl], ["connecting", false, "https://academy.example/cba/"]);
  const id = kernel.post(() => "m1", { data: { method: "custom", content: { t: "hello" } } });
  assert.equal(last().sent.length, 0);
  last().onopen();
  const [{ channel, header, content }] = last().sent;
  assert.deepEqual([channel, header.msg_type, header.msg_id, content, links],
    ["shell", "comm_msg", id, { comm_id: "m1", data: { method: "custom", content: { t: "hello" } } }, ["connected"]]);
});

test("what the kernel says is heard; its state is told", () => {
  const { kernel, heard } = opened();
  last().onopen();
  const states = [];
  kernel.statusChanged.connect((sender, status) => states.push([sender === kernel, status]));
  for (const state of ["busy", "busy", "idle"]) last().say("status", { execution_state: state });
  assert.deepEqual([states, kernel.status, heard.length], [[[true, "busy"], [true, "idle"]], "idle", 3]);
});

test("a socket that breaks is opened again, soon at first, if the kernel is there", async () => {
  const { kernel, links } = opened();
  last().onopen();
  answers.kernel = [[200, {}]];
  last().onclose({ code: 1006 });
  assert.equal(kernel.connectionStatus, "disconnected");
  await pass(500);
  assert.deepEqual([asked, sockets.length, kernel.connectionStatus], [[["GET", "/cba/api/kernels/k1"]], 2, "connecting"]);
  assert.equal(sockets[0].address.search, sockets[1].address.search); // the same session: what was on its way is sent again
  last().onopen();
  assert.deepEqual([links, kernel.trouble], [["connected", "disconnected", "connecting", "connected"], { kind: "" }]);
});

test("without a network it tries again, less and less often, and at once when the network is back", async () => {
  const { kernel } = opened();
  last().onclose({ code: 1006 });
  await pass(120_000);
  assert.ok(asked.length >= 9 && asked.length <= 12, `${asked.length} attempts in two minutes`);
  assert.equal(sockets.length, 1);
  answers.kernel = [[200, {}]];
  listeners.get("online")();
  await settle();
  assert.deepEqual([sockets.length, kernel.connectionStatus], [2, "connecting"]);
});

test("a socket that never opens is given up and tried again", async () => {
  opened();
  answers.kernel = [[200, {}]];
  await pass(16_000);
  assert.deepEqual([sockets.length, sockets[0].closed], [2, true]);
});

test("a kernel that has gone is replaced: a new seat, other models, the same page", async () => {
  const { kernel, moved, troubles } = opened();
  last().onopen();
  answers.seat = [[200, { kernel: "k2", models: ["m2"], version: "1" }]];
  last().onclose({ code: 4003 });
  await settle();
  kernel.post(() => "m2", { data: {} });
  assert.deepEqual([asked, moved], [[["POST", "/cba/seat", { page: "participant.ipynb", kernel: "k1" }, "2|token"]], [["m2"]]]);
  assert.deepEqual([kernel.id, last().address.pathname, kernel.stale], ["k2", "/cba/api/kernels/k2/channels", false]);
  last().onopen();
  assert.deepEqual([last().sent[0].content.comm_id, troubles], ["m2", [{ kind: "healing", place: 0 }, { kind: "" }]]);
});

test("a server that was started again knows the kernel no more: the page heals", async () => {
  const { kernel } = opened();
  last().onopen();
  answers.kernel = [[502, null], [403, {}]];
  answers.seat = [[200, { kernel: "k2", models: [], version: "1" }]];
  last().onclose({ code: 1006 });
  await pass(3000);
  assert.deepEqual([kernel.id, kernel.connectionStatus], ["k2", "connecting"]);
});

test("in the queue the page keeps asking as often as it is told, and says its place", async () => {
  const { kernel, troubles } = opened();
  answers.seat = [[202, { place: 3 }, "2"], [202, { place: 1 }, "2"], [503, null, "1"], null, [200, { kernel: "k2", models: [], version: "1" }]];
  last().onclose({ code: 4003 });
  await pass(1900);
  assert.equal(asked.length, 1);
  await pass(15_000);
  assert.deepEqual([asked.length, kernel.id], [5, "k2"]);
  assert.deepEqual(troubles.map(({ place }) => place), [0, 3, 1, 0]);
});

test("a link that has ended is told in the server's words; nothing more is asked", async () => {
  const { kernel } = opened();
  answers.seat = [[403, { reason: "withdrawn", message: "This link was replaced", text: "Look for the newer one." }]];
  last().onclose({ code: 4002 });
  await pass(60_000);
  assert.deepEqual([kernel.trouble, asked.length], [{ kind: "ended", reason: "withdrawn", message: "This link was replaced", text: "Look for the newer one." }, 1]);
  await kernel.reconnect();
  assert.equal(asked.length, 1);
});

test("a page that a newer one took over waits until the person wants it here again", async () => {
  const { kernel } = opened();
  last().onopen();
  last().onclose({ code: 4001 });
  listeners.get("online")();
  await pass(60_000);
  assert.deepEqual([kernel.trouble, asked, sockets.length], [{ kind: "taken" }, [], 1]);
  answers.seat = [[200, { kernel: "k2", models: [], version: "1" }]];
  await kernel.heal();
  last().onopen();
  assert.deepEqual([kernel.id, kernel.trouble], ["k2", { kind: "" }]);
});

test("the pages of a server that goes down spread over two seconds", async () => {
  opened();
  last().onclose({ code: 4004 });
  await pass(900);
  assert.equal(asked.length, 0);
  await pass(200);
  assert.equal(asked[0][1], "/cba/seat");
});

test("a newer version is told, unless the modules are the same", async () => {
  const { kernel } = opened();
  answers.seat = [[200, { kernel: "k2", models: [], version: "2", esm: ["/v/1/a.js"] }], [200, { kernel: "k3", models: [], version: "2" }]];
  await kernel.heal();
  assert.equal(kernel.stale, false);
  await kernel.heal();
  assert.equal(kernel.stale, true);
});
