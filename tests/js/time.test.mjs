// The time machine's rules: what is different, what bringing back does, which comment came before a change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, csv } from "../../cba_kit/widgets/static/csv.js";
import { changedFields, compared, counted, firstPick, ledBy, madeBy, namedStop, stopsOf } from "../../cba_kit/widgets/static/time-facts.js";
import { placed } from "../../cba_kit/widgets/static/time-labels.js";
import { planWords, planned } from "../../cba_kit/widgets/static/time-plan.js";
import { fieldWords, mainWords, stopWords } from "../../cba_kit/widgets/static/time-words.js";

const note = (id, text, more = {}) => ({ id, sheet: "canvas", kind: "note", block: "channels", removed: false, conflict_of: null,
  changed_at: "2024-03-11T10:00:00Z", changed_by: "ilze", created_by: "ilze", ...more, fields: { text, position: 1, ...more.fields } });
const gone = (entry) => ({ ...entry, removed: true });
const t = (key, values = {}) => `${key}${Object.values(values).map((value) => ` ${value}`).join("")}`;

test("stops begin with the empty sheet, and names stand at theirs", () => {
  const stop = (version) => ({ version, at: "2024-03-11T10:00:00Z", people: ["ilze"], n: 1 });
  const mark = (version, name, kind) => ({ version, at: "", name, kind });
  const stops = stopsOf({ stops: [stop(2), stop(5), stop(9)], marks: [mark(5, "Day 1", "session"), mark(5, "Before", "named"), mark(9, "Day 2", "session")] });
  assert.deepEqual(stops.map(({ version, names }) => [version, names]), [[0, []], [2, []], [5, ["Before", "Day 1"]], [9, ["Day 2"]]]);
  assert.equal(firstPick(stops, true), 2); // the last one is now
  assert.equal(firstPick(stops, false), 3);
  assert.equal(firstPick(stopsOf({ stops: [stop(2)], marks: [] }), true), 0);
  assert.deepEqual([namedStop(stops, 0, 1), namedStop(stops, 2, 1), namedStop(stops, 3, 1), namedStop(stops, 3, -1), namedStop(stops, 2, -1)], [2, 3, 3, 2, 0]);
});

test("entries are added, changed, gone or the same; a place among neighbours is no change", () => {
  const then = [note("n1", "Fairs"), note("n2", "Letters"), note("n3", "Visits"), note("n4", "")];
  const now = [note("n1", "Fairs abroad"), gone(note("n2", "Letters")), note("n3", "Visits", { fields: { position: 7, private: false } }), note("n5", "Radio", { block: "partners" })];
  const found = compared(then, now, ["partners", "channels"]);
  assert.deepEqual(found.map(({ id, how, fields }) => [id, how, fields]), [
    ["n5", "added", []], ["n1", "changed", ["text"]], ["n2", "gone", []], ["n3", "same", []]]);
  assert.deepEqual(counted(found), { added: 1, changed: 1, gone: 1 });
});

test("a note that moved, and one whose meaning changed, are changed", () => {
  assert.deepEqual(changedFields(note("n", "a"), note("n", "a", { block: "partners", fields: { meaning: "risk" } })), ["block", "meaning"]);
  assert.deepEqual(changedFields(note("n", "a", { fields: { links: [] } }), note("n", "a", { fields: { proof: "" } })), []);
});

test("bringing back a sheet restores, changes and removes, and says so first", () => {
  const then = [note("n1", "Fairs"), note("n2", "Letters"), note("n3", "Visits")];
  const now = [gone(note("n1", "Fairs abroad", { fields: { proof: "said" } })), note("n2", "Letters to all", { block: "partners" }), note("n3", "Visits", { fields: { position: 4 } }), note("n4", "Radio")];
  const plan = planned(then, now);
  assert.deepEqual([plan.back, plan.change, plan.order, plan.go], [1, 1, 1, 1]);
  assert.equal(planWords(t, plan, "canvas"), "time.back_canvas_one 1, time.change_n_one 1, time.go_n_one 1, time.order_n_one 1");
  const same = { sheet: "canvas", kind: "note" };
  assert.deepEqual(plan.operations, [
    { op: "restore", ...same, entry: "n1" },
    { op: "put", ...same, entry: "n1", block: null, fields: { text: "Fairs", proof: null } },
    { op: "put", ...same, entry: "n2", block: "channels", fields: { text: "Letters" } },
    { op: "put", ...same, entry: "n3", block: null, fields: { position: 1 } },
    { op: "remove", ...same, entry: "n4" },
  ]);
});

