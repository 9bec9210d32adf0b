// What may be rated in which phase, what was said before, and how one's own answers moved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answersOf, earlier, idOf, isOpen, moves, revealed, roundOf, step, waiting } from "../../cba_kit/widgets/static/trends-rounds.js";

const template = {
  key: "mega",
  scales: [{ key: "relevance" }, { key: "knowledge" }],
  trends: [{ key: "work", number: 1 }, { key: "climate", number: 2 }, { key: "health", number: 3 }],
};
const of = (entries) => (id) => entries[id] ?? {};

test("where nobody leads rounds, the first is rated freely", () => {
  assert.deepEqual(roundOf({}, "mega"), { phase: "free", round: 1, rated: 0, of: 0, late: [] });
  assert.deepEqual(roundOf({ rounds: { mega: { phase: "write", round: 2 } } }, "mega"), { phase: "write", round: 2 });
});

test("a round is seen when it was shown", () => {
  const last = ([phase, round]) => revealed({ phase, round });
  assert.deepEqual([["free", 1], ["write", 1], ["discuss", 1], ["write", 2], ["closed", 2]].map(last), [0, 0, 1, 1, 2]);
});

test("the first round keeps its id", () => {
  assert.deepEqual([idOf("mega", "work", 1), idOf("mega", "work", 3)], ["mega.work", "mega.work.3"]);
});

test("what was shown takes only what was never given, and what is closed nothing", () => {
  const open = (phase) => [isOpen({ phase }, 4), isOpen({ phase }, 0), isOpen({ phase }, null), isOpen({ phase }, "")];
  assert.deepEqual(["free", "write", "discuss", "closed"].map(open), [
    [true, true, true, true], [true, true, true, true], [false, false, true, true], [false, false, false, false]]);
});

test("the newest answer before a round is found, over rounds that were left out", () => {
  const fields = of({ "mega.work": { relevance: 2 }, "mega.work.2": { reason: "only words", round: 2 }, "mega.climate": { chosen: true } });
  assert.deepEqual(earlier(fields, template, "work", 3), { round: 1, fields: { relevance: 2 } });
  assert.equal(earlier(fields, template, "climate", 2), null);
  assert.equal(earlier(fields, template, "work", 1), null);
});

test("answers are taken over without what belongs to their round", () => {
  assert.deepEqual(answersOf(template, { round: 1, chosen: true, relevance: 0, knowledge: null, horizon: "", reason: "So" }), { relevance: 0, reason: "So" });
});

test("a step has a turn where both answers are numbers", () => {
  assert.deepEqual([step(2, 4), step(-1, -2), step(3, 3), step("unknown", 3), step(null, 3)].map(({ turn }) => turn), ["up", "down", "same", "", ""]);
});

test("one's own moves: the farthest first, those that stayed without a step", () => {
  const found = moves(of({
    "mega.work": { relevance: 2, knowledge: 3 }, "mega.work.2": { relevance: 2, knowledge: 3 },
    "mega.climate": { relevance: 5, knowledge: "unknown" }, "mega.climate.2": { relevance: 2, knowledge: 1 },
    "mega.health.2": { relevance: 1 },
  }), template, 2);
  assert.deepEqual(found.map(({ trend, steps }) => [trend.key, steps.map(({ scale, step: one }) => [scale.key, one.turn])]), [
    ["climate", [["relevance", "down"], ["knowledge", ""]]], ["work", []]]);
});

test("what waits to be handed in is read again, without what was given meanwhile", () => {
  const kept = JSON.stringify({ relevance: 4, knowledge: "unknown", reason: "Prices have doubled" });
  assert.deepEqual(waiting(kept, {}), { relevance: 4, knowledge: "unknown", reason: "Prices have doubled" });
  assert.deepEqual(waiting(kept, { relevance: 2, reason: "" }), { knowledge: "unknown", reason: "Prices have doubled" });
  assert.deepEqual([waiting("", {}), waiting('{"relevance":', {})], [{}, {}]);
});
