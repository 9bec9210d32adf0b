// Leading a session: what a phase sets, the clock, who has done something, and orders that are sent until they are confirmed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockWords, endsIn, farWords, leftOf, nowOf, numberOf, toPhase } from "../../cba_kit/widgets/static/stage-facts.js";
import { createOrders } from "../../cba_kit/widgets/static/stage-orders.js";
import { callsOf } from "../../cba_kit/widgets/static/stage-calls.js";

const t = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const NOW = Date.parse("2024-03-11T10:00:00Z");

test("a step to a phase ends the time of the one before, and deals the dots of a vote", () => {
  assert.deepEqual(toPhase("write", 3), { phase: "write", ends: "" });
  assert.deepEqual(toPhase("vote", 5), { phase: "vote", ends: "", dots: 5 });
});

test("the time that is left follows the academy's clock, not the device's", () => {
  const ends = endsIn(5, NOW);
  assert.equal(ends, "2024-03-11T10:05:00.000Z");
  assert.equal(leftOf(ends, NOW), 300_000);
  assert.equal(leftOf(ends, NOW + 300_000), 0);
  assert.equal(leftOf(ends, NOW + 400_000), 0);
  assert.equal(leftOf(ends, NOW + 300_000 + 11 * 60_000), null);
  assert.deepEqual([leftOf("", NOW), leftOf(undefined, NOW), leftOf("soon", NOW)], [null, null, null]);
  assert.ok(Math.abs(nowOf({ ahead: -3_600_000 }) - (Date.now() - 3_600_000)) < 60_000);
});

test("a clock is read in minutes and seconds", () => {
  assert.deepEqual([300_000, 299_001, 61_000, 9_500, 1, 3_600_000].map(clockWords), ["5:00", "5:00", "1:01", "0:10", "0:01", "60:00"]);
});

test("what is typed as a number stays within its ends", () => {
  const limits = { least: 1, most: 20, else: 3 };
  assert.deepEqual(["5", "0", "99", "2.6", "", " ", "many"].map((text) => numberOf(text, limits)), [5, 1, 20, 3, 3, 3, 3]);
});

test("how far people are: of how many, and who writes now", () => {
  const far = (more) => farWords(t, { phase: "write", votes: { writers: 2, voters: 1 }, members: 4, writing: 0, ...more });
  assert.equal(far({}), "stage.written 2 4");
  assert.equal(far({ writing: 1 }), "stage.written 2 4 stage.writing_one 1");
  assert.equal(far({ phase: "vote", writing: 2 }), "stage.voted_one 1 4");
  assert.equal(far({ members: 0 }), "stage.written_some 2");
  assert.equal(far({ votes: undefined }), "");
});

function desk() {
  const listeners = {};
  const sent = [];
  const told = [];
  const client = { id: "tab", send: (message) => sent.push(message), on: (name, listener) => { (listeners[name] ??= []).push(listener); return () => {}; } };
  const orders = createOrders(client, (how, { text }) => told.push(text ? `${how} ${text}` : how));
  return { orders, sent, told, emit: (name, detail) => listeners[name].forEach((listener) => listener(detail)) };
}
const ORDER = { workbooks: ["group:1"], sheet: "canvas", fields: { phase: "vote" } };

test("an order is sent again when the line is back, until the server has confirmed it", () => {
  const { orders, sent, told, emit } = desk();
  orders.give(ORDER);
  emit("back", 0);
  assert.deepEqual(sent.map(({ t: kind, fields }) => [kind, fields.phase]), [["stage", "vote"], ["stage", "vote"]]);
  emit("message", { t: "staged", workbooks: ["group:1"] });
  emit("back", 0);
  assert.equal(sent.length, 2);
  assert.deepEqual(told, ["sending", "done"]);
});

test("several orders keep their turn, and a refusal is told once and ends them", () => {
  const { orders, sent, told, emit } = desk();
  orders.give(ORDER);
  orders.give({ ...ORDER, fields: { dots: 2 } });
  emit("message", { t: "staged", workbooks: ["group:1"] });
  emit("message", { t: "presence" });
  emit("trouble", "This is not yours.");
  emit("trouble", "Something else.");
  emit("back", 0);
  assert.equal(sent.length, 2);
  assert.deepEqual(told, ["sending", "sending", "failed This is not yours."]);
});

const CANVAS = { key: "canvas", title: "Canvas", kind: "canvas", blocks: [{ key: "channels", title: "Channels" }] };
const OTHER = { key: "other", title: "Other", kind: "canvas", blocks: [] };
function room(stage, { whole = true } = {}) {
  const group = { id: "group:1", kind: "group", members: [{ id: "ilze" }], sheets: [CANVAS, OTHER] };
  const everybody = { id: "plenary:e", kind: "group", name: "Everybody", members: [], sheets: [CANVAS] };
  const state = { ready: true, me: { id: "ilze" }, workbook: { id: "group:1" }, books: [{ id: "ilze", kind: "own", members: [], sheets: [] }, group, ...(whole ? [everybody] : [])],
    sheets: new Map([["canvas", CANVAS], ["other", OTHER]]) };
  return { t, state, get: (id) => (id === "stage.canvas" ? { fields: stage } : undefined) };
}

test("people on other sheets are shown the way to the spotlight; the board itself shows its own", () => {
  const client = room({ spotlight: "channels" });
  assert.deepEqual(callsOf(client, "other"), [{ hash: "#group/canvas/channels", text: "stage.look_there Channels Canvas" }]);
  assert.deepEqual(callsOf(client, "canvas"), []);
  assert.deepEqual(callsOf(room({ spotlight: "gone" }), "other"), []);
});

test("a closed board shows the way to everybody's, where that has the sheet", () => {
  assert.deepEqual(callsOf(room({ phase: "closed" }), "canvas"), [{ hash: "#everybody/canvas", text: "stage.go_on" }]);
  assert.deepEqual(callsOf(room({ phase: "closed" }), "other"), []);
  assert.deepEqual(callsOf(room({ phase: "closed" }, { whole: false }), "canvas"), []);
  assert.deepEqual(callsOf(room({ phase: "vote" }), "canvas"), []);
});
