// Finding notes, and marking what was found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asks, counted, matches, pieces } from "../../cba_kit/widgets/static/note-match.js";

const wish = (more = {}) => ({ words: "", meaning: "", evidence: "", writer: "", ...more });
const facts = (more = {}) => ({ text: "Late fees", more: "Revenue At risk", meaning: "risk", evidence: "heard", writer: "ann", ...more });

test("nothing is asked for without words or a choice", () => {
  assert.equal(asks(wish({ words: "  " })), false);
  assert.equal(asks(wish({ writer: "ann" })), true);
});

test("every word and every choice has to fit; marks and capitals do not matter", () => {
  assert.equal(matches(wish({ words: "FEES risk" }), facts()), true);
  assert.equal(matches(wish({ words: "fees costs" }), facts()), false);
  assert.equal(matches(wish({ words: "kalnina" }), facts({ text: "Ilze Kalniņa" })), true);
  assert.equal(matches(wish({ evidence: "heard", meaning: "risk" }), facts()), true);
  assert.equal(matches(wish({ evidence: "measured" }), facts()), false);
  assert.equal(matches(wish({ writer: "bob" }), facts()), false);
});

test("each choice is counted", () => {
  assert.deepEqual([...counted([facts(), facts(), facts({ evidence: "unsaid" })], "evidence")], [["heard", 2], ["unsaid", 1]]);
});

test("what was found is cut out of the text, with its marks and capitals", () => {
  assert.deepEqual(pieces("Ilze Kalniņa", "kalnina"), [{ text: "Ilze ", hit: false }, { text: "Kalniņa", hit: true }]);
  assert.deepEqual(pieces("fees and fees", "fee"), [
    { text: "fee", hit: true }, { text: "s and ", hit: false }, { text: "fee", hit: true }, { text: "s", hit: false }]);
  assert.deepEqual(pieces("Straße 👍 fees", "fees").at(-1), { text: "fees", hit: true });
  assert.deepEqual(pieces("fees", ""), [{ text: "fees", hit: false }]);
});
