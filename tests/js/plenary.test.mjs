// Which steps a trainer can take, and which scenes there are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsOf } from "../../cba_kit/widgets/static/plenary-lead.js";
import { richest, scenesOf } from "../../cba_kit/widgets/static/plenary-scenes.js";
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

test("groups begin with the dimension that shows most of them", () => {
  const table = (columns, rows) => ({ columns: Array(columns).fill({}), rows: Array(rows).fill([]) });
  const none = { key: "ecosystem", table: table(9, 0) };
  assert.equal(richest([none, { key: "role", table: table(4, 14) }, { key: "country", table: table(6, 14) }]), "country");
  assert.equal(richest([none]), "ecosystem");
  assert.equal(richest([]), "");
});

test("the sheets with rounds are those of everybody's workbook", () => {
  const trends = { key: "mega", kind: "trends", title: "Trends" };
  const books = [{ id: "group:1", sheets: [{ ...trends, key: "other" }] }, { id: "plenary:now", sheets: [{ key: "model", kind: "canvas" }, trends] }];
  assert.deepEqual([sheetsOf({ books }), sheetsOf({ books: books.slice(0, 1) }), sheetsOf({})], [[trends], [], []]);
});
