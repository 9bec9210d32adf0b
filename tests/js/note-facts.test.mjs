// What a note can be connected with, how it is found, and the numbers of a canvas in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { figureOf, numbersOf, valueWords } from "../../cba_kit/widgets/static/findings-figure.js";
import { found, linksOf, MOST, targetsOf } from "../../cba_kit/widgets/static/note-links.js";
import { factsOf } from "../../cba_kit/widgets/static/note-mark.js";

const SHEETS = [
  { key: "needs", kind: "form", short: "Needs", parts: [{ questions: [{ key: "needs", type: "rows", columns: [{ key: "segment", type: "line" }, { key: "need", type: "text" }] }, { key: "mission", type: "text" }] }] },
  { key: "canvas", kind: "canvas", short: "Canvas", blocks: [{ key: "value", title: "Value" }] },
  { key: "trends", kind: "trends", short: "Trends", trends: [{ key: "climate", short: "Climate change" }] },
  { key: "plan", kind: "plan", short: "Plan" },
];
const entry = (id, kind, sheet, block, fields, more = {}) => ({ id, kind, sheet, block, fields, removed: false, ...more });
const ENTRIES = [
  entry("needs.mission", "answer", "needs", "mission", { value: "We help" }), entry("n1", "answer", "needs", "needs", { segment: "Start-ups", need: "Read calls" }),
  entry("n2", "answer", "needs", "needs", {}), entry("v1", "note", "canvas", "value", { text: "Žáci find work" }), entry("v2", "note", "canvas", "value", { text: "" }),
  entry("v3", "note", "canvas", "value", { text: "A copy" }, { conflict_of: "v1" }), entry("v4", "note", "canvas", "gone", { text: "Without a block" }),
  entry("a1", "action", "plan", "", { title: "Call a school" }), entry("a2", "action", "plan", "", { title: "" }),
];
const client = {
  list: (sheet, { kind }) => ENTRIES.filter((one) => one.sheet === sheet && one.kind === kind),
  state: { workbook: { id: "w" }, books: [{ kind: "own", id: "w", members: [], sheets: [] }], sheets: new Map(SHEETS.map((sheet) => [sheet.key, sheet])) },
};

test("rows, notes, trends and numbered actions can be connected with; empty ones and the note itself cannot", () => {
  assert.deepEqual(targetsOf(client, "v4").map(({ link, name, where, hash }) => [link, name, where, hash]), [
    ["need:n1", "Read calls", "Needs", "#sheet/needs/n1"],
    ["note:v1", "Žáci find work", "Canvas, Value", "#sheet/canvas/v1"],
    ["trend:climate", "Climate change", "Trends", "#sheet/trends/climate"],
    ["action:a1", "A1 Call a school", "Plan", "#sheet/plan/a1"],
  ]);
});

test("search finds every word in any order, without accents, and leaves out what is connected", () => {
  const targets = targetsOf(client);
  const names = (asked, taken = []) => found(targets, asked, taken).map(({ link }) => link);
  assert.deepEqual(names("zaci"), ["note:v1"]);
  assert.deepEqual(names("CALL plan"), ["action:a1"]);
  assert.deepEqual(names("call"), ["need:n1", "action:a1"]);
  assert.deepEqual(names("call", ["need:n1"]), ["action:a1"]);
  assert.deepEqual([names(""), names("   "), names("nothing")], [[], [], []]);
});

test("search shows a few at a time", () => {
  const many = Array.from({ length: 40 }, (_, n) => ({ link: `note:${n}`, kind: "note", name: `Note ${n}`, where: "", hash: "" }));
  assert.equal(found(many, "note", []).length, MOST);
});

test("links of an odd entry are none", () => {
  assert.deepEqual([linksOf(undefined), linksOf(entry("x", "note", "canvas", "value", { links: "trend:x" })), linksOf(entry("x", "note", "canvas", "value", { links: ["a:b"] }))], [[], [], ["a:b"]]);
});

test("signs say what is known", () => {
  assert.deepEqual(factsOf(entry("x", "note", "canvas", "value", { evidence: "heard", links: ["a:b", "c:d"] })), { evidence: "heard", links: 2 });
  assert.deepEqual(factsOf(entry("x", "note", "canvas", "value", { evidence: "made up" })), { evidence: "", links: 0 });
});

test("a picture is drawn of canvases that ask for its numbers", () => {
  const blocks = ["public_base", "project", "private"].map((key) => ({ key }));
  assert.deepEqual([
    figureOf({ blocks, columns: [{ key: "amount" }] }), figureOf({ blocks }), figureOf({ blocks: [], columns: ["users", "cost", "income"].map((key) => ({ key })) }), figureOf({ parts: [] }),
  ], ["funding", "", "portfolio", ""]);
});

test("the table beside a picture has every note with its numbers, or every need with its gap", () => {
  const t = (key) => key.split(".").at(-1);
  const form = { key: "needs", parts: [{ questions: [{ key: "needs", columns: [{ key: "need", title: "Need", type: "text" }, { key: "importance", title: "I", type: "scale" }, { key: "satisfaction", title: "S", type: "scale" }] }] }] };
  const rows = [{ need: "A", importance: 3, satisfaction: 3 }, { need: "B", importance: 5, satisfaction: 1 }, { need: "C", importance: 5 }].map((fields, n) => entry(`r${n}`, "answer", "needs", "needs", fields));
  assert.equal(figureOf(form), "needs");
  assert.deepEqual(numbersOf({ t, list: () => rows }, form), {
    head: [{ title: "number", number: true }, { title: "Need", number: false }, { title: "I", number: true }, { title: "S", number: true }, { title: "gap", number: true }],
    rows: [["2", "B", "5", "1", "4"], ["1", "A", "3", "3", "0"]] });
  const canvas = { key: "c", blocks: [{ key: "value", title: "Value" }], columns: [{ key: "users", title: "Users", type: "number" }] };
  const notes = [entry("x", "note", "c", "value", { text: "Fair", users: 1200 }), entry("y", "note", "c", "gone", { text: "Orphan" }), entry("z", "note", "c", "value", { text: " " })];
  assert.deepEqual(numbersOf({ t, list: () => notes }, canvas).rows, [["1", "Fair", "Value", "1,200"]]);
});

test("values are told in words", () => {
  const choice = { type: "choice", choices: [{ key: "fee", label: "member fees" }] };
  assert.deepEqual([valueWords(choice, "fee"), valueWords(choice, "odd"), valueWords({ type: "number" }, 12500), valueWords({ type: "line" }, null)], ["member fees", "odd", "12,500", ""]);
});
