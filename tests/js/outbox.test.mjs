import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, createOutbox } from "../../cba_kit/widgets/static/outbox.js";

/** A storage like the browser's; `room` is how many items it takes. */
function storage(room = Infinity) {
  const items = new Map();
  return {
    get length() { return items.size; },
    key: (i) => [...items.keys()][i] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => items.delete(key),
    setItem(key, value) {
      if (!items.has(key) && items.size >= room) throw new Error("QuotaExceededError");
      items.set(key, value);
    },
  };
}
const operation = (id, fields = {}) => ({ id, op: "put", sheet: "s", entry: "e", kind: "note", block: null, fields, base: 0 });

test("what was kept is there again after a reload, in its order", () => {
  const disk = storage();
  const before = createOutbox(disk, "w", "p");
  before.keep(operation("b", { text: "first" }), "tab");
  before.keep(operation("a", { text: "second" }), "tab");
  before.keep(operation("b", { text: "first, longer" }), "tab");
  const after = createOutbox(disk, "w", "p");
  assert.deepEqual(after.all().map((item) => [item.operation.id, item.operation.fields.text, item.client]),
    [["b", "first, longer", "tab"], ["a", "second", "tab"]]);
});

test("an operation leaves only when it is settled", () => {
  const disk = storage();
  const box = createOutbox(disk, "w", "p");
  box.keep(operation("a"), "tab");
  box.keep(operation("b"), "tab");
  box.settle(["a", "never-there"]);
  assert.equal(box.size, 1);
  assert.deepEqual(createOutbox(disk, "w", "p").all().map((item) => item.operation.id), ["b"]);
});

test("two tabs never overwrite each other, and other people's words stay apart", () => {
  const disk = storage();
  const one = createOutbox(disk, "w", "p");
  const two = createOutbox(disk, "w", "p");
  one.keep(operation("a"), "tab-1");
  two.keep(operation("b"), "tab-2");
  createOutbox(disk, "w", "someone-else").keep(operation("c"), "tab-3");
  assert.deepEqual(createOutbox(disk, "w", "p").all().map((item) => item.operation.id).sort(), ["a", "b"]);
});

test("a full or blocked storage is told, and the operation stays in memory", () => {
  const full = createOutbox(storage(0), "w", "p");
  full.keep(operation("a"), "tab");
  assert.equal(full.trouble, "full");
  assert.equal(full.size, 1);
  assert.equal(createOutbox(null, "w", "p").trouble, "blocked");
});

test("an item that is not ours, or cut off, is left alone", () => {
  const disk = storage();
  disk.setItem("cba:op:w:p:x", "{not json");
  disk.setItem("cba:op:w:p:y", "{}");
  assert.equal(createOutbox(disk, "w", "p").size, 0);
  assert.equal(disk.length, 2);
});

test("applying changes only the fields that the operation names", () => {
  const entry = { id: "e", block: "a", fields: { text: "one", meaning: "today" }, removed: false };
  assert.deepEqual(applied(entry, { ...operation("o", { text: "two" }), block: "b" }, "p"),
    { id: "e", block: "b", fields: { text: "two", meaning: "today" }, removed: false });
  assert.equal(applied(entry, { ...operation("o"), op: "remove" }, "p").removed, true);
  assert.equal(applied({ ...entry, removed: true }, { ...operation("o"), op: "restore" }, "p").removed, false);
});
