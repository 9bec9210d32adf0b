// What differs between two texts, and the two put into one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, joined, merged } from "../../cba_kit/widgets/static/words-diff.js";

/** A text with what stands only in it in brackets. */
const shown = (pieces) => pieces.map(({ text, only }) => (only ? `[${text}]` : text)).join("");
const both = (first, second) => { const found = differences(first, second); return [shown(found.first), shown(found.second)]; };

test("words that stand in one text only are marked, with the room between them", () => {
  assert.deepEqual(both("Site visits in spring", "Site visits in autumn, six a year"), ["Site visits in [spring]", "Site visits in [autumn, six a year]"]);
  assert.deepEqual(both("We help firms.\nThey pay.", "We help small firms.\nThey pay fees."), ["We help firms.\nThey pay.", "We help [small] firms.\nThey pay [fees]."]);
  assert.deepEqual(both("in spring we meet", "we meet"), ["[in spring] we meet", "we meet"]);
});

test("words of all languages are words, and numbers stay whole", () => {
  assert.deepEqual(both("Καλημέρα κόσμε, 1.200 €", "Καλημέρα φίλε, 1.300 €"), ["Καλημέρα [κόσμε], [1.200] €", "Καλημέρα [φίλε], [1.300] €"]);
  assert.deepEqual(both("Работим с фирми", "Работим със фирми"), ["Работим [с] фирми", "Работим [със] фирми"]);
});

test("nothing is marked where two texts have little in common, or nothing at all", () => {
  assert.deepEqual(both("Four working groups", "A start-up table"), ["Four working groups", "A start-up table"]);
  assert.deepEqual(both("", "New"), ["", "New"]);
  assert.deepEqual(both("Same words", "Same words"), ["Same words", "Same words"]);
  assert.deepEqual(differences("", ""), { first: [], second: [] });
});

test("pieces make up the whole text again, whatever it is", () => {
  let seed = 7;
  const random = (most) => { seed = (seed * 16807) % 2147483647; return seed % most; };
  const text = () => Array.from({ length: random(12) }, () => ["a", "b", "c", "é", ",", "\n", " ", "1,5", "’"][random(9)]).join([" ", ""][random(2)]);
  for (let run = 0; run < 500; run += 1) {
    const [first, second] = [text(), text()];
    const found = differences(first, second);
    assert.equal(found.first.map((piece) => piece.text).join(""), first);
    assert.equal(found.second.map((piece) => piece.text).join(""), second);
    const one = merged(first, second);
    for (const word of `${first} ${second}`.match(/[\p{L}\p{N}]+/gu) ?? []) assert.ok(one.includes(word), `${word} is lost of “${first}” and “${second}”: “${one}”`);
  }
});

test("versions become one text with both where they differ; two thoughts stand one below the other", () => {
  assert.equal(merged("Site visits in spring", "Site visits in autumn"), "Site visits in spring / autumn");
  assert.equal(merged("Site visits", "Site visits in autumn"), "Site visits in autumn");
  assert.equal(merged("Sawmills, joiners and builders", "Sawmills, joiners, builders"), "Sawmills, joiners and builders");
  assert.equal(merged("Four working groups", "A start-up table"), "Four working groups\n\nA start-up table");
  assert.equal(merged("Ilze", "Anna", { line: true }), "Ilze / Anna");
});

test("joined texts lose no words, and leave no gap for an empty one", () => {
  assert.equal(joined(" Rain ", "Snow"), "Rain\n\nSnow");
  assert.equal(joined("Rain", "Snow", { line: true }), "Rain / Snow");
  assert.equal(joined("", "Snow"), "Snow");
});

test("very long texts are compared by their ends alone", () => {
  const long = (word) => `same ${Array.from({ length: 3000 }, (_, i) => `${word}${i}`).join(" ")} same`;
  const found = differences(long("a"), long("b"));
  assert.equal(found.first.map((piece) => piece.text).join(""), long("a"));
});
