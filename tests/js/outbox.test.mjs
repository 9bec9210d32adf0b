import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, createOutbox, messages } from "../../cba_kit/widgets/static/outbox.js";
import { disk } from "./disk.mjs";

const operation = (id, fields = {}, more = {}) => ({ id, op: "put", sheet: "s", entry: id, kind: "note", block: null, fields, base: 0, ...more });
const from = (client = "tab", more = {}) => ({ client, workbook: "w", ...more });
const ids = (box) => box.all().map((item) => item.operation.id);
const noon = () => 43_200_000;

test("what was kept is there again after a reload, in its order", () => {
  const place = disk();
  const before = createOutbox(place, "p");
  before.keep(operation("b", { text: "first" }), from());
  before.keep(operation("a", { text: "second" }), from());
  before.keep(operation("b", { text: "first, longer" }), from());
  const after = createOutbox(place, "p");
  assert.deepEqual(after.all().map((item) => [item.operation.id, item.operation.fields.text, item.client, item.workbook]),
    [["b", "first, longer", "tab", "w"], ["a", "second", "tab", "w"]]);
});

test("an operation leaves only when it is settled", () => {
  const place = disk();
  const box = createOutbox(place, "p");
  box.keep(operation("a"), from());
  box.keep(operation("b"), from());
  box.settle(["a", "never-there"]);
  assert.equal(box.size, 1);
  assert.deepEqual(ids(createOutbox(place, "p")), ["b"]);
});

test("hours of typing in one field keep one operation, not one for each pause", () => {
  const place = disk();
  const box = createOutbox(place, "p");
  for (let n = 0; n < 500; n++) box.keep(operation(`o${n}`, { text: `words ${n}` }, { entry: "e", block: n ? null : "channels" }), from());
  assert.deepEqual(ids(box), ["o0", "o499"]); // the first one says where the note stands
  assert.equal(place.length, 2);
});

test("only what is said again is replaced", () => {
  const box = createOutbox(disk(), "p");
  const e = { entry: "e" };
  box.keep(operation("text", { text: "one" }, e), from());
  box.keep(operation("meaning", { meaning: "risk" }, e), from());
  box.keep(operation("other tab", { text: "two" }, e), from("tab-2"));
  box.keep(operation("text again", { text: "three" }, e), from());
  box.keep(operation("gone", {}, { ...e, op: "remove" }), from());
  box.keep(operation("last", { text: "four" }, e), from());
  assert.deepEqual(ids(box), ["text", "meaning", "other tab", "text again", "gone", "last"]);
});

test("two tabs never overwrite each other, and other people's words stay apart", () => {
  const place = disk();
  const [one, two] = [createOutbox(place, "p"), createOutbox(place, "p")];
  one.keep(operation("a"), from("tab-1"));
  two.keep(operation("b"), from("tab-2"));
  createOutbox(place, "someone-else").keep(operation("c"), from("tab-3"));
  assert.deepEqual(ids(createOutbox(place, "p")).sort(), ["a", "b"]);
});

test("a text that another tab is typing right now is left to that tab", () => {
  const place = disk();
  let time = noon();
  const clock = () => time;
  const typing = createOutbox(place, "p", clock);
  typing.keep(operation("a", { text: "half a wo" }), from("tab-1", { growing: true }));
  const other = createOutbox(place, "p", clock);
  assert.deepEqual(ids(other), []);
  time += 6000; // that tab has crashed
  assert.deepEqual(other.look().map((item) => item.operation.fields.text), ["half a wo"]);
  assert.deepEqual(ids(other), ["a:a"]);
  typing.keep(operation("a", { text: "half a word" }), from("tab-1")); // or it was only asleep: its words are news
  assert.deepEqual(ids(createOutbox(place, "p", clock)), ["a"]);
});

