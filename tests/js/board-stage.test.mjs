// What is set for a board, who leads it, and which notes lie between two.
import assert from "node:assert/strict";
import { test } from "node:test";
import { between } from "../../cba_kit/widgets/static/board-selection.js";
import { leads, stageOf } from "../../cba_kit/widgets/static/board-stage.js";

const FREE = { phase: "free", locked: [], hidden: [], spotlight: "", authors: true, dots: 3 };
const client = (entry) => ({ get: (id) => (id === "stage.model" ? entry : undefined) });

test("where nobody has set anything everybody writes", () => {
  assert.deepEqual(stageOf(client(undefined), "model"), { ...FREE, set: false });
  assert.deepEqual(stageOf(client({ removed: true, fields: { phase: "closed" } }), "model"), { ...FREE, set: false });
});

test("what is set comes before what is usual", () => {
  assert.deepEqual(stageOf(client({ removed: false, fields: { phase: "vote", dots: 5 } }), "model"), { ...FREE, phase: "vote", dots: 5, set: true });
});

test("trainers and organisers lead, participants and coaches do not", () => {
  const roles = [["trainer"], ["participant", "organiser"], ["coach"], undefined];
  assert.deepEqual(roles.map((one) => leads({ state: { me: { roles: one } } })), [true, true, false, false]);
});

test("all notes between two are chosen, in either direction", () => {
  assert.deepEqual(between(["a", "b", "c", "d"], "b", "d"), ["b", "c", "d"]);
  assert.deepEqual(between(["a", "b", "c", "d"], "c", "a"), ["a", "b", "c"]);
  assert.deepEqual(between(["a", "b"], "gone", "b"), ["b"]);
});
