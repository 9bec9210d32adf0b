// The workbooks that a person may open, and what the navigation offers in each.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bookOf, groupBook, isWhole, openGroup, ownBook, sheetHash, switches, wholeBook } from "../../cba_kit/widgets/static/books.js";
import { booksOf, labelOf, tabsOf, titleOf } from "../../cba_kit/widgets/static/navigation.js";

const t = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const sheet = (key, kind) => ({ key, kind, title: `The ${key}`, short: key });
const CANVAS = sheet("canvas", "canvas");
const PLAN = sheet("plan", "plan");
const OWN = { id: "ilze", kind: "own", name: "", members: [], sheets: [CANVAS, PLAN] };
const GROUP = { id: "group:1", kind: "group", name: "Blue team", members: [{ id: "anna" }, { id: "ilze" }], sheets: [CANVAS] };
const OTHER = { id: "group:2", kind: "group", name: "Red team", members: [{ id: "eleni" }], sheets: [CANVAS] };

const WHOLE = { id: "plenary:cba3", kind: "group", name: "Everybody", members: [], sheets: [CANVAS] };

const stateOf = (open, books = [OWN, GROUP]) => ({
  me: { id: "ilze" }, books, workbook: { id: open.id }, academy: { name: "Academy" }, sheets: new Map(open.sheets.map((one) => [one.key, one])) });
const client = (open, books) => ({ t, state: stateOf(open, books) });

test("the group's workbook is that of the group that one is in; a trainer may know others", () => {
  assert.equal(groupBook(stateOf(OWN, [OWN, OTHER, GROUP])), GROUP);
  assert.equal(groupBook(stateOf(OWN, [OWN, OTHER])), null);
  assert.equal(ownBook(stateOf(OWN)), OWN);
});

test("a page that knows of no workbooks stays in the one that it has", () => {
  const state = { ...stateOf(OWN), books: [] };
  assert.deepEqual([ownBook(state), groupBook(state), openGroup(state), bookOf(state, "home")], [null, null, null, null]);
});

test("the room of an address says whose workbook it is about", () => {
  const state = stateOf(OWN);
  assert.deepEqual(["home", "sheet", "roadmap", "group"].map((room) => bookOf(state, room)), [OWN, OWN, OWN, GROUP]);
  assert.equal(openGroup(stateOf(GROUP)), GROUP);
  assert.equal(openGroup(state), null);
});

test("sheets and entries have an address in the workbook that is open", () => {
  assert.equal(sheetHash(client(OWN), "canvas", "n1"), "#sheet/canvas/n1");
  assert.equal(sheetHash(client(GROUP), "canvas", "copy:1"), "#group/canvas/copy%3A1");
  assert.equal(sheetHash({ state: { person: { id: "ilze" } } }, "canvas", "n1"), "#queue/ilze/workbook/canvas");
});

test("the switch keeps the sheet where the other workbook has it", () => {
  assert.deepEqual(switches(stateOf(OWN), ["sheet", "canvas", "n1"]), { own: "#sheet/canvas", group: "#group/canvas" });
  assert.deepEqual(switches(stateOf(OWN), ["sheet", "plan"]), { own: "#sheet/plan", group: "#group" });
  assert.deepEqual(switches(stateOf(GROUP), ["group"]), { own: "#home", group: "#group" });
  assert.deepEqual(switches(stateOf(OWN), []), { own: "#home", group: "#group" });
  assert.equal(switches(stateOf(OWN, [OWN]), ["home"]), null);
});

test("the choice of a workbook marks the open one, and is not there without a group", () => {
  const found = (open) => booksOf(client(open), ["home"]).map(({ label, current }) => [label, current]);
  assert.deepEqual(found(OWN), [["group.own", true], ["group.called Blue team", false]]);
  assert.deepEqual(found(GROUP), [["group.own", false], ["group.called Blue team", true]]);
  assert.deepEqual(booksOf(client(OWN, [OWN]), ["home"]), []);
});

