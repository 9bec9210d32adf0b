// Actions: their numbers, horizons, order and sums.
import assert from "node:assert/strict";
import { test } from "node:test";
import { UNDATED, actionsOf, between, byHorizon, horizonOf, isBlank, matches, moved, summary, wordsOf } from "../../cba_kit/widgets/static/plan-actions.js";
import { shorten } from "../../cba_kit/widgets/static/plan-cells.js";

const horizons = [{ key: "d90", days: 90 }, { key: "m12", days: 365 }, { key: "y3", days: 1095 }];
const entry = (id, fields, more = {}) => ({ id, sheet: "plan", kind: "action", block: "", fields, conflict_of: null, ...more });
const actions = (...list) => actionsOf({ list: () => list }, "plan");
const positions = (...list) => actions(...list.map((position, index) => entry(`id${index + 1}`, { title: "x", position })));

test("only actions with a title have a number; copies of a conflict are no actions", () => {
  const found = actions(entry("a", { title: "One" }), entry("b", { title: " " }), entry("a:copy", { title: "Two" }, { conflict_of: "a" }), entry("c", { title: "Three" }));
  assert.deepEqual(found.map(({ id, number }) => [id, number]), [["a", "A1"], ["b", ""], ["c", "A2"]]);
});

test("an action belongs to the horizon in which it is due; without a day, to none", () => {
  const days = ["2024-01-01", "2024-06-09", "2024-06-10", "2025-03-11", "2025-03-12", "2030-01-01", null, ""];
  assert.deepEqual(days.map((day) => horizonOf(horizons, day, "2024-03-11").key), ["d90", "d90", "m12", "m12", "y3", "y3", "", ""]);
});

test("the plan by horizon keeps the order of the actions", () => {
  const list = actions(entry("a", { title: "A", due: "2024-07-01" }), entry("b", { title: "B", due: "2024-03-12" }), entry("c", { title: "C", due: "2024-03-11" }));
  assert.deepEqual(byHorizon(horizons, list, "2024-03-11").map(({ until, actions: found }) => [until, found.map((one) => one.id)]),
    [["2024-06-09", ["b", "c"]], ["2025-03-11", ["a"]], ["2027-03-11", []]]);
});

test("actions without a day stand before all horizons, and only where there are any", () => {
  const list = actions(entry("a", { title: "A", due: "2024-03-12" }), entry("b", { title: "" }), entry("c", { title: "C", due: "soon" }));
  assert.deepEqual(byHorizon(horizons, list, "2024-03-11").map(({ horizon, until, actions: found }) => [horizon.key, until, found.map((one) => one.id)]),
    [["", "", ["b", "c"]], ["d90", "2024-06-09", ["a"]], ["m12", "2025-03-11", []], ["y3", "2027-03-11", []]]);
  assert.equal(byHorizon(horizons, list, "2024-03-11")[0].horizon, UNDATED);
});

test("the sum leaves out what was dropped and counts each leader once", () => {
  const list = actions(
    entry("a", { title: "A", cost: 6000, funding_status: "secured", owner: "Ilze  Kalniņa" }), entry("b", { title: "B", cost: 48000, funding_status: "applied", owner: "ilze kalniņa" }),
    entry("c", { title: "C", cost: 9, funding_status: "secured", owner: "Andris", status: "dropped" }), entry("d", { title: "D", owner: "" }), entry("e", { title: "" }));
  assert.deepEqual(summary(list), { actions: 3, cost: 54000, secured: 6000, leaders: 1 });
});

test("looking for words finds them in any field and in any order", () => {
  const [action] = actions(entry("a", { title: "Open a help desk", owner: "Laura Bērziņa", measure: "Firms with a file" }));
  assert.deepEqual(["desk", "laura DESK", "a1", "file bērziņa", "desk Andris"].map((words) => matches(action, words)), [true, true, true, true, false]);
});

test("a place between two others lies between them", () => {
  const at = (position) => ({ fields: { position } });
  assert.deepEqual([between(null, null), between(at(4), null), between(null, at(4)), between(at(1), at(2))], [1, 5, 3, 1.5]);
});

test("moving an action writes one position", () => {
  const list = positions(1, 2, 3);
  assert.deepEqual([moved(list, list, "id3", -1), moved(list, list, "id1", 1), moved(list, list, "id1", -1), moved(list, list, "id3", 1)],
    [[{ id: "id3", position: 1.5 }], [{ id: "id1", position: 2.5 }], [], []]);
});

test("within a horizon an action passes those that are shown, not the ones between", () => {
  const list = positions(1, 2, 3);
  assert.deepEqual(moved(list, [list[0], list[2]], "id3", -1), [{ id: "id3", position: 0 }]);
});

test("actions that share a position get positions of their own", () => {
  const list = positions(0, 0, 0);
  assert.deepEqual(moved(list, list, "id3", -1), [{ id: "id1", position: 1 }, { id: "id3", position: 2 }, { id: "id2", position: 3 }]);
});

test("an action that nobody wrote in is blank", () => {
  assert.deepEqual([{ title: "", status: "planned", position: 3 }, { title: " ", trends: [] }, { title: "", owner: "Ilze" }, { title: "", cost: 0 }].map((fields) => isBlank(entry("a", fields))), [true, true, false, false]);
});

test("an action's origin is quoted in its own words, whatever it is", () => {
  const of = (fields) => wordsOf({ fields });
  assert.deepEqual([of({ text: " A note " }), of({ segment: "Small firms", need: "Skills" }), of({ position: 2, label: "Other" }), wordsOf(null)], ["A note", "Skills", "Other", ""]);
});

test("a long note is cut after a whole word", () => {
  assert.deepEqual([shorten("Short", 20), shorten("Paid tender support, €900 for each bid", 24)], ["Short", "Paid tender support…"]);
});
