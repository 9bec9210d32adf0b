// What was pasted, as notes: lines, lists, cells of a table.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pasted, table } from "../../cba_kit/widgets/static/note-paste.js";

test("each line is a note; empty lines are none", () => {
  assert.deepEqual(pasted("Site visits\r\n\r\n  Monthly letter  \n"), ["Site visits", "Monthly letter"]);
  assert.deepEqual(pasted(" \n\n"), []);
});

test("marks of lists are left out, what only looks like one stays", () => {
  assert.deepEqual(pasted("- Visits\n• Letter\n1. Fair\n12) Forum\n(3) Club\na) Talks\n- [x] Done\n– Dash\n*\tStar".replace("\t", " ")),
    ["Visits", "Letter", "Fair", "Forum", "Club", "Talks", "Done", "Dash", "Star"]);
  assert.deepEqual(pasted("-5 % in a year\n3 firms\n2024. A good year\nA. Kalniņa"), ["-5 % in a year", "3 firms", "2024. A good year", "A. Kalniņa"]);
});

test("cells of a spreadsheet are notes, also those of several lines and with quotes", () => {
  assert.deepEqual(pasted('Fees\tProjects\nEvents\t\n"two\nlines"\t"a ""good"" one"'), ["Fees", "Projects", "Events", "two\nlines", 'a "good" one']);
  assert.deepEqual(pasted('"one\ncell"\nnext'), ["one\ncell", "next"]);
});

test("a table with commas or semicolons is read as such; commas of sentences are none", () => {
  assert.deepEqual(pasted('"Fees, all",Projects\nEvents,"Visits"'), ["Fees, all", "Projects", "Events", "Visits"]);
  assert.deepEqual(pasted("Fees;Projects\nEvents;Visits"), ["Fees", "Projects", "Events", "Visits"]);
  assert.deepEqual(pasted("Fees, projects\nEvents, visits"), ["Fees, projects", "Events, visits"]);
  assert.deepEqual(pasted("Fees,projects\nEvents"), ["Fees,projects", "Events"]);
  assert.deepEqual(pasted("3,5\n4,5"), ["3,5", "4,5"]);
});

test("quotes inside words are words", () => {
  assert.deepEqual(pasted('"Best" supplier\nThe "green" club'), ['"Best" supplier', 'The "green" club']);
  assert.deepEqual(pasted('"Best" supplier\tNext'), ['"Best" supplier', "Next"]);
  assert.equal(table('"no end\tb', "\t"), null);
  assert.deepEqual(pasted('"no end\tb\nc'), ['"no end\tb', "c"]);
});
