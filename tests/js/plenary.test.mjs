// Which steps a trainer can take, which scenes there are, and tables as files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf, ordered } from "../../cba_kit/widgets/static/data-table-facts.js";
import { stepsOf } from "../../cba_kit/widgets/static/plenary-lead.js";
import { scenesOf } from "../../cba_kit/widgets/static/plenary-scenes.js";
import { sheetsOf } from "../../cba_kit/widgets/static/plenary.js";

test("a round is opened, shown, and followed by the next", () => {
  const steps = (phase, round) => stepsOf({ phase, round }).map((step) => [step.name, step.phase, step.round]);
  assert.deepEqual(steps("free", 1), [["start", "write", 1]]);
  assert.deepEqual(steps("write", 1), [["reveal", "discuss", 1]]);
  assert.deepEqual(steps("discuss", 1), [["start", "write", 2], ["close", "closed", 1]]);
  assert.deepEqual(steps("closed", 2), [["start", "write", 3]]);
  assert.deepEqual(steps("discuss", 9), [["close", "closed", 9]]);
});

test("before the reveal there is no scene, and movement only from the second round on", () => {
  const scenes = { radar: {}, matrix: {}, agreement: {}, movement: null, groups: {}, agenda: {} };
  assert.deepEqual(scenesOf({}), []);
  assert.deepEqual(scenesOf({ scenes }), ["radar", "matrix", "agreement", "groups", "agenda"]);
  assert.deepEqual(scenesOf({ scenes: { ...scenes, movement: {} } }), ["radar", "matrix", "agreement", "movement", "groups", "agenda"]);
});

test("the sheets with rounds are those of everybody's workbook", () => {
  const trends = { key: "mega", kind: "trends", title: "Trends" };
  const books = [{ id: "group:1", sheets: [{ ...trends, key: "other" }] }, { id: "plenary:now", sheets: [{ key: "model", kind: "canvas" }, trends] }];
  assert.deepEqual([sheetsOf({ books }), sheetsOf({ books: books.slice(0, 1) }), sheetsOf({})], [[trends], [], []]);
});

const table = { caption: "", columns: [{ key: "name", title: "Name", number: false }, { key: "n", title: "=n", number: true }],
  rows: [["b", 2], ["Ā", null], ["=1+1", 10], ["a", -3]] };

test("rows are sorted by words and by numbers, and what is not there stays last", () => {
  const names = (by, down) => ordered(table, by, down).map((row) => row[0]);
  assert.deepEqual(names("n", false), ["a", "b", "=1+1", "Ā"]);
  assert.deepEqual(names("n", true), ["=1+1", "b", "a", "Ā"]);
  assert.deepEqual(names("name", false).slice(-3), ["Ā", "a", "b"]);
});

test("what a spreadsheet would take for a formula stays text in the file", () => {
  assert.equal(csvOf(table), "\uFEFFName,'=n\r\nb,2\r\nĀ,\r\n'=1+1,10\r\na,-3\r\n");
});
