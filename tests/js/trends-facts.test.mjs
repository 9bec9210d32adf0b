// What counts as rated, as a gap, and as not on the radar.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asksReason, blank, figure, given, isGap, nextOpen, offRadar, rowsOf, sorted, stateOf } from "../../cba_kit/widgets/static/trends-facts.js";

const scale = (key, low, high, required) => ({ key, low, high, required, title: key, question: "", words: {}, ends: ["", ""] });
const trend = (number, short) => ({ key: short.toLowerCase(), number, short, name: `Growing ${short}`, sector: "social", link: "", about: "" });
const template = {
  key: "megatrends",
  scales: [scale("relevance", 1, 5, true), scale("direction", -2, 2, true), scale("knowledge", 1, 5, true), scale("readiness", 1, 5, false)],
  horizons: [{ key: "y2" }, { key: "y5" }, { key: "later" }],
  trends: [trend(1, "Work"), trend(2, "Climate"), trend(3, "Health")],
};
const full = { relevance: 4, direction: 0, knowledge: 3, horizon: "y5" };
const rows = (all) => rowsOf(template, (key) => all[key] ?? {});

test("zero and “don't know” are answers, null and nothing are not", () => {
  assert.deepEqual([0, "unknown", "y2", null, undefined, ""].map(given), [true, true, true, false, false, false]);
});

test("a trend is rated when every required scale has an answer", () => {
  assert.deepEqual(
    [full, { ...full, horizon: "" }, { ...full, readiness: 5 }, { ...full, knowledge: "unknown" }].map((fields) => stateOf(template, fields)),
    ["rated", "rated", "rated", "rated"],
  );
});

test("what the radar has no place for is rated and unknown", () => {
  assert.deepEqual(
    [{ ...full, relevance: "unknown" }, { ...full, horizon: "unknown" }].map((fields) => stateOf(template, fields)),
    ["unknown", "unknown"],
  );
});

test("one answer makes a beginning, also a reason alone", () => {
  assert.deepEqual(
    [{}, { relevance: null, reason: "" }, { relevance: 2 }, { reason: "We saw it" }, { readiness: 1 }].map((fields) => stateOf(template, fields)),
    ["none", "none", "begun", "begun", "begun"],
  );
});

test("a gap is relevant and little known; not knowing counts as little", () => {
  const gap = (relevance, knowledge) => isGap(template, { relevance, knowledge });
  assert.deepEqual(
    [gap(4, 3), gap(5, 1), gap(4, "unknown"), gap(4, 4), gap(3, 1), gap("unknown", 1), gap(5, null)],
    [true, true, true, false, false, false, false],
  );
});

test("a reason is asked for at both ends of relevance only", () => {
  assert.deepEqual([1, 2, 3, 4, 5, "unknown", null].map((value) => asksReason(template, value)), [true, false, false, false, true, false, false]);
});

test("what is not on the radar is said in two lists", () => {
  const found = offRadar(rows({ work: { ...full, relevance: "unknown" }, climate: { ...full, horizon: "" }, health: { knowledge: 2 } }));
  assert.deepEqual({ unknown: found.unknown.map((one) => one.number), undated: found.undated.map((one) => one.number) }, { unknown: [1], undated: [2] });
});

test("rows are sorted both ways, and what is not known stays last", () => {
  const all = rows({ work: { ...full, relevance: 2 }, climate: { ...full, relevance: 5, horizon: "later" }, health: { relevance: "unknown" } });
  const numbers = (by, down) => sorted(template, all, by, down).map((row) => row.trend.number);
  assert.deepEqual(
    { up: numbers("relevance", false), down: numbers("relevance", true), when: numbers("horizon", true), name: numbers("trend", false), number: numbers("number", true) },
    { up: [1, 2, 3], down: [2, 1, 3], when: [2, 1, 3], name: [2, 3, 1], number: [3, 2, 1] },
  );
});

test("the next trend to rate is looked for round the list", () => {
  assert.equal(nextOpen(rows({ climate: full, health: full }), "health")?.number, 1);
  assert.equal(nextOpen(rows({ work: full, climate: full, health: full }), "health"), null);
});

test("a blank rating names every field, so that an old answer cannot come back", () => {
  assert.deepEqual(blank(template), { relevance: null, direction: null, knowledge: null, readiness: null, horizon: "", reason: "" });
});

test("numbers have a real minus sign", () => {
  assert.deepEqual([-2, 0, 2].map(figure), ["−2", "0", "2"]);
});
