// Words that are no value yet: kept on this device, told, and let go once they are a value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beginsScale, parseNumber, readDay, roomFor } from "../../cba_kit/widgets/static/form-answer.js";
import { dayTrouble, keepWords, keptWords } from "../../cba_kit/widgets/static/form-kept.js";
import { stepOf } from "../../cba_kit/widgets/static/form-undo.js";
import { waits } from "../../cba_kit/widgets/static/plan-field.js";
import { draftsOf } from "../../cba_kit/widgets/static/threads-draft.js";
import { disk } from "./disk.mjs";

const client = { state: { workbook: { id: "w" }, me: { id: "ilze" } }, unkept() {} };

/** A field that a person types in, and what it wrote and told. */
function desk(drafts) {
  const field = Object.assign(new EventTarget(), { value: "", isConnected: true });
  const draft = keptWords(drafts, "a1", "cost");
  const written = [];
  const told = [];
  field.value = draft.read();
  keepWords(field, { read: (words) => parseNumber(words), draft, write: (value) => written.push(value), tell: (error, kept) => told.push([error, kept]), rest: 0 });
  const type = (words) => { field.value = words; field.dispatchEvent(new Event("input")); };
  return { field, written, told, type, leave: () => field.dispatchEvent(new Event("blur")) };
}

test("words that are no number are kept over a reload and told when the person leaves", async () => {
  const drafts = draftsOf(client, disk());
  const first = desk(drafts);
  first.type("about 5k");
  first.leave();
  assert.deepEqual([first.written, first.told], [[], [["", true], ["number", true]]]);
  assert.equal(waits(drafts, "a1"), true);
  const again = desk(drafts);
  await null;
  assert.deepEqual([again.field.value, again.told], ["about 5k", [["number", true]]]);
  again.type("5000");
  assert.deepEqual([again.written, again.told.at(-1), waits(drafts, "a1")], [[5000], ["", false], false]);
});

test("a browser that keeps nothing is not said to keep the words", () => {
  const field = desk(draftsOf(client, null));
  field.type("5k");
  field.leave();
  assert.deepEqual(field.told.at(-1), ["number", false]);
});

test("a day far away is told with its years, half a day otherwise", () => {
  const t = (key, values) => [key, ...Object.values(values ?? {})].join(" ");
  assert.deepEqual(["", "2024-03-11", "1899-12-31", "2101-01-01", "0020-03-11", "12024-03-11"].map(readDay),
    [{ value: null }, { value: "2024-03-11" }, { error: "year" }, { error: "year" }, { error: "year" }, { error: "year" }]);
  assert.deepEqual([dayTrouble(t, "year", true), dayTrouble(t, "half", true), dayTrouble(t, "", true)],
    ["form.only_here form.date_year 1900 2100", "form.date_half", ""]);
});

test("the first key of a scale begins it; Tab, Home and commands do not", () => {
  const keys = ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "Enter", " ", "Tab", "Home", "End"];
  assert.deepEqual(keys.map((key) => beginsScale({ key })), [true, true, true, true, true, true, false, false, false]);
  assert.equal(beginsScale({ key: "ArrowUp", altKey: true }), false);
});

test("a table needs room for each of its columns", () => {
  const columns = ["line", "text", "line", "scale", "scale", "line"].map((type) => ({ type }));
  assert.deepEqual([roomFor(columns, false), roomFor(columns, true), roomFor([], true)], [924, 814, 28]);
});

test("the keys of undo and redo", () => {
  const step = (key, more) => stepOf({ key, ...more });
  assert.deepEqual([step("z", { ctrlKey: true }), step("Z", { ctrlKey: true, shiftKey: true }), step("y", { metaKey: true }), step("z"), step("z", { ctrlKey: true, altKey: true }), step("a", { ctrlKey: true })],
    ["undo", "redo", "redo", "", "", ""]);
});
