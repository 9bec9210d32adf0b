// Connections on either side: what hangs on an entry, in words, and what is written to connect and to take off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beadWords, counts, keyOf, numberOf, shown, tableOf } from "../../cba_kit/widgets/static/golden-facts.js";
import { actOf } from "../../cba_kit/widgets/static/golden-lines.js";
import { actionSteps, blocksOf, meaningFor, noteSteps, rowSteps, rowsOf } from "../../cba_kit/widgets/static/golden-steps.js";
import { beside, brokenOf, connectSteps, dependants, dependantWords, namedBy, takeOffSteps } from "../../cba_kit/widgets/static/links.js";

const NEEDS = { key: "needs", type: "rows", title: "What members need", columns: [{ key: "segment", type: "line" }, { key: "need", type: "text" }] };
const SHEETS = [
  { key: "aims", kind: "form", short: "Aims", parts: [{ questions: [{ key: "aims", type: "rows", title: "Aims", columns: [{ key: "aim", type: "line" }] }, { key: "mission", type: "text" }] }] },
  { key: "form", kind: "form", short: "Needs", parts: [{ questions: [NEEDS] }] },
  { key: "canvas", kind: "canvas", short: "Canvas", blocks: [{ key: "value", title: "Value" }], meanings: [{ key: "now", tint: "today" }, { key: "bad", tint: "risk" }, { key: "good", tint: "wish" }] },
  { key: "trends", kind: "trends", short: "Trends", trends: [{ key: "climate", number: 5, short: "Climate" }] },
  { key: "plan", kind: "plan", short: "Plan" },
];
const entry = (id, kind, sheet, block, fields, more = {}) => ({ id, kind, sheet, block, fields, removed: false, conflict_of: null, ...more });

function made(...list) {
  const entries = new Map(list.map((one) => [one.id, one]));
  return {
    entries, get: (id) => entries.get(id), may: () => true, newId: () => "new",
    t: (key, values = {}) => [key, ...Object.values(values)].join(" "),
    list: (sheet, { kind, block } = {}) => list.filter((one) => one.sheet === sheet && !one.removed && (!kind || one.kind === kind) && (block === undefined || one.block === block)),
    state: { workbook: { id: "w" }, books: [], sheets: new Map(SHEETS.map((sheet) => [sheet.key, sheet])) },
  };
}
const NOTE = entry("n1", "note", "canvas", "value", { text: "Cheap power", links: ["trend:climate"] });
const ACTION = entry("a1", "action", "plan", "", { title: "Buy together", origin: "n1", trends: ["climate"], links: ["need:r1", "note:gone"] });
const ROW = entry("r1", "answer", "form", "needs", { need: "Power" });

test("connections count for both ends, each once", () => {
  const client = made(NOTE, ACTION, ROW);
  assert.deepEqual(beside(client, "note:n1").map(({ link }) => link), ["trend:climate", "action:a1"]);
  assert.deepEqual(beside(client, "need:r1").map(({ name }) => name), ["Buy together"]);
  assert.deepEqual(beside(client, "trend:climate").map(({ kind }) => kind), ["note", "action"]);
  assert.deepEqual(namedBy(client, ACTION), ["note:n1", "trend:climate", "need:r1", "note:gone"]);
});

test("what hangs on an entry is counted and named; nothing hangs on what is alone, removed or a rating", () => {
  const client = made(NOTE, ACTION, ROW, entry("lone", "note", "canvas", "value", { text: "Alone" }), entry("x", "note", "canvas", "value", { text: "Gone", links: ["note:n1"] }, { removed: true }));
  assert.deepEqual(dependants(client, "n1").map(({ link }) => link), ["trend:climate", "action:a1"]);
  assert.equal(dependantWords(client, "n1"), "thread.depends.many thread.depends.action 1 and thread.depends.trend 1 “thread.trend 5 Climate” and “Buy together”");
  assert.equal(dependantWords(client, "lone"), "");
  assert.deepEqual(dependants(client, "x"), []);
});

test("a finding hangs on the action that it became", () => {
  const finding = entry("finding.canvas.one", "finding", "canvas", "one", { state: "action", action: "a1" });
  assert.deepEqual(dependants(made(ACTION, finding), "a1").map(({ kind }) => kind), ["trend", "question"]);
});

test("broken connections are named, and said to come back where the other end was removed", () => {
  const client = made({ ...NOTE, removed: true }, ACTION, ROW);
  assert.deepEqual(brokenOf(client, ACTION), [{ link: "note:n1", name: "Cheap power", back: true }, { link: "note:gone", name: "thread.lost", back: false }]);
});