test("what stands in a locked block stays, also what would go there, and is told", () => {
  const then = [note("n1", "Fairs"), note("n2", "Letters", { block: "partners" }), note("n3", "Visits", { block: "costs" }), note("n5", "Same", { block: "partners" })];
  const now = [note("n1", "Fairs abroad"), note("n2", "Letters to all", { block: "partners" }), note("n3", "Visits", { block: "partners" }), note("n4", "Radio", { block: "partners" }), note("n5", "Same", { block: "partners" })];
  const plan = planned(then, now, () => true, { shut: (block) => block === "partners" });
  assert.deepEqual(plan.operations.map(({ entry }) => entry), ["n1"]);
  assert.equal(planWords(t, plan, "canvas"), "time.change_n_one 1, time.shut_n 3");
});

test("bringing back a block takes what was there then and what is there now, and nothing else", () => {
  const then = [note("n1", "Fairs"), note("n2", "Letters", { block: "partners" })];
  const now = [note("n1", "Fairs", { block: "partners" }), note("n2", "Letters"), note("n3", "Radio"), note("n4", "Other", { block: "costs" })];
  const plan = planned(then, now, (entry) => entry.block === "channels");
  assert.deepEqual(plan.operations.map(({ op, entry, block }) => [op, entry, block]), [["put", "n1", "channels"], ["put", "n2", "partners"], ["remove", "n3", undefined]]);
});

test("who sees a note stays as it is, and copies of conflicts come back only alone", () => {
  const then = [note("n1", "Fairs", { fields: { private: true } }), note("c", "Fairs!", { conflict_of: "n1" })];
  const now = [note("n1", "Fairs", { fields: { private: false } }), gone(note("c", "Fairs!", { conflict_of: "n1" }))];
  assert.deepEqual(planned(then, now).operations, []);
  assert.deepEqual(planned(then, now, (entry) => entry.id === "c", { alone: true }).operations.map(({ op }) => op), ["restore"]);
});

test("what has been brought back is as it was: the plan after the plan is empty", () => {
  const then = [note("n1", "Fairs", { fields: { meaning: "wish" } }), note("n2", "Letters")];
  let now = [gone(note("n1", "x")), note("n2", "Letters", { block: "partners", fields: { proof: "y" } }), note("n3", "Radio")];
  for (const { op, entry, block, fields } of planned(then, now).operations) {
    now = now.map((one) => (one.id !== entry ? one : op === "put" ? { ...one, block: block ?? one.block, fields: { ...one.fields, ...fields } } : { ...one, removed: op === "remove" }));
  }
  assert.deepEqual(planned(then, now).operations, []);
  assert.deepEqual(counted(compared(then, now, [])), { added: 0, changed: 0, gone: 0 });
});

const thread = (state, { entry = "", block = "", at = "2024-03-11T09:00:00Z", by = "anneli", answer = "" } = {}) => ({
  root: { id: `${state}${at}`, created_by: by, created_at: at, fields: { text: "Which three?" } }, state, anchor: { sheet: "canvas", block, entry, section: "" },
  replies: answer ? [{ created_by: "ilze", created_at: answer }] : [] });
const change = { id: "n1", blocks: ["channels"], at: "2024-03-11T10:00:00Z", by: "ilze" };

test("a comment led to a change when it was taken up before", () => {
  const used = thread("used", { entry: "n1" });
  assert.equal(ledBy(change, [used]), used);
  const answered = thread("answered", { block: "channels", answer: "2024-03-11T09:30:00Z" });
  assert.equal(ledBy(change, [answered]), answered);
  assert.equal(ledBy(change, [thread("settled", { entry: "n1", answer: "2024-03-11T09:30:00Z" })])?.state, "settled");
});

