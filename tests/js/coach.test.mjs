// The coach's queue and the places to comment on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { anchorOf, blocksOf, entriesOf, groupsOf, neighbour, placesOf } from "../../cba_kit/widgets/static/coach-place.js";

const person = (id, group, name = id) => ({ id, group, name, cluster: "Baltic Timber", say: "" });
const QUEUE = [person("petra", "waiting", "Petra Kovač"), person("ilze", "waiting"), person("tomas", "quiet", "Tomáš Novotný")];
const FORM = { key: "strategy", title: "Strategy", parts: [{ questions: [{ key: "mission", title: "Mission" }, { key: "aims", title: "Aims" }] }] };
const PLAN = { key: "plan", title: "Action plan", horizons: [] };

const entry = (id, sheet, block, fields, more = {}) => ({ id, sheet, block, kind: "answer", fields, conflict_of: null, ...more });
function clientOf(entries) {
  return {
    get: (id) => entries.find((one) => one.id === id),
    list: (sheet, { block } = {}) => entries.filter((one) => one.sheet === sheet && (block === undefined || one.block === block)),
  };
}

test("the queue keeps its groups and leaves empty ones out", () => {
  assert.deepEqual(groupsOf(QUEUE, "").map(({ group, people }) => [group, people.length]), [["waiting", 2], ["quiet", 1]]);
  assert.deepEqual(groupsOf(QUEUE, "KOVAČ").flatMap(({ people }) => people.map((one) => one.id)), ["petra"]);
  assert.deepEqual(groupsOf(QUEUE, "nobody"), []);
});

test("J and K go through the groups and stop at the ends", () => {
  const groups = groupsOf(QUEUE, "");
  assert.deepEqual([neighbour(groups, "ilze", 1), neighbour(groups, "petra", -1), neighbour(groups, "tomas", 1), neighbour(groups, "", 1)], ["tomas", "", "", "petra"]);
  assert.equal(neighbour([], "", 1), "");
});

test("a comment can be about a section, a sheet, a block or an entry", () => {
  const state = { person: { sections: [{ key: "summary", title: "The plan on one page" }] }, sheets: new Map([["strategy", FORM], ["plan", PLAN]]) };
  assert.deepEqual(placesOf(state), { sections: [{ key: "roadmap:summary", label: "The plan on one page" }], sheets: [{ key: "sheet:strategy", label: "Strategy" }, { key: "sheet:plan", label: "Action plan" }] });
  assert.deepEqual(blocksOf(FORM), [{ key: "mission", label: "Mission" }, { key: "aims", label: "Aims" }]);
  assert.deepEqual(blocksOf(PLAN), []);
});

test("entries to choose from say something and are no comments or conflict copies", () => {
  const client = clientOf([
    entry("r1", "strategy", "aims", { aim: "More tenders", position: 1 }), entry("r2", "strategy", "aims", { position: 2 }),
    entry("copy", "strategy", "aims", { aim: "Other" }, { conflict_of: "r1" }), entry("c", "strategy", "aims", { text: "Why?" }, { kind: "comment" }),
    entry("a1", "plan", "", { title: "Test tender support" }, { kind: "action" }),
  ]);
  assert.deepEqual(entriesOf(client, FORM, "aims"), [{ key: "r1", label: "More tenders" }]);
  assert.deepEqual(entriesOf(client, FORM, ""), []);
  assert.deepEqual(entriesOf(client, PLAN, ""), [{ key: "a1", label: "Test tender support" }]);
});

test("a choice becomes an anchor with the words it is about", () => {
  const client = clientOf([entry("a1", "plan", "d90", { title: "Test tender support" }, { kind: "action" })]);
  assert.deepEqual(anchorOf(client, "roadmap:summary", "", ""), { sheet: "roadmap", section: "summary", block: "", entry: "", quote: "" });
  assert.deepEqual(anchorOf(client, "sheet:strategy", "mission", ""), { sheet: "strategy", section: "", block: "mission", entry: "", quote: "" });
  assert.deepEqual(anchorOf(client, "sheet:plan", "", "a1"), { sheet: "plan", section: "", block: "d90", entry: "a1", quote: "Test tender support" });
});