test("what another tab has sent itself is let go, so that nothing older is sent after it", () => {
  const place = disk();
  const one = createOutbox(place, "p");
  one.keep(operation("a", { text: "old" }, { entry: "e" }), from("tab-1"));
  const two = createOutbox(place, "p");
  assert.deepEqual(ids(two), ["a"]);
  one.keep(operation("b", { text: "new" }, { entry: "e" }), from("tab-1"));
  assert.deepEqual(two.look().map((item) => item.operation.id), ["a"]);
  assert.deepEqual(ids(two), []);
  assert.deepEqual(ids(one), ["b"]);
});

test("what another tab wrote on in this one's name takes its place, so that nothing older is sent after it", () => {
  const place = disk();
  let time = noon();
  const clock = () => time++;
  const one = createOutbox(place, "p", clock);
  one.keep(operation("a", { text: "begun" }, { entry: "e" }), from("tab-1"));
  const two = createOutbox(place, "p", clock);
  two.keep(operation("b", { text: "begun, and continued" }, { entry: "e" }), from("tab-1"));
  time += 6000;
  one.look();
  assert.deepEqual([ids(one), ids(two)], [["b"], ["b"]]);
});

test("a full storage is told as long as something is in memory only", () => {
  const place = disk(1);
  const box = createOutbox(place, "p");
  box.keep(operation("a"), from());
  assert.equal(box.trouble, "");
  box.keep(operation("b"), from());
  assert.deepEqual([box.trouble, box.size], ["full", 2]);
  box.settle(["a"]);
  assert.deepEqual([box.trouble, ids(createOutbox(place, "p"))], ["", ["b"]]);
});

test("a blocked storage is told; a preview keeps nothing and says nothing", () => {
  assert.equal(createOutbox(null, "p").trouble, "blocked");
  assert.equal(createOutbox(undefined, "p").trouble, "");
});

test("refused words stay on the device until the person has seen them", () => {
  const place = disk();
  const box = createOutbox(place, "p");
  box.keep(operation("a", { text: "too long" }, { entry: "e" }), from());
  box.refuse("a", "It is too long.");
  assert.equal(box.size, 0);
  const after = createOutbox(place, "p");
  assert.deepEqual(after.refused().map((item) => [item.operation.fields.text, item.reason]), [["too long", "It is too long."]]);
  after.keep(operation("b", { text: "too long, longer" }, { entry: "e" }), from());
  after.refuse("b", "It is too long.");
  assert.deepEqual(after.refused().map((item) => item.operation.id), ["b"]); // it says all that the first one said
  after.forget(["b"]);
  assert.equal(createOutbox(place, "p").refused().length, 0);
  assert.equal(place.length, 0);
});

test("an item that is not ours, or cut off, is left alone", () => {
  const place = disk();
  place.setItem("cba:op:p:w:x", "{not json");
  place.setItem("cba:op:p:w:y", "{}");
  assert.equal(createOutbox(place, "p").size, 0);
  assert.equal(place.length, 2);
});

test("messages keep the order, one client and workbook each, and are never too long", () => {
  const item = (id, client = "t", workbook = "w", fields = {}) => ({ operation: operation(id, fields), client, workbook });
  const long = { text: "x".repeat(200_000) };
  const many = Array.from({ length: 150 }, (_, n) => item(`m${n}`));
  const made = messages([item("a"), item("b", "u"), item("c"), item("d", "t", "v"), item("e", "t", "v", long), item("f", "t", "v", long), ...many]);
  assert.deepEqual(made.map((one) => [one.workbook, one.client, one.ops.length]),
    [["w", "t", 1], ["w", "u", 1], ["w", "t", 1], ["v", "t", 2], ["v", "t", 1], ["w", "t", 100], ["w", "t", 50]]);
});

test("applying changes only the fields that the operation names", () => {
  const entry = { id: "e", block: "a", fields: { text: "one", meaning: "today" }, removed: false };
  assert.deepEqual(applied(entry, { ...operation("o", { text: "two" }), block: "b" }, "p"),
    { id: "e", block: "b", fields: { text: "two", meaning: "today" }, removed: false });
  assert.equal(applied(entry, { ...operation("o"), op: "remove" }, "p").removed, true);
  assert.equal(applied({ ...entry, removed: true }, { ...operation("o"), op: "restore" }, "p").removed, false);
});
