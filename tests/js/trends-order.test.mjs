// The order of a catalogue, its filter, and which trends count.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, fits, isLarge, nested } from "../../cba_kit/widgets/static/trends-order.js";

const trend = (number, more = {}) => ({ key: `t${number}`, number, name: `Trend ${number}`, short: `T${number}`, sector: "a", parent: "", level: null, ...more });
const ALL = { words: "", sector: "", level: "", chosen: false };

test("narrower trends stand below the wider one, whatever their order", () => {
  const trends = [trend(1, { level: "mega" }), trend(2, { level: "micro", parent: "t3" }), trend(3, { level: "macro", parent: "t1" }), trend(4, { parent: "gone" })];
  assert.deepEqual(nested(trends).map(({ trend: one, depth }) => [one.number, depth]), [[1, 0], [3, 1], [2, 2], [4, 0]]);
});

test("two thousand trends are put in order", () => {
  const trends = Array.from({ length: 2000 }, (_, at) => trend(at + 1, { parent: at % 10 ? `t${at - (at % 10) + 1}` : "" }));
  assert.deepEqual(nested(trends).map(({ trend: one }) => one.number), trends.map((one) => one.number));
});

test("a small catalogue of one level is not filtered", () => {
  const small = { trends: [trend(1), trend(2)] };
  assert.deepEqual([isLarge(small), isLarge({ trends: Array.from({ length: 21 }, (_, at) => trend(at)) }), isLarge({ trends: [trend(1, { level: "mega" }), trend(2, { level: "micro" })] })], [false, true, true]);
});

test("a filter takes words without marks, a theme, a level, and what was chosen", () => {
  const one = trend(7, { name: "Ūdens trūkums", about: "Water gets scarce", level: "macro" });
  const found = [{ words: "udens 7" }, { words: "water" }, { words: "fire" }, { sector: "a" }, { sector: "b" }, { level: "macro" }, { level: "mega" }, { chosen: true }];
  assert.deepEqual(found.map((filter) => fits(one, { ...ALL, ...filter }, false)), [true, true, false, true, false, true, false, false]);
  assert.equal(fits(one, { ...ALL, chosen: true }, true), true);
});

test("those that were chosen count, all while none is", () => {
  const rows = [{ chosen: false }, { chosen: true }];
  assert.deepEqual([counted(rows).length, counted([{ chosen: false }, { chosen: false }]).length], [1, 2]);
});
