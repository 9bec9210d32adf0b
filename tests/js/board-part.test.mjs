// A canvas that is filled once for each group: for which one a note is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { partOf } from "../../cba_kit/widgets/static/board-part.js";

const groups = new Set(["s1", "s2"]);
const first = { id: "n1", fields: { part: "s1" } };
const get = (id) => (id === "n1" ? first : undefined);

test("a note is for the group that it names; for all where it names none, or one that is gone", () => {
  const parts = [first, { id: "n2", fields: {} }, { id: "n3", fields: { part: "gone" } }, { id: "n4", fields: { part: null } }];
  assert.deepEqual(parts.map((note) => partOf(note, groups, get)), ["s1", "", "", ""]);
});

test("the second text of a note stands with the first, and alone when that one is gone", () => {
  assert.equal(partOf({ id: "c1", conflict_of: "n1", fields: { part: "s2" } }, groups, get), "s1");
  assert.equal(partOf({ id: "c2", conflict_of: "n9", fields: { part: "s2" } }, groups, get), "s2");
});
