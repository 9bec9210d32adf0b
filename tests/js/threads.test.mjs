// Threads as read from entries: order, state, who waits, what they are about, and drafts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { draftsOf } from "../../cba_kit/widgets/static/threads-draft.js";
import { guides, nameOf, owns, stateAfter, threadsOf, titleOf, whenSaid, wordsOf, writerOf } from "../../cba_kit/widgets/static/threads-facts.js";

const WORDS = { "threads.today_at": "today {time}", "threads.yesterday_at": "yesterday {time}", "threads.by_coach": "{name}, coach", "threads.you": "You",
  "threads.place": "{sheet}, {part}", "threads.roadmap_section": "the roadmap, {section}", "threads.roadmap": "the roadmap", "threads.someone": "Someone" };
const t = (key, values = {}) => WORDS[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const comment = (id, by, at, fields, more = {}) =>
  ({ id, kind: "comment", sheet: "canvas", block: "", removed: false, created_by: by, created_at: `2024-03-${at}:00Z`, fields, ...more });

function clientOf(entries, { me = "ilze", roles = ["participant"] } = {}) {
  return {
    t, entries: new Map(entries.map((entry) => [entry.id, entry])),
    state: {
      me: { id: me, name: me, initials: "ME", roles }, workbook: { id: "w", owner: { id: "ilze", name: "Ilze Kalniņa", initials: "IK" } },
      people: { anneli: { name: "Anneli Saarinen", initials: "AS", role: "coach" }, ilze: { name: "Ilze Kalniņa", initials: "IK", role: "participant" } },
      edition: { today: "2024-03-11", zone: "Europe/Riga" }, home: { sections: [{ key: "trends", title: "Trends" }] },
      sheets: new Map([["canvas", { key: "canvas", title: "Business model canvas", short: "Canvas", blocks: [{ key: "revenue", title: "Revenue Streams" }] }]]),
    },
  };
}

test("replies stand under their first comment, oldest first", () => {
  const [thread] = threadsOf(clientOf([
    comment("r2", "anneli", "05T10:00", { thread: "a" }), comment("a", "anneli", "01T10:00", { quote: "fees" }, { block: "revenue" }), comment("r1", "ilze", "04T10:00", { thread: "a" }),
  ]), "canvas");
  assert.deepEqual(thread.replies.map((reply) => reply.id), ["r1", "r2"]);
  assert.deepEqual({ state: thread.state, quote: thread.quote, anchor: thread.anchor, waits: thread.waits },
    { state: "open", quote: "fees", anchor: { sheet: "canvas", block: "revenue", entry: "", section: "" }, waits: true });
});

test("a thread waits for whoever did not write last, as long as it is open", () => {
  const entries = (state) => [comment("a", "anneli", "01T10:00", { state }), comment("r", "ilze", "02T10:00", { thread: "a" })];
  const waits = (state, me) => threadsOf(clientOf(entries(state), { me }), "canvas")[0].waits;
  assert.deepEqual([waits("answered", "anneli"), waits("answered", "ilze"), waits("settled", "anneli"), waits("used", "anneli")], [true, false, false, false]);
});

test("waiting threads come first, then open ones, then the rest, each newest first", () => {
  const threads = threadsOf(clientOf([
    comment("settled", "anneli", "09T10:00", { state: "settled" }), comment("mine", "ilze", "08T10:00", { state: "open" }),
    comment("old", "anneli", "01T10:00", { state: "open" }), comment("new", "anneli", "02T10:00", { state: "open" }),
  ]), "canvas");
  assert.deepEqual(threads.map((thread) => thread.root.id), ["new", "old", "mine", "settled"]);
});

test("removed comments, other sheets and answers without their thread do not show", () => {
  const entries = [comment("gone", "anneli", "01T10:00", {}, { removed: true }), comment("r", "ilze", "02T10:00", { thread: "gone" }), comment("other", "anneli", "01T10:00", {}, { sheet: "plan" })];
  assert.deepEqual(threadsOf(clientOf(entries), "canvas"), []);
  assert.deepEqual(threadsOf(clientOf(entries)).map((thread) => thread.root.id), ["other"]);
});

test("an answer of the participant is “answered”, one of the coach opens the thread", () => {
  assert.equal(stateAfter(clientOf([])), "answered");
  assert.equal(stateAfter(clientOf([], { me: "anneli", roles: ["coach"] })), "open");
});

test("a group's workbook belongs to those who write in it; whoever only comments there guides", () => {
  const inGroup = (me, roles, kinds) => {
    const client = clientOf([comment("a", "ilze", "01T10:00", { state: "answered" })], { me, roles });
    client.state.workbook = { id: "group:1", owner: { id: "group:1", name: "Blue", initials: "B", group: true }, kinds };
    return client;
  };
  const member = inGroup("eleni", ["participant", "trainer"], ["note", "comment"]);
  const trainer = inGroup("anneli", ["trainer"], ["comment"]);
  assert.deepEqual([owns(member), guides(member), owns(trainer), guides(trainer)], [true, false, false, true]);
  assert.deepEqual([stateAfter(member), stateAfter(trainer)], ["answered", "open"]);
  assert.deepEqual([member, trainer].map((client) => threadsOf(client)[0].waits), [true, true]);
});

test("a thread is named by its block, its sheet, or its section of the roadmap", () => {
  const client = clientOf([]);
  const anchor = { sheet: "canvas", block: "revenue", entry: "", section: "" };
  assert.equal(nameOf(client, anchor), "Revenue Streams");
  assert.equal(nameOf(client, anchor, { whole: true }), "Canvas, Revenue Streams");
  assert.equal(nameOf(client, { ...anchor, block: "" }), "Business model canvas");
  assert.equal(nameOf(client, { ...anchor, sheet: "roadmap", section: "trends" }), "the roadmap, Trends");
  assert.equal(nameOf(client, { ...anchor, sheet: "roadmap", section: "" }), "the roadmap");
});

test("titles are found in forms, canvases and trends", () => {
  assert.equal(titleOf({ parts: [{ questions: [{ key: "mission", title: "Mission" }] }] }, "mission"), "Mission");
  assert.equal(titleOf({ trends: [{ key: "climate", name: "Climate change" }] }, "climate"), "Climate change");
  assert.equal(titleOf({ horizons: [] }, "x"), "");
});

test("a quote is the entry's own words, and not too long", () => {
  assert.equal(wordsOf({ fields: { text: " A note " } }), "A note");
  assert.equal(wordsOf({ fields: { position: 2, area: "Timber" } }), "Timber");
  assert.equal(wordsOf({ fields: { value: 12 } }), "");
  assert.equal(wordsOf({ fields: { text: "x".repeat(400) } }).length, 160);
});

test("writers are “You”, a first name, or a first name with a role", () => {
  const client = clientOf([]);
  assert.deepEqual(["ilze", "anneli", "nobody"].map((id) => writerOf(client, id).name), ["You", "Anneli, coach", "Someone"]);
  assert.equal(writerOf(clientOf([], { me: "anneli", roles: ["coach"] }), "ilze").name, "Ilze");
});

test("moments are said in the edition's own days", () => {
  const client = clientOf([]);
  const said = ["2024-03-11T08:42:00Z", "2024-03-10T15:20:00Z", "2024-03-09T23:30:00Z", "2024-03-01T10:00:00Z", "2023-03-01T10:00:00Z", "never"].map((moment) => whenSaid(client, moment));
  assert.deepEqual(said, ["today 10:42", "yesterday 17:20", "yesterday 01:30", "1 March", "1 March 2023", ""]);
});

test("drafts belong to one person, workbook and thread; one that finds no room is told", () => {
  const kept = new Map();
  const told = [];
  const clientFor = (more) => ({ ...clientOf([], more), unkept: (key, is) => told.push([key, is]) });
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  const drafts = draftsOf(clientFor(), storage);
  drafts.keep("a", "half a sentence");
  assert.deepEqual([...kept], [["cba:draft:ilze:w:a", "half a sentence"]]);
  assert.equal(drafts.read("a"), "half a sentence");
  assert.equal(draftsOf(clientFor({ me: "anneli" }), storage).read("a"), "");
  drafts.keep("a", "");
  assert.equal(kept.size, 0);
  draftsOf(clientFor(), { ...storage, setItem() { throw new Error("full"); } }).keep("a", "x");
  draftsOf(clientFor(), null).keep("b", "x");
  assert.equal(draftsOf(clientFor(), null).read("b"), "");
  assert.deepEqual(told, [["cba:draft:ilze:w:a", false], ["cba:draft:ilze:w:a", false], ["cba:draft:ilze:w:a", true], ["cba:draft:ilze:w:b", true]]);
});