test("no comment led to a change that nobody took up, that came later, or that is about something else", () => {
  for (const other of [
    thread("open", { entry: "n1" }), thread("no", { entry: "n1" }), thread("used", { entry: "n2" }), thread("used", { block: "partners" }), thread("used"),
    thread("used", { entry: "n2", block: "channels" }), thread("used", { entry: "n1", at: "2024-03-11T10:00:01Z" }),
    thread("answered", { entry: "n1", answer: "2024-03-11T10:30:00Z" }), thread("answered", { entry: "n1" }), thread("used", { entry: "n1", by: "ilze" }),
  ]) assert.equal(ledBy(change, [other]), null);
});

test("of several comments the last one is named", () => {
  const [early, late] = ["08", "09"].map((hour) => thread("used", { entry: "n1", at: `2024-03-11T${hour}:00:00Z` }));
  assert.equal(ledBy(change, [late, early]), late);
  assert.equal(ledBy(change, [early, late]), late);
});

test("who removed something is said by the later moment", () => {
  const [one] = compared([note("n1", "Fairs")], [], []);
  assert.deepEqual(madeBy(one, { gone: { n1: { at: "2024-03-11T11:00:00Z", by: "eleni" } } }), { at: "2024-03-11T11:00:00Z", by: "eleni" });
  assert.deepEqual(madeBy(one, { gone: {} }), { at: "", by: "" });
});

test("words of fields are those of the template", () => {
  const template = { meanings: [{ key: "risk", label: "At risk" }], blocks: [{ key: "channels", title: "Channels" }], columns: [{ key: "size", title: "Size", choices: [{ key: "s", label: "Small" }] }] };
  const entry = note("n1", "Fairs", { fields: { meaning: "risk", size: "s", links: ["trend:x"] } });
  assert.deepEqual(["text", "meaning", "size", "block", "links", "proof"].map((name) => fieldWords(template, entry, name)), ["Fairs", "At risk", "Small", "Channels", "", ""]);
  const form = { parts: [{ questions: [{ key: "goal", title: "Goal", choices: [{ key: "a", label: "Grow" }, { key: "b", label: "Stay" }] }] }] };
  assert.equal(mainWords(form, note("x", undefined, { block: "goal", fields: { value: ["a", "b"] } })), "Grow, Stay");
});

test("a stop says its names, when it was, and who wrote; no name where names are hidden", () => {
  const client = { t, state: { me: { id: "ilze" }, people: { eleni: { name: "Eleni" } }, edition: { zone: "Europe/Sofia", today: "2024-03-11" } } };
  const stop = { version: 3, at: "2024-03-11T08:00:00Z", people: ["eleni", "ilze", ""], names: ["Day 1"] };
  assert.equal(stopWords(client, stop, {}), "time.stop_named Day 1 time.stop_by dates.today_at 10:00 Eleni, time.you");
  assert.equal(stopWords(client, { ...stop, names: [], people: [""] }, {}), "time.stop dates.today_at 10:00");
  assert.equal(stopWords(client, { version: 0, names: [], people: [] }, {}), "time.empty");
});

test("a table for spreadsheets runs nothing and keeps every sign", () => {
  assert.equal(csv([["a", 'say "b"'], ["=1+1", 3]]), '\uFEFFa,"say ""b"""\r\n\'=1+1,3\r\n');
  assert.equal(cell(null), "");
});

test("names under the slider never touch each other, and those of people come first", () => {
  const label = (at, width, first = false) => ({ at, width, first });
  assert.deepEqual(placed([label(0, 80), label(300, 80), label(600, 80)], 600), [0, 260, 520]);
  assert.deepEqual(placed([label(100, 80), label(130, 80), label(150, 80, true)], 600), [null, null, 110]);
  assert.deepEqual(placed([label(100, 80), label(130, 80)], 600), [null, 90]); // else the later one
  assert.deepEqual(placed([label(50, 800)], 600), [null]);
});

test("a rating is told by its scales", () => {
  const template = { trends: [{ key: "climate", name: "Climate" }], scales: [{ key: "relevance", title: "Relevance", words: { 4: "much" } }, { key: "knowledge", title: "Knowledge" }],
    horizons: [{ key: "y2", label: "2 years" }] };
  const rating = { block: "climate", fields: { relevance: 4, knowledge: "unknown", horizon: "y2", round: 1, chosen: true } };
  assert.equal(mainWords(template, rating), "Relevance 4, Knowledge ?, 2 years");
  assert.equal(fieldWords(template, rating, "relevance"), "4: much");
  assert.equal(fieldWords(template, rating, "chosen"), "✓");
});
