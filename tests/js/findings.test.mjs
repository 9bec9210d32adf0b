// Questions about a sheet: which are open, and what an answer, an action or a reason writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actionSteps, answerSteps, finding, findingId, hashOf, linkTo, nameOf, planOf, sorted } from "../../cba_kit/widgets/static/findings-facts.js";

const SHEET = "business_model";
const TEMPLATE = { key: SHEET, kind: "canvas", meanings: [{ key: "today" }], blocks: [{ key: "value", title: "Value" }] };
const hit = (rule, notes, more = {}) => ({ sheet: SHEET, rule, ask: `${rule}?`, why: "-", block: "value", notes, about: `mark of ${rule}`, ...more });
const note = (id, fields = {}, more = {}) => ({ id, kind: "note", sheet: SHEET, block: "segments", removed: false, fields: { text: id, ...fields }, ...more });

function clientOf(entries, hits, { kinds = ["note", "finding", "action"], sheets = [] } = {}) {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  let made = 0;
  return {
    get: (id) => known.get(id), newId: () => `new${++made}`, may: (kind) => kinds.includes(kind),
    list: (sheet, { kind = "", block } = {}) => entries.filter((entry) => entry.sheet === sheet && !entry.removed && (!kind || entry.kind === kind) && (block === undefined || entry.block === block)),
    state: { findings: { [SHEET]: hits }, workbook: { id: "w" }, books: [{ kind: "own", id: "w", members: [], sheets: [] }], sheets: new Map([TEMPLATE, ...sheets].map((sheet) => [sheet.key, sheet])) },
  };
}
const said = (rule, fields, more = {}) => ({ id: `finding.${SHEET}.${rule}`, kind: "finding", sheet: SHEET, block: rule, removed: false, fields, ...more });

test("a question is open until something became of it; a reason is shown", () => {
  const hits = ["a", "b", "c", "d"].map((rule) => hit(rule, []));
  const client = clientOf([
    said("b", { state: "aside", reason: "We know.", about: "mark of b" }), said("c", { state: "answered", about: "mark of c" }),
    said("d", { state: "aside", reason: "gone", about: "mark of d" }, { removed: true }),
  ], hits);
  const { open, aside } = sorted(client, SHEET);
  assert.deepEqual(open.map(({ rule }) => rule), ["a", "d"]);
  assert.deepEqual(aside.map(({ hit: { rule }, reason }) => [rule, reason]), [["b", "We know."]]);
});

test("a question that was set aside comes back with another mark", () => {
  const entries = [said("a", { state: "aside", reason: "Because.", about: "old mark" })];
  assert.deepEqual(sorted(clientOf(entries, [hit("a", ["n"])]), SHEET).open.map(({ rule }) => rule), ["a"]);
});

test("a sheet without rules has no questions", () => {
  const client = clientOf([], []);
  delete client.state.findings;
  assert.deepEqual(sorted(client, SHEET), { open: [], aside: [] });
});

test("a new note answers with a link, at the end of its block; the question is dealt with when all is answered", () => {
  const entries = [note("s1"), note("s2"), note("v1", { position: 4 }, { block: "value" })];
  const one = hit("a", ["s1", "s2"]);
  const client = clientOf(entries, [one]);
  const some = answerSteps(client, one, { template: TEMPLATE, text: "Promise", note: "", answered: [entries[0]] });
  assert.deepEqual(some, [{ sheet: SHEET, entry: "new1", kind: "note", block: "value", fields: { text: "Promise", meaning: "today", position: 5, links: ["note:s1"] } }]);
  const all = answerSteps(client, one, { template: TEMPLATE, text: "Promise", note: "", answered: entries.slice(0, 2) });
  assert.deepEqual(all[1], finding(one, { state: "answered" }));
  assert.deepEqual(all[1].fields, { state: "answered", reason: "", action: "", notes: ["s1", "s2"], about: "mark of a" });
});

test("a note that is there is linked, and keeps its other links", () => {
  const entries = [note("s1"), note("v1", { links: ["trend:x", "note:s1"] }, { block: "value" }), note("v2", {}, { block: "value" })];
  const one = hit("a", ["s1"]);
  const steps = (id) => answerSteps(clientOf(entries, [one]), one, { template: TEMPLATE, text: "", note: id, answered: [entries[0]] })[0];
  assert.deepEqual(steps("v1").fields, { links: ["trend:x", "note:s1"] });
  assert.deepEqual(steps("v2"), { sheet: SHEET, entry: "v2", kind: "note", fields: { links: ["note:s1"] } });
});

test("while a group writes privately, an answer is private too", () => {
  const entries = [note("s1"), { id: `stage.${SHEET}`, kind: "stage", sheet: SHEET, removed: false, fields: { phase: "write" } }];
  const one = hit("a", ["s1"]);
  const [step] = answerSteps(clientOf(entries, [one]), one, { template: TEMPLATE, text: "Promise", note: "", answered: [entries[0]] });
  assert.equal(step.fields.private, true);
});

test("an action comes from the first note, names the other reasons and the trends", () => {
  const rating = { id: "r1", kind: "rating", sheet: "megatrends", block: "climate", removed: false, fields: {} };
  const entries = [note("s1"), note("s2"), rating];
  const plan = { key: "plan", kind: "plan" };
  const one = hit("a", ["r1", "s1", "s2"]);
  const [action, done] = actionSteps(clientOf(entries, [one], { sheets: [plan] }), one, { plan, title: "Call them" });
  assert.deepEqual(action, { sheet: "plan", entry: "new1", kind: "action",
    fields: { title: "Call them", status: "planned", background: "a?", origin: "s1", links: ["note:s2"], trends: ["climate"], position: 1 } });
  assert.deepEqual([done.fields.state, done.fields.action, done.entry], ["action", "new1", findingId(one)]);
});

test("actions are made where there is a plan and the reader may", () => {
  const plan = { key: "plan", kind: "plan" };
  assert.equal(planOf(clientOf([], [], { sheets: [plan] })), plan);
  assert.equal(planOf(clientOf([], [])) ?? null, null);
  assert.equal(planOf(clientOf([], [], { sheets: [plan], kinds: ["note"] })), null);
});

test("entries are named and linked by what they are", () => {
  const trends = { key: "megatrends", kind: "trends", trends: [{ key: "climate", short: "Climate" }] };
  const client = clientOf([], [], { sheets: [trends] });
  const rating = { id: "r1", kind: "rating", sheet: "megatrends", block: "climate", fields: {} };
  assert.deepEqual([nameOf(client, rating), linkTo(rating), hashOf(client, rating)], ["Climate", "trend:climate", "#sheet/megatrends/climate"]);
  assert.deepEqual(["answer", "action", "note"].map((kind) => linkTo({ id: "x", kind })), ["need:x", "action:x", "note:x"]);
});
