// The link after a lost connection: a kernel that was just connected has a moment to answer.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createLink } from "../../cba_kit/widgets/static/link.js";

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_710_000_000_000 });
  mock.method(performance, "now", () => Date.now() - 1_709_999_000_000);
  const heard = new Map();
  Object.assign(globalThis, { addEventListener: (name, listener) => heard.set(name, listener), removeEventListener: () => {}, hear: (name) => heard.get(name)() });
});
afterEach(() => { mock.timers.reset(); mock.restoreAll(); });

/** A kernel as a lean page shows it. */
function kernelOf() {
  const signal = () => { const slots = new Set(); return { connect: (slot) => slots.add(slot), disconnect: () => {}, emit: (value) => slots.forEach((slot) => slot(null, value)) }; };
  return { id: "one", connectionStatus: "connected", status: "idle", isDisposed: false, trouble: { kind: "" }, serverSettings: { baseUrl: "/" }, sent: [], healed: 0, again: 0,
    statusChanged: signal(), connectionStatusChanged: signal(), troubleChanged: signal(), heal() { this.healed += 1; }, async reconnect() { this.again += 1; } };
}

test("a fresh connection is neither cut nor given up before its kernel could answer", async () => {
  const kernel = kernelOf();
  mock.method(globalThis, "fetch", async () => ({ ok: true, status: 200, json: async () => ({ execution_state: "idle" }) }));
  const model = { widget_manager: { kernel }, send: (message) => kernel.sent.push(message) };
  const link = createLink(model, { sign: () => ({ t: "ping" }), beat: () => {}, joined: () => {}, changed: () => {} });
  globalThis.hear("offline");
  for (let times = 0; times < 3; times += 1) {
    kernel.id = `kernel ${times}`;
    kernel.connectionStatusChanged.emit("connected");
    await Promise.resolve();
  }
  mock.timers.tick(3000);
  await new Promise((done) => { setImmediate(done); });
  assert.deepEqual([kernel.healed, kernel.again, globalThis.fetch.mock.callCount()], [0, 0, 0]);
  assert.equal(kernel.sent.length > 0, true);
  assert.equal(link.heard({ t: "pong" }), true);
  link.dispose();
});
