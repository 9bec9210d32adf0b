// Bringing the groups' notes together: bundles are taken apart and put together, and say which groups they come from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, begin, count, silent, taken, together, wanted, worded } from "../../cba_kit/widgets/static/gather-facts.js";
import { found, groupsOf, rowWords, sourceWords } from "../../cba_kit/widgets/static/group-facts.js";
import { hereWords } from "../../cba_kit/widgets/static/group-line.js";

const t = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const note = (source, text = source) => ({ source, group: source.split("/")[0], text, dots: 0 });
const BLOCKS = { channels: [[note("blue/1"), note("red/1")], [note("blue/2")]], costs: [[note("red/2")]] };
const shape = (parts) => Object.fromEntries(parts.map(({ block, bundles }) => [block, bundles.map(({ take, notes }) => `${take ? "" : "-"}${notes.map(({ source }) => source).join("+")}`)]));

test("a proposal is taken as it comes, all of it to be brought", () => {
  const parts = begin(BLOCKS);
  assert.deepEqual(shape(parts), { channels: ["blue/1+red/1", "blue/2"], costs: ["red/2"] });
  assert.equal(count(parts), 3);
  assert.deepEqual(wanted(parts), [[["blue/1", "red/1"], ["blue/2"]], [["red/2"]]]);
});

test("a note is taken out of its bundle and stands behind it; the last one stays", () => {
  const parts = apart(begin(BLOCKS), "channels", "blue/1", "red/1");
  assert.deepEqual(shape(parts).channels, ["blue/1", "red/1", "blue/2"]);
  assert.deepEqual(shape(apart(parts, "channels", "blue/2", "blue/2")), shape(parts));
  assert.deepEqual(shape(apart(begin(BLOCKS), "channels", "blue/1", "nowhere")), shape(begin(BLOCKS)));
});

test("taking out the note that gives the words leaves the bundle with the next one's", () => {
  const parts = apart(begin(BLOCKS), "channels", "blue/1", "blue/1");
  assert.deepEqual(shape(parts).channels, ["red/1", "blue/1", "blue/2"]);
  assert.deepEqual(parts[0].bundles.map(({ id }) => id), ["red/1", "blue/1", "blue/2"]);
});

test("two bundles of a block are put together; the second's words stay first, and it is brought", () => {
  const left = taken(begin(BLOCKS), "channels", "blue/1");
  const parts = together(left, "channels", "blue/2", "blue/1");
  assert.deepEqual(shape(parts).channels, ["blue/1+red/1+blue/2"]);
  assert.deepEqual(shape(together(left, "channels", "blue/2", "blue/2")), shape(left));
  assert.deepEqual(shape(together(left, "channels", "gone", "blue/1")), shape(left));
});

test("another note may give the words", () => {
  const parts = worded(begin(BLOCKS), "channels", "blue/1", "red/1");
  assert.deepEqual(shape(parts).channels, ["red/1+blue/1", "blue/2"]);
  assert.equal(parts[0].bundles[0].id, "red/1");
});

test("what is left out is not sent, nor is a block of which nothing is brought", () => {
  const parts = taken(taken(begin(BLOCKS), "costs", "red/2"), "channels", "blue/2");
  assert.equal(count(parts), 1);
  assert.deepEqual(wanted(parts), [[["blue/1", "red/1"]]]);
  assert.equal(count(taken(parts, "costs", "red/2")), 2);
});

test("groups with nothing to bring are named", () => {
  assert.deepEqual(silent([{ id: "blue", name: "Blue team" }, { id: "red", name: "Red team" }], { blue: "Blue team" }), ["Red team"]);
});

test("a merged note names each of its groups once, any other note none", () => {
  const merged = { fields: { sources: ["blue/1", "red/1", "blue/9"] } };
  assert.deepEqual(groupsOf(merged), ["blue", "red"]);
  const client = { t, state: { groups: { blue: "Blue team", red: "Red team" } } };
  assert.equal(sourceWords(client, merged), "group.from Blue team and Red team");
  assert.deepEqual([sourceWords(client, { fields: {} }), sourceWords(client, undefined), sourceWords({ t, state: {} }, merged)], ["", "", ""]);
});

test("the list of boards is filtered by group and by person, whatever the accents", () => {
  const books = [{ name: "Blue team", members: [{ name: "Ilze Kalniņa" }] }, { name: "Red team", members: [] }];
  const names = (words) => found(books, words).map(({ name }) => name);
  assert.deepEqual([names(""), names("kalnina"), names("RED "), names("green")], [["Blue team", "Red team"], ["Blue team"], ["Red team"], []]);
});

test("a row says how many notes there are, when it was changed, and what goes on", () => {
  const sheets = [{ key: "canvas", short: "Canvas" }, { key: "value", short: "Value" }];
  assert.equal(rowWords(t, { notes: 1, edited: "today", phases: { canvas: "vote", value: "free" } }, sheets), "boards.notes_one 1 · boards.edited today · Canvas: stage.phase.vote");
  assert.equal(rowWords(t, { notes: 0, edited: "", phases: {} }, sheets), "boards.no_notes");
  assert.equal(rowWords(t, undefined, sheets), "");
});

test("a few people are named, also those whom the page does not know yet; a room full of them is counted", () => {
  const present = (n) => Array.from({ length: n }, (_, i) => ({ person: { id: `p${i}`, name: `Person${i} X`, first: `Person${i}`, initials: "PX" }, sheets: [] }));
  const client = { t, state: { me: { id: "ilze" } } };
  assert.equal(hereWords(client, []), "presence.alone");
  assert.equal(hereWords(client, present(2)), "presence.here Person0 and Person1");
  assert.equal(hereWords(client, present(7)), "presence.here_many 7");
});