test("home and roadmap belong to one's own workbook alone", () => {
  assert.deepEqual(tabsOf(client(OWN)).map(({ hash }) => hash), ["#home", "#sheet/canvas", "#sheet/plan", "#thread", "#roadmap"]);
  assert.deepEqual(tabsOf(client(GROUP)).map(({ hash }) => hash), ["#group", "#group/canvas", "#group/thread"]);
});

test("a phone's bar has five places: the thread takes one that is free; few sheets of a group all stand there", () => {
  const many = [...["a", "b", "c"].map((key) => sheet(key, "form")), CANVAS, sheet("canvas_2", "canvas"), PLAN];
  const onPhone = (open) => tabsOf(client(open)).filter(({ phone }) => phone).map(({ hash }) => hash);
  assert.deepEqual(onPhone({ ...OWN, sheets: many }), ["#home", "#sheet/canvas", "#sheet/plan", "#thread", "#roadmap"]);
  assert.deepEqual(onPhone({ ...OWN, sheets: [...many, sheet("t", "trends")] }), ["#home", "#sheet/canvas", "#sheet/plan", "#sheet/t", "#roadmap"]);
  assert.deepEqual(onPhone({ ...GROUP, sheets: many.slice(0, 4) }), ["#group", "#group/a", "#group/b", "#group/c", "#group/canvas"]);
});

test("the names of window and navigation say whose workbook is open", () => {
  assert.equal(titleOf(client(GROUP), "group", CANVAS), "The canvas · group.called Blue team · Academy");
  assert.equal(titleOf(client(GROUP), "group", null), "group.called Blue team · Academy");
  assert.equal(titleOf(client(OWN), "home", null), "app.home · Academy");
  assert.equal(titleOf(client(OWN), "thread", null), "thread.page · Academy");
  assert.deepEqual([labelOf(client(OWN)), labelOf(client(GROUP))], ["app.sheets", "group.navigation Blue team"]);
});

test("everybody's workbook has a room of its own beside the group's", () => {
  const books = [OWN, GROUP, WHOLE];
  const state = stateOf(WHOLE, books);
  assert.equal(wholeBook(state), WHOLE);
  assert.deepEqual([isWhole(WHOLE), isWhole(GROUP), isWhole(null)], [true, false, false]);
  assert.equal(bookOf(state, "everybody"), WHOLE);
  assert.equal(bookOf(stateOf(OWN), "everybody"), null);
  assert.equal(openGroup(state), WHOLE);
  assert.equal(groupBook(state), GROUP);
  assert.equal(sheetHash({ state }, "canvas", "n1"), "#everybody/canvas/n1");
  assert.deepEqual(tabsOf(client(WHOLE, books)).map(({ hash }) => hash), ["#everybody", "#everybody/canvas", "#everybody/thread"]);
  assert.deepEqual(switches(state, ["everybody", "canvas"]), { own: "#sheet/canvas", group: "#group/canvas", all: "#everybody/canvas" });
  assert.deepEqual(switches(stateOf(OWN, [OWN, WHOLE]), ["home"]), { own: "#home", all: "#everybody" });
  assert.deepEqual(booksOf(client(WHOLE, books), ["everybody"]).map(({ hash, current }) => [hash, current]),
    [["#home", false], ["#group", false], ["#everybody", true]]);
  assert.equal(titleOf(client(WHOLE, books), "everybody", null), "Everybody · Academy");
  assert.equal(labelOf(client(WHOLE, books)), "group.navigation_all");
});

test("whoever leads has all groups' boards under one room", () => {
  const state = { ...stateOf(OTHER, [GROUP, OTHER, WHOLE]), me: { id: "tomas" } };
  assert.equal(sheetHash({ state }, "canvas", "n1"), "#groups/group%3A2/canvas/n1");
  assert.equal(groupBook(state), null);
  assert.equal(openGroup(state), OTHER);
});
