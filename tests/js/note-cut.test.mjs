// One note as two, and several as one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { halves, joined, redirected } from "../../cba_kit/widgets/static/note-cut.js";

const note = (fields) => ({ fields });

test("a text is cut at the cursor, without the space between", () => {
  assert.deepEqual(halves("Visits and letters", 6), ["Visits", "and letters"]);
  assert.deepEqual(halves("Visits", 6), ["Visits", ""]);
});

test("joined notes keep words, links and sources; they are as sure as the weakest", () => {
  const all = [
    note({ text: "Visits", evidence: "measured", proof: "Survey 2023", links: ["trend:ai"], sources: ["red/n1"] }),
    note({ text: " Letters ", evidence: "heard", proof: "Three members", links: ["trend:ai", "need:n4"] }),
    note({ text: "" }),
  ];
  assert.deepEqual(joined(all.slice(0, 2)), {
    text: "Visits\nLetters", evidence: "heard", proof: "Survey 2023; Three members", links: ["trend:ai", "need:n4"], sources: ["red/n1"],
  });
  assert.equal(joined(all).evidence, "");
  assert.deepEqual(joined([note({ text: "a" }), note({ text: "b" })]), { text: "a\nb" });
});

test("what finds no place in a field stands among the words", () => {
  const [long, more] = ["x".repeat(200), "y".repeat(200)];
  assert.deepEqual(joined([note({ text: "a", evidence: "heard", proof: long }), note({ text: "b", evidence: "heard", proof: more })]),
    { text: `a\nb\n${more}`, evidence: "heard", proof: long });
  assert.deepEqual(joined([note({ text: "a" }), note({ text: "b", amount: 20 }), note({ text: "c", amount: 30 })], [{ key: "amount", title: "Euro" }]),
    { text: "a\nb\nc\nEuro: 30", amount: 20 });
});

test("what the group sees is still seen by all when a note of one's own is joined with it", () => {
  const [mine, theirs] = [note({ text: "Late", private: true }), note({ text: "Visits" })];
  assert.deepEqual(joined([mine, theirs]), { text: "Late\nVisits", private: false });
  assert.deepEqual(joined([mine, mine]), { text: "Late\nLate" });
  assert.deepEqual(joined([theirs, mine]), { text: "Visits\nLate" });
});

test("links, reasons and comments that led to a note that is gone lead to the one that is kept", () => {
  const entries = [
    { id: "n1", sheet: "m", kind: "note", fields: {} },
    { id: "n2", sheet: "m", kind: "note", fields: { links: ["note:n1"] } },
    { id: "n3", sheet: "m", kind: "note", fields: { links: ["note:n2", "note:n1", "trend:ai"] } },
    { id: "a1", sheet: "p", kind: "action", fields: { origin: "n2", links: [] } },
    { id: "a2", sheet: "p", kind: "action", fields: { origin: "n9" } },
    { id: "a3", sheet: "p", kind: "action", fields: { origin: "n2" }, removed: true },
    { id: "c1", sheet: "m", kind: "comment", block: "fees", fields: { text: "Who?", entry: "n2", quote: "Letters" } },
    { id: "c2", sheet: "m", kind: "comment", block: "", fields: { text: "Anneli", thread: "c1" } },
  ];
  assert.deepEqual(redirected(entries, { id: "n1", block: "channels" }, new Set(["n2"])), [
    { sheet: "m", entry: "n3", kind: "note", fields: { links: ["note:n1", "trend:ai"] } },
    { sheet: "p", entry: "a1", kind: "action", fields: { origin: "n1" } },
    { sheet: "m", entry: "c1", kind: "comment", fields: { entry: "n1" }, block: "channels" },
  ]);
});
