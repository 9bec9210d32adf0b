// Where the blocks of a canvas lie, and where arrows and a pointer take a note.
import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, dropIndex, gridAreas, neighbour, places, shift, shiftInColumn, step } from "../../cba_kit/widgets/static/board-layout.js";

const AREAS = [
  "kp kp ka ka vp vp cr cr cs cs",
  "kp kp kr kr vp vp ch ch cs cs",
  "co co co co co re re re re re",
];
const box = (left, top, right, bottom) => ({ left, top, right, bottom });

test("a block covers a rectangle of cells", () => {
  const found = places(AREAS);
  assert.deepEqual(found.get("vp"), { top: 0, left: 4, bottom: 2, right: 6 });
  assert.deepEqual([...found.keys()], ["kp", "ka", "vp", "cr", "cs", "kr", "ch", "co", "re"]);
});

test("the plan becomes a CSS grid, however it is spaced", () => {
  assert.equal(gridAreas(["a  a", "b b"]), '"a  a" "b b"');
  assert.equal(columns(["a  a b"]), 3);
});

test("arrows find the block that shares most of a side; of equals, the upper or left one", () => {
  const ways = ["up", "down", "left", "right"];
  assert.deepEqual(ways.map((way) => neighbour(AREAS, "kp", way)), [null, "co", null, "ka"]);
  assert.deepEqual(ways.map((way) => neighbour(AREAS, "ch", way)), ["cr", "re", "vp", "cs"]);
  assert.deepEqual(ways.map((way) => neighbour(AREAS, "co", way)), ["kp", null, null, "re"]);
  assert.equal(neighbour(AREAS, "vp", "down"), "co");
  assert.equal(neighbour(AREAS, "nowhere", "up"), null);
});

test("up and down go place by place, then over the end into the next block", () => {
  const counts = { cr: 3, ch: 2, re: 0 };
  assert.deepEqual(shift(AREAS, { block: "ch", index: 1 }, "up", counts), { block: "ch", index: 0 });
  assert.deepEqual(shift(AREAS, { block: "ch", index: 0 }, "up", counts), { block: "cr", index: 3 });
  assert.deepEqual(shift(AREAS, { block: "ch", index: 2 }, "down", counts), { block: "re", index: 0 });
  assert.equal(shift(AREAS, { block: "cr", index: 0 }, "up", counts), null);
});

test("left and right keep the place where the other block has one", () => {
  assert.deepEqual(shift(AREAS, { block: "ch", index: 2 }, "right", { cs: 1 }), { block: "cs", index: 1 });
  assert.deepEqual(shift(AREAS, { block: "cs", index: 1 }, "left", { cr: 4 }), { block: "cr", index: 1 });
});

test("in one column the blocks follow in reading order", () => {
  const keys = ["cs", "vp", "ch"];
  const counts = { cs: 1, vp: 2 };
  assert.deepEqual(shiftInColumn(keys, { block: "vp", index: 0 }, "up", counts), { block: "cs", index: 1 });
  assert.deepEqual(shiftInColumn(keys, { block: "cs", index: 1 }, "down", counts), { block: "vp", index: 0 });
  assert.deepEqual(shiftInColumn(keys, { block: "vp", index: 2 }, "left", counts), { block: "cs", index: 1 });
  assert.equal(shiftInColumn(keys, { block: "ch", index: 0 }, "right", counts), null);
});

test("arrows walk inside a block of one or more columns and stop at its ends", () => {
  assert.deepEqual(["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "Home", "End", "x"].map((key) => step(1, 5, 2, key)), [3, 1, 2, 0, 0, 4, 1]);
  assert.equal(step(4, 5, 1, "ArrowDown"), 4);
});

test("a dropped note goes before the first note whose middle is below the pointer", () => {
  const list = [box(0, 0, 100, 40), box(0, 50, 100, 90)];
  assert.deepEqual([10, 30, 45, 60, 80, 200].map((y) => dropIndex(list, 50, y)), [0, 1, 1, 1, 2, 2]);
  assert.equal(dropIndex([], 5, 5), 0);
});

test("where notes lie side by side, the pointer's row and column count", () => {
  const two = [box(0, 0, 100, 40), box(110, 0, 210, 40), box(0, 50, 100, 90)];
  assert.deepEqual([[10, 20], [80, 20], [190, 20], [10, 70], [80, 70]].map(([x, y]) => dropIndex(two, x, y)), [0, 1, 2, 2, 3]);
});
