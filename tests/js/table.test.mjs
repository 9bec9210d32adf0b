// Tables: rows found by words, put in an order, and written as a file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csv } from "../../cba_kit/widgets/static/csv.js";
import { holds, ordered } from "../../cba_kit/widgets/static/table-facts.js";

const ROWS = [{ name: "b", n: 2 }, { name: "Ā", n: null }, { name: "a", n: 10 }, { name: "a", n: -3 }, { name: "", n: 0 }];
const by = (key, down) => ordered(ROWS, (row) => row[key], down);

test("rows are sorted by words and by numbers, and what is not there stays last", () => {
  assert.deepEqual(by("n", false).map(({ n }) => n), [-3, 0, 2, 10, null]);
  assert.deepEqual(by("n", true).map(({ n }) => n), [10, 2, 0, -3, null]);
  assert.deepEqual(by("name", false).map(({ name }) => name), ["Ā", "a", "a", "b", ""]);
  assert.deepEqual(by("name", true).map(({ name }) => name), ["b", "Ā", "a", "a", ""]);
});

test("what is equal keeps its order, and the rows themselves are left alone", () => {
  assert.deepEqual(by("name", true).filter(({ name }) => name === "a").map(({ n }) => n), [10, -3]);
  assert.deepEqual(ROWS.map(({ n }) => n), [2, null, 10, -3, 0]);
});

test("words are found in any order and without marks", () => {
  assert.ok(holds("Ilze Kalniņa, Baltic Timber", "timber KALNINA"));
  assert.ok(holds("Träger", ""));
  assert.ok(!holds("Ilze Kalniņa", "kalnina tourism"));
});

test("a spreadsheet takes nothing in the file for a formula", () => {
  const evil = ["=1+1", "+CMD()", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"];
  assert.deepEqual(csv(evil.map((one) => [one])).slice(1).split("\r\n").slice(0, -1), evil.map((one) => `'${one}`));
});

test("the file keeps commas, quotation marks, lines and numbers", () => {
  assert.equal(csv([["Ann \"A\", Lee", "a;b", "a\nb", -3, null]]), '\uFEFF"Ann ""A"", Lee","a;b","a\nb",-3,\r\n');
});