test("an action takes trends as trends, its first note as its origin, the others as links", () => {
  const client = made(NOTE, ROW, entry("a2", "action", "plan", "", { title: "New" }), ACTION);
  const fields = (id, link) => connectSteps(client, id, link).map((step) => step.fields);
  assert.deepEqual(fields("a2", "trend:climate"), [{ trends: ["climate"] }]);
  assert.deepEqual(fields("a2", "note:n1"), [{ origin: "n1" }]);
  assert.deepEqual(fields("a1", "note:n2"), [{ links: ["need:r1", "note:gone", "note:n2"] }]);
  assert.deepEqual(fields("r1", "trend:climate"), [{ links: ["trend:climate"] }]);
});

test("taking a connection off writes on every side that has it", () => {
  const note = { ...NOTE, fields: { text: "Cheap power", links: ["action:a1"] } };
  const client = made(note, ACTION, ROW);
  assert.deepEqual(takeOffSteps(client, "a1", "note:n1").map(({ entry: id, fields }) => [id, fields]), [["a1", { origin: "" }], ["n1", { links: [] }]]);
  assert.deepEqual(takeOffSteps(client, "a1", "trend:climate").map(({ fields }) => fields), [{ trends: [] }]);
  assert.deepEqual(takeOffSteps(client, "a1", "note:gone").map(({ fields }) => fields), [{ links: ["need:r1"] }]);
});

test("the missing piece is connected at once, in one entry", () => {
  const client = made(NOTE);
  assert.deepEqual(rowsOf(client).map(({ key }) => key), ["needs", "aims"]);
  assert.deepEqual(noteSteps(client, blocksOf(client)[0], { link: "trend:climate", text: "x", meaning: "bad" })[0].fields, { text: "x", meaning: "bad", position: 1, links: ["trend:climate"] });
  assert.deepEqual(rowSteps(client, rowsOf(client)[0], { link: "trend:climate", text: "x" })[0].fields, { need: "x", position: 1, links: ["trend:climate"] });
  assert.deepEqual(actionSteps(client, SHEETS[4], { title: "x", origin: "n1" })[0].fields, { title: "x", status: "planned", origin: "n1", trends: [], position: 1 });
  assert.deepEqual([meaningFor(SHEETS[2], true), meaningFor(SHEETS[2], false)], ["bad", "good"]);
});

const t = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const bead = (kind, text, more = {}) => ({ kind, id: text, text, sheet: "s", where: "", mark: "", weight: "", ...more });
const THREAD = {
  beads: { "note:n": bead("note", "Žofín school"), "trend:t": bead("trend", "Climate", { mark: "5" }), "action:a": bead("action", "Teach", { mark: "A1" }) },
  lines: [
    { gap: "", starts: ["note:n"], trends: ["trend:t"], action: "action:a", baseline: "", target: "6%" },
    { gap: "threat", starts: [], trends: ["trend:t"], action: "", baseline: "", target: "" },
  ],
  broken: [],
};

test("lines are counted, found without marks, and written as a table", () => {
  assert.deepEqual([counts(THREAD.lines).all, counts(THREAD.lines).whole, counts(THREAD.lines).threat, counts(THREAD.lines).note], [2, 1, 1, 0]);
  assert.deepEqual(shown(t, THREAD, { gap: "", words: "zofin" }), [THREAD.lines[0]]);
  assert.deepEqual(shown(t, THREAD, { gap: "threat", words: "climate" }), [THREAD.lines[1]]);
  assert.deepEqual(tableOf(t, THREAD, THREAD.lines).rows[0], ["thread.gap.whole", "Žofín school", "thread.trend 5 Climate", "thread.action A1 Teach", "? → 6%"]);
  assert.deepEqual(THREAD.lines.map(keyOf), ["action:a", "threat trend:t"]);
  assert.deepEqual(THREAD.lines.map(numberOf), ["? → 6%", ""]);
  assert.equal(beadWords(t, bead("question", "", { where: "Canvas" })), "thread.question Canvas");
});

test("each gap has one button; of a line that leads nowhere, where the next piece goes", () => {
  const acts = (line) => ["starts", "trends", "action", "number"].map((station) => actOf(line, station));
  assert.deepEqual(acts(THREAD.lines[1]), ["", "", "change", ""]);
  assert.deepEqual(acts({ ...THREAD.lines[1], starts: ["note:n"] })[2], "make_action");
  assert.deepEqual(acts({ ...THREAD.lines[1], gap: "note", starts: ["note:n"], trends: [] }), ["", "add_trends", "make_action", ""]);
  assert.deepEqual(acts(THREAD.lines[0]), ["add_starts", "add_trends", "add_action", "add_number"]);
});
