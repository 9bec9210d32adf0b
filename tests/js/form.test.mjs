// What an answer of a form is, and how far a form is filled.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesOf, chosen, inWords, lastPosition, measure, moved, parseNumber, says, webAddress } from "../../cba_kit/widgets/static/form-answer.js";

const answer = (block, fields, more = {}) => ({ kind: "answer", block, fields, removed: false, conflict_of: null, ...more });
const row = (id, position) => ({ id, fields: { position } });

test("numbers are read as people write them", () => {
  const read = (words) => parseNumber(words).value;
  assert.deepEqual(
    ["12", " 1 200 ", "1’200", "1,200", "1.200", "1.200.000", "1,200.50", "1.200,50", "3,5", "0.125", "−4", "€ 900", "28 %", ""].map(read),
    [12, 1200, 1200, 1200, 1200, 1200000, 1200.5, 1200.5, 3.5, 0.125, -4, 900, 28, null],
  );
});

test("a unit behind the number does no harm", () => {
  assert.deepEqual(parseNumber("2.5 FTE", { unit: "FTE" }), { value: 2.5 });
});

test("words that are no number say so", () => {
  assert.deepEqual(["about 12", "1-2", "12a", "€"].map((words) => parseNumber(words)), Array(4).fill({ error: "number" }));
});

test("a number out of range names the bound that it breaks", () => {
  assert.deepEqual(parseNumber("-1", { low: 0, high: 10 }), { error: "range" });
  assert.deepEqual(parseNumber("-1", { low: 0 }), { error: "low" });
  assert.deepEqual(parseNumber("11", { high: 10 }), { error: "high" });
  assert.deepEqual(parseNumber("10", { low: 0, high: 10 }), { value: 10 });
});

test("a link needs a host, and gets https when none is written", () => {
  assert.equal(webAddress("www.timber.example"), "https://www.timber.example");
  assert.equal(webAddress("http://timber.example/a"), "http://timber.example/a");
  assert.deepEqual(["timber", "two words.example", "javascript:alert(1)", ""].map(webAddress), ["", "", "", ""]);
});

test("a row moves to the middle between its new neighbours", () => {
  const rows = [row("a", 1), row("b", 2), row("c", 3)];
  assert.deepEqual(moved(rows, "a", 1), [{ id: "a", position: 2.5 }]);
  assert.deepEqual(moved(rows, "c", -1), [{ id: "c", position: 1.5 }]);
  assert.deepEqual(moved(rows, "b", -1), [{ id: "b", position: 0 }]);
  assert.deepEqual(moved(rows, "b", 1), [{ id: "b", position: 4 }]);
});

test("rows on the same position all get new ones", () => {
  const rows = [row("a", 0), row("b", 0), row("c", 0)];
  assert.deepEqual(moved(rows, "c", -1), [{ id: "a", position: 1 }, { id: "c", position: 2 }, { id: "b", position: 3 }]);
});

test("the first row does not move up, the last not down", () => {
  const rows = [row("a", 1), row("b", 2)];
  assert.deepEqual([moved(rows, "a", -1), moved(rows, "b", 1), moved(rows, "x", 1)], [[], [], []]);
  assert.equal(lastPosition(rows), 3);
  assert.equal(lastPosition([]), 1);
});

test("choices keep the order of choosing, and answers that the template no longer offers", () => {
  assert.deepEqual(chosen(["b"], "a", true), ["b", "a"]);
  assert.deepEqual(chosen(["b", "a"], "b", false), ["a"]);
  assert.deepEqual(chosen(null, "a", true), ["a"]);
  const question = { choices: [{ key: "a", label: "A" }] };
  assert.deepEqual(choicesOf(question, {}, ["a", "old"]), [{ key: "a", label: "A" }, { key: "old", label: "old" }]);
  assert.deepEqual(choicesOf({ list: "countries" }, { countries: [{ key: "LV", label: "Latvia" }] }, null), [{ key: "LV", label: "Latvia" }]);
});

test("required questions with an answer count; empty rows, removed ones and conflict copies do not", () => {
  const template = { parts: [{ questions: [
    { key: "mission", type: "text", required: true },
    { key: "more", type: "text", required: false },
    { key: "aims", type: "rows", required: true, least: 2 },
  ] }] };
  const entries = [
    answer("mission", { value: "" }), answer("more", { value: "x" }), answer("aims", { aim: "one", position: 1 }), answer("aims", { position: 2 }),
    answer("aims", { aim: "gone" }, { removed: true }), answer("aims", { aim: "copy" }, { conflict_of: "r1" }),
  ];
  assert.deepEqual(measure(template, entries), { done: 0, needed: 2 });
  assert.deepEqual(measure(template, [...entries, answer("aims", { aim: "two" }), answer("mission", { value: "We" })]), { done: 2, needed: 2 });
});

test("zero is an answer, an empty list is none", () => {
  assert.deepEqual([says({ fields: { value: 0 } }), says({ fields: { value: [] } }), says({ fields: { position: 3 } }), says(undefined)], [true, false, false, false]);
});

test("values are read out in words", () => {
  const choice = { type: "choice", choices: [{ key: "a", label: "Association" }] };
  assert.equal(inWords(choice, "a", {}), "Association");
  assert.equal(inWords({ type: "choices", choices: choice.choices }, ["a", "b"], {}), "Association, b");
  assert.equal(inWords({ type: "number", unit: "FTE" }, 2.5, {}), "2.5 FTE");
  assert.equal(inWords({ type: "date" }, "2024-03-11", {}), "11 March 2024");
  assert.equal(inWords({ type: "line" }, null, {}), "");
});
