// The list of roadmaps: sorting, saving, comparing; and how fresh a document is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { VALUES, bySheet, countsOf, kilobytes, linesOf, seconds, versionsOf } from "../../cba_kit/widgets/static/ledger-facts.js";
import { whenWords } from "../../cba_kit/widgets/static/moment.js";
import { readAnswer } from "../../cba_kit/widgets/static/paper.js";
import { ordered } from "../../cba_kit/widgets/static/table-facts.js";

const row = (id, name, state, more = {}) => ({
  id, name, cluster: "Baltic Timber", fictional: true, state, changes: 0, of: 4, ms: 310, error: "", tried: "", made: "today 10:12",
  at: "2024-03-11T08:12:00+00:00", version: 4, size: 412_000, notes: [], ...more });
const ILZE = row("ilze", "Ilze Kalniņa", "fresh", { size: 90_000 });
const ELENI = row("eleni", "Ελένη Παπαδάκη", "failed", { cluster: "Aegean Tourism Lab", error: "The cell under “Trends” stopped.", tried: "today 10:13", ms: 20 });
const JOAO = row("joao", "João Marques", "never", { made: "", at: "", version: null, size: null, ms: null });
const ROWS = [ILZE, ELENI, JOAO];
const names = (rows) => rows.map((one) => one.id);
const t = (key, values = {}) => `${key}${Object.values(values).map((value) => ` ${value}`).join("")}`;

test("states stand in the order in which they need somebody", () => {
  const sorted = (by, down) => names(ordered(ROWS, VALUES[by], down));
  assert.deepEqual(sorted("state", false), ["eleni", "joao", "ilze"]);
  assert.deepEqual(sorted("size", false), ["ilze", "eleni", "joao"]);
  assert.deepEqual(sorted("size", true), ["eleni", "ilze", "joao"]);
});

test("states are counted, those that need somebody first", () => {
  assert.deepEqual(countsOf(ROWS), [{ state: "failed", n: 1 }, { state: "never", n: 1 }, { state: "fresh", n: 1 }]);
});

test("a line of the file has words, numbers and empty cells", () => {
  const [heads, line] = linesOf([row("x", "Ann Lee", "stale", { changes: 3, error: "a\nb", notes: ["one", "two"], version: null, size: null })], t);
  assert.equal(heads.length, line.length);
  assert.deepEqual(line, ["Ann Lee", "Baltic Timber", "ledger.state.stale", 3, "2024-03-11T08:12:00+00:00", null, 4, 0.31, null, "one; two", "", "a\nb"]);
});

test("what can be compared are the versions that roadmaps show, each once, and the workbook now", () => {
  const lines = [
    { status: "error", version: 7, made: "today" }, { status: "ok", version: 5, made: "10:30" },
    { status: "ok", version: 5, made: "10:20" }, { status: "ok", version: 2, made: "9 March, 17:05" }];
  assert.deepEqual(versionsOf({ version: 7, lines }), [{ version: 7, made: "" }, { version: 5, made: "10:30" }, { version: 2, made: "9 March, 17:05" }]);
  assert.deepEqual(versionsOf({ version: 0, lines: [] }), [{ version: 0, made: "" }]);
});

test("differences stand under their sheets", () => {
  const [a, b, c] = [{ sheet: "Canvas", now: "a" }, { sheet: "Plan", now: "b" }, { sheet: "Canvas", now: "c" }];
  assert.deepEqual(bySheet([a, b, c]), [{ sheet: "Canvas", items: [a, c] }, { sheet: "Plan", items: [b] }]);
});

test("numbers are short, and those that are not there are a dash", () => {
  assert.deepEqual([seconds(310), seconds(21_400), seconds(null), kilobytes(412_345), kilobytes(3), kilobytes(null)], ["0.31", "21", "–", "412\u00a0kB", "1\u00a0kB", "–"]);
});

test("a moment is told in the zone of the programme", () => {
  const place = { zone: "Europe/Sofia", today: "2024-03-11", t };
  assert.equal(whenWords(new Date("2024-03-11T08:42:00Z"), place), "10:42");
  assert.equal(whenWords(new Date("2024-03-11T08:42:00Z"), { ...place, whole: true }), "dates.today_at 10:42");
  assert.equal(whenWords(new Date("2024-03-09T22:05:00Z"), place), "10 dates.month_3, 00:05");
});

test("an answer says when its document was made, and why there is no newer one", () => {
  const answer = (ok, headers, status = ok ? 200 : 503) => ({ ok, status, headers: { get: (name) => headers[name] ?? null } });
  const made = "Mon, 11 Mar 2024 08:42:00 GMT";
  const tag = "a1";
  assert.deepEqual(readAnswer(answer(true, { "Last-Modified": made, ETag: '"a1"' })), { made: new Date(made), tag, why: "" });
  assert.deepEqual(readAnswer(answer(true, { "Last-Modified": made, ETag: 'W/"a1"', "X-Document-Older": "withheld" })), { made: new Date(made), tag: "Wa1", why: "withheld" });
  assert.deepEqual(readAnswer(answer(true, { "Last-Modified": made, "X-Document-Older": "<b>" })), { made: new Date(made), tag: "", why: "unknown" });
  assert.deepEqual(readAnswer(answer(false, { "X-Document-Older": "slow" })), { made: null, tag: "", why: "slow" });
  assert.deepEqual(readAnswer(answer(false, {})), { made: null, tag: "", why: "" });
  assert.deepEqual([403, 429, 404].map((status) => readAnswer(answer(false, {}, status)).why), ["refused", "slow", ""]);
});
