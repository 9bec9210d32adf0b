// Two texts of one entry: what happened in words, which fields differ, and what each choice writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf as partsOfForm } from "../../cba_kit/widgets/static/form-conflict.js";
import { copiesOf, saidOf, stepsOf } from "../../cba_kit/widgets/static/merge.js";
import { asNotes } from "../../cba_kit/widgets/static/note-conflict.js";
import { bothKept, partsOf as partsOfPlan } from "../../cba_kit/widgets/static/plan-conflict.js";

const t = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const people = { ilze: { id: "ilze", name: "Ilze Kalniņa" }, tomas: { id: "tomas", name: "Tomáš Novotný" }, other: { id: "other", name: "Tomáš Malý" } };
const reader = { t, state: { me: people.ilze, people } };
const entry = (id, fields, more = {}) => ({ id, sheet: "s", kind: "action", block: "b", fields, removed: false, conflict_of: null, changed_by: "ilze", ...more });
const gone = { op: "remove", sheet: "s", entry: "a:copy", kind: "action" };
const label = (name) => name;

const mine = entry("a", { title: "One", risks: "Rain", owner: "" });
const copy = entry("a:copy", { title: "One", risks: "Snow", owner: "Ilze" }, { conflict_of: "a" });
const parts = partsOfPlan(mine, copy, label);

test("what happened names the writers, the reader first; two of one name are told apart", () => {
  const said = (one, other) => saidOf(reader, { changed_by: one }, { changed_by: other });
  assert.equal(said("tomas", "ilze"), "merge.by_two merge.you Tomáš Novotný");
  assert.equal(said("tomas", "other"), "merge.by_two Tomáš Novotný Tomáš Malý");
  assert.equal(said("ilze", "ilze"), "merge.by_you merge.you");
  assert.equal(said("ilze", "gone"), "merge.by_two merge.you merge.someone");
});

test("the copies of an entry are found on its sheet", () => {
  const client = { list: (sheet, { kind }) => [mine, copy, entry("b", {})].filter((one) => one.sheet === sheet && one.kind === kind) };
  assert.deepEqual(copiesOf(client, mine), [copy]);
  assert.deepEqual(copiesOf(client, undefined), []);
});

test("an action shows the fields in which its copy says something else", () => {
  assert.deepEqual(parts, [
    { name: "owner", label: "owner", first: "", second: "Ilze", write: "line" },
    { name: "risks", label: "risks", first: "Rain", second: "Snow", write: "text" },
  ]);
  assert.deepEqual(partsOfPlan(mine, entry("c", { title: "", risks: "Rain", owner: "" }), label), []);
});

test("each choice is one step that lets the copy go; all that was chosen is written", () => {
  const choice = { entry: mine, copy, parts, both: () => bothKept(mine, copy, parts, () => "new") };
  const put = (fields) => ({ sheet: "s", entry: "a", kind: "action", fields });
  assert.deepEqual(stepsOf(choice, "first"), [gone]);
  assert.deepEqual(stepsOf(choice, "second"), [put({ owner: "Ilze", risks: "Snow" }), gone]);
  assert.deepEqual(stepsOf(choice, "both"), [put({ owner: "Ilze", risks: "Rain\n\nSnow" }), gone]);
  assert.deepEqual(stepsOf(choice, { owner: "Both", risks: "Rain and snow" }), [put({ owner: "Both", risks: "Rain and snow" }), gone]);
});

test("words that are chosen for an entry that was taken back bring it back", () => {
  const choice = { entry: { ...mine, removed: true }, copy, parts, both: null };
  assert.deepEqual(stepsOf(choice, "second").map(({ op, entry: id }) => [op, id]), [["restore", "a"], [undefined, "a"], ["remove", "a:copy"]]);
  assert.deepEqual(stepsOf(choice, "first"), [gone]);
});

test("two titles make two actions", () => {
  const other = entry("a:copy", { title: "Two", risks: "Snow" }, { conflict_of: "a" });
  assert.deepEqual(bothKept(mine, other, partsOfPlan(mine, other, label), () => "new"), [{ sheet: "s", entry: "new", kind: "action", block: "b", fields: other.fields }]);
});

test("two notes stand one below the other", () => {
  const note = entry("n", { text: "Spring", position: 1 });
  const next = entry("m", { text: "Next", position: 2 });
  const second = entry("n:copy", { text: "Autumn", position: 1, meaning: "wish" }, { conflict_of: "n" });
  assert.deepEqual(asNotes("s", note, second, [note, next], "new"),
    [{ sheet: "s", entry: "new", kind: "note", block: "b", fields: { text: "Autumn", position: 1.5, meaning: "wish" } }]);
});

test("an answer that is chosen from a list shows its words, and cannot be written together", () => {
  const asked = new Map([["value", { key: "size", title: "Size", type: "choice", choices: [{ key: "s", label: "Small" }, { key: "l", label: "Large" }] }]]);
  const client = { state: { lists: {} } };
  assert.deepEqual(partsOfForm(client, entry("q", { value: "s" }), entry("q:copy", { value: "l" }), asked),
    [{ name: "value", label: "", first: "Small", second: "Large", write: "" }]);
});

test("a row names its columns where there are several, and leaves its place out", () => {
  const asked = new Map([["need", { title: "Need", type: "text" }], ["who", { title: "Who", type: "line" }]]);
  const client = { state: { lists: {} } };
  const found = partsOfForm(client, entry("r", { need: "Tests", who: "Ilze", position: 1 }), entry("r:copy", { need: "Test hours", who: "Ilze", position: 2 }), asked);
  assert.deepEqual(found, [{ name: "need", label: "Need", first: "Tests", second: "Test hours", write: "text" }]);
});
