// What the board says about notes: what they lead to, where to start, and how children are put in order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setChildren } from "../../cba_kit/widgets/static/board-children.js";
import { short } from "../../cba_kit/widgets/static/board-edits.js";
import { leadsOf } from "../../cba_kit/widgets/static/board-leads.js";
import { headline } from "../../cba_kit/widgets/static/board-start.js";
import { partsOf } from "../../cba_kit/widgets/static/note-conflict.js";
import { markWords } from "../../cba_kit/widgets/static/note.js";

const t = (key, values = {}) => [key, ...Object.values(values)].join(" ");
test("notes lead to the actions that come from them, with the plan's numbers", () => {
  const action = (id, title, origin) => ({ id, conflict_of: null, fields: { title, origin } });
  const actions = [action("a", "Call", "n1"), action("b", "", "n1"), action("c", "Write", ""), action("d", "Meet", "n2")];
  const client = { state: { sheets: new Map([["plan", { kind: "plan", key: "plan" }], ["bmc", { kind: "canvas", key: "bmc" }]]) }, list: () => actions };
  assert.deepEqual([...leadsOf(client)], [
    ["n1", [{ id: "a", sheet: "plan", number: "A1", title: "Call" }, { id: "b", sheet: "plan", number: "", title: "" }]],
    ["n2", [{ id: "d", sheet: "plan", number: "A3", title: "Meet" }]],
  ]);
});

test("the first sentence is the headline of an empty canvas", () => {
  assert.deepEqual(headline("Start with the people you serve. Which groups? Three are enough."), ["Start with the people you serve", "Which groups? Three are enough."]);
  assert.deepEqual(headline("Begin"), ["Begin", ""]);
});

test("long notes are cut for a sentence about them", () => {
  assert.equal(short(" one\n two "), "one two");
  assert.equal(short("x".repeat(80)).length, 60);
});

test("a mark says how many comments there are, and how many wait", () => {
  assert.equal(markWords(t, { count: 1, waits: 0 }), "board.comment_one 1");
  assert.equal(markWords(t, { count: 3, waits: 1 }), "board.comments 3, board.for_you 1");
});

/** A list of elements as small as setChildren needs; it counts what was taken out of its place. */
function listOf(...names) {
  const moved = [];
  const parent = {
    items: [],
    get children() { return this.items; },
    get firstElementChild() { return this.items[0] ?? null; },
    append(child) { this.insertBefore(child, null); },
    insertBefore(child, next) {
      if (this.items.includes(child)) { moved.push(child.name); this.items.splice(this.items.indexOf(child), 1); }
      this.items.splice(next ? this.items.indexOf(next) : this.items.length, 0, child);
      child.parentElement = this;
    },
  };
  const make = (name) => ({
    name, parentElement: null, contains(other) { return other === this; },
    remove() { parent.items.splice(parent.items.indexOf(this), 1); this.parentElement = null; },
    get nextElementSibling() { return parent.items[parent.items.indexOf(this) + 1] ?? null; },
  });
  const all = Object.fromEntries(names.map((name) => [name, make(name)]));
  return { parent, all, moved, fill: (start) => { for (const name of start) parent.append(all[name]); moved.length = 0; } };
}

test("children come into order, the one with the focus stays in its place", () => {
  for (const focus of ["a", "b", "c", "d"]) {
    for (const wanted of ["dcba", "badc", "cd", "cabd", "ebda", "a"]) {
      const { parent, all, moved, fill } = listOf("a", "b", "c", "d", "e");
      fill("abcd");
      globalThis.document = /** @type {any} */ ({ activeElement: all[focus] });
      setChildren(/** @type {any} */ (parent), [...wanted].map((name) => /** @type {any} */ (all[name])));
      assert.equal(parent.items.map((one) => one.name).join(""), wanted);
      assert.equal(moved.includes(focus), false, `${focus} was moved for ${wanted}`);
    }
  }
  delete globalThis.document;
});

test("two writers see every text in which they differ, also those that the canvas asks for; numbers are not chosen again", () => {
  const template = { columns: [{ key: "risk", title: "Risk", type: "text" }, { key: "users", title: "Users", type: "number" },
    { key: "phase", title: "Phase", choices: [{ key: "new", label: "New" }, { key: "old", label: "Grown" }] }] };
  const note = { fields: { text: "Fees", proof: "Report of 2023", risk: "Late", users: 5, phase: "new" } };
  const copy = { fields: { text: "Fees", proof: "Asked in May", risk: "Too low", users: 7, phase: "old" } };
  assert.deepEqual(partsOf(template, note, copy, t), [
    { name: "proof", label: "board.proof", first: "Report of 2023", second: "Asked in May", write: "line" },
    { name: "risk", label: "Risk", first: "Late", second: "Too low", write: "line" },
    { name: "phase", label: "Phase", first: "New", second: "Grown", write: "" },
  ]);
  assert.deepEqual(partsOf(template, note, { fields: { ...note.fields, text: "Dues" } }, t).map(({ name, write }) => [name, write]), [["text", "text"]]);
});
