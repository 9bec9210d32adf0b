// In which order notes stand, and what a move writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arranged, GHOST, grouped, marksOf, meaning, NOWHERE, placeAt, placesAt, rows } from "../../cba_kit/widgets/static/board-order.js";

const note = (id, position, more = {}) => ({ id, block: "a", conflict_of: null, fields: { text: id, meaning: "today", position }, changed_at: "2024-03-01T00:00:00Z", ...more });
const template = {
  blocks: [{ key: "a", title: "Channels" }, { key: "b", title: "Costs" }],
  meanings: [{ key: "today", label: "Today" }, { key: "risk", label: "At risk" }],
};
const ids = (blocks) => Object.fromEntries([...blocks].map(([key, list]) => [key, list.map((one) => one.id ?? one)]));

test("a note's position lies between its neighbours", () => {
  const list = [note("x", 1), note("y", 2)];
  assert.deepEqual([0, 1, 2].map((index) => placeAt(list, index)), [
    { position: 0, others: [] }, { position: 1.5, others: [] }, { position: 3, others: [] },
  ]);
  assert.deepEqual(placeAt([], 0), { position: 1, others: [] });
});

test("neighbours at the same position are numbered anew, and only those that change are written", () => {
  const list = [note("x", 1), note("y", 5), note("z", 5)];
  assert.deepEqual(placeAt(list, 2), { position: 3, others: [{ id: "y", position: 2 }, { id: "z", position: 4 }] });
});

test("halving a gap again and again ends in new numbers, not in equal ones", () => {
  let list = [note("x", 0), note("y", 1)];
  for (let i = 0; i < 60; i++) {
    const { position, others } = placeAt(list, 1);
    const renumbered = new Map(others.map((put) => [put.id, put.position]));
    list = [...list.map((one) => note(one.id, renumbered.get(one.id) ?? one.fields.position))];
    list.splice(1, 0, note(`n${i}`, position));
  }
  const positions = list.map((one) => one.fields.position);
  assert.deepEqual([...new Set(positions)].sort((a, b) => a - b), positions);
});

test("several notes lie between two, in their order; without room all are numbered anew", () => {
  const list = [note("x", 1), note("y", 2)];
  assert.deepEqual([0, 1, 2].map((index) => placesAt(list, index, 3).positions), [[-2, -1, 0], [1.25, 1.5, 1.75], [3, 4, 5]]);
  assert.deepEqual(placesAt([], 0, 2), { positions: [1, 2], others: [] });
  assert.deepEqual(placesAt([note("x", 1), note("y", 1)], 1, 2), { positions: [2, 3], others: [{ id: "y", position: 4 }] });
});

test("copies of a conflict stand with their note; a copy whose note is gone is a note", () => {
  const copy = note("x:1", 1, { conflict_of: "x" });
  const orphan = note("o:1", 2, { conflict_of: "o" });
  const { blocks, copies } = grouped([note("x", 1), copy, orphan, note("far", 1, { block: "elsewhere" })], ["a", "b"]);
  assert.deepEqual(ids(blocks), { a: ["x", "o:1"], b: [], [NOWHERE]: ["far"] });
  assert.deepEqual(ids(copies), { x: ["x:1"] });
});

test("a note on its way leaves a ghost at its old place", () => {
  const { blocks } = grouped([note("x", 1), note("y", 2), note("z", 3), note("w", 1, { block: "b" })], ["a", "b"]);
  const at = (block, index) => ids(arranged(blocks, { id: "y", block, index, from: { block: "a", index: 1 } }));
  assert.deepEqual(at("a", 1), { a: ["x", "y", "z"], b: ["w"] });
  assert.deepEqual(at("a", 0), { a: ["y", "x", GHOST, "z"], b: ["w"] });
  assert.deepEqual(at("a", 2), { a: ["x", GHOST, "z", "y"], b: ["w"] });
  assert.deepEqual(at("b", 1), { a: ["x", GHOST, "z"], b: ["w", "y"] });
  assert.deepEqual(ids(arranged(blocks, null)), { a: ["x", "y", "z"], b: ["w"] });
});

test("the list holds every note in reading order and names a block once", () => {
  const { blocks } = grouped([note("w", 1, { block: "b" }), note("x", 1), note("y", 2)], ["a", "b"]);
  assert.deepEqual(rows(template.blocks, template, blocks).map((row) => [row.note.id, row.block.key, row.first]), [["x", "a", true], ["y", "a", false], ["w", "b", true]]);
});

test("the list is sorted, and notes without a block stand at its end", () => {
  const risk = note("late fees", 2, { fields: { text: "Late fees", meaning: "risk", position: 2 }, changed_at: "2024-03-09T00:00:00Z" });
  const { blocks } = grouped([note("x", 1), risk, note("w", 1, { block: "b" }), note("old", 1, { block: "gone" })], ["a", "b"]);
  const order = (wish) => rows([...template.blocks, { key: NOWHERE, title: "Without a block" }], template, blocks, wish).map((row) => row.note.id);
  assert.deepEqual(order({}), ["x", "late fees", "w", "old"]);
  assert.deepEqual(order({ sort: "meaning", down: true }), ["late fees", "x", "w", "old"]);
  assert.deepEqual(order({ sort: "changed", down: true }), ["late fees", "x", "w", "old"]);
});

test("an unknown meaning is the first one", () => {
  assert.equal(meaning(template, note("x", 1, { fields: { meaning: "gone" } })).key, "today");
  assert.equal(meaning(template, undefined).key, "today");
});

test("marks count comments and the threads that wait, note by note", () => {
  const thread = (entry, replies, waits) => ({ anchor: { entry }, replies: Array(replies).fill({}), waits });
  assert.deepEqual([...marksOf([thread("x", 2, true), thread("x", 0, false), thread("", 5, true), thread("y", 0, false)])],
    [["x", { count: 4, waits: 1 }], ["y", { count: 1, waits: 0 }]]);
});
