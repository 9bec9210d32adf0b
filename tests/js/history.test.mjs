import assert from "node:assert/strict";
import { test } from "node:test";
import { createHistory, inverse } from "../../cba_kit/widgets/static/history.js";
import { parts } from "../../cba_kit/widgets/static/router.js";
import { fill } from "../../cba_kit/widgets/static/client.js";

const put = { op: "put", sheet: "s", entry: "e", kind: "note", block: "b", fields: { text: "new", meaning: "risk" } };

test("the inverse of making an entry removes it", () => {
  assert.deepEqual(inverse(undefined, put), { op: "remove", sheet: "s", entry: "e", kind: "note", block: null, fields: {} });
});

test("the inverse of a change brings back the former fields and place", () => {
  const before = { block: "a", fields: { text: "old" } };
  assert.deepEqual(inverse(before, put),
    { op: "put", sheet: "s", entry: "e", kind: "note", block: "a", fields: { text: "old", meaning: null } });
});

test("removing and restoring take each other back", () => {
  assert.equal(inverse({ fields: {} }, { ...put, op: "remove" }).op, "restore");
  assert.equal(inverse({ fields: {} }, { ...put, op: "restore" }).op, "remove");
});

test("a run of typing in one entry is one step, until the person rests", () => {
  const history = createHistory();
  history.add("typed", ["first"], "e");
  history.add("typed", ["second"], "e");
  history.rest();
  history.add("typed", ["third"], "e");
  assert.deepEqual(history.undo().back, ["third"]);
  assert.deepEqual(history.undo().back, ["first"]);
  assert.equal(history.undo(), null);
});

test("a new step forgets what could be redone", () => {
  const history = createHistory();
  history.add("one", [1]);
  history.undid(history.undo());
  assert.equal(history.canRedo(), true);
  history.add("two", [2]);
  assert.equal(history.canRedo(), false);
});

test("addresses are split into their parts, unusual letters included", () => {
  assert.deepEqual(parts("#sheet/business_model/thread/a%2Fb"), ["sheet", "business_model", "thread", "a/b"]);
  assert.deepEqual(parts(""), []);
});

test("texts are filled; a place without a value stays visible", () => {
  assert.equal(fill("Saved {time}, {n} of {all}", { time: "10:42", n: 0 }), "Saved 10:42, 0 of {all}");
});
