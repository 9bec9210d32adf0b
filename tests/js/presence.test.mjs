// Who is here, who writes where, and what is said of it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { hereWords, whereWords } from "../../cba_kit/widgets/static/group-line.js";
import { between, presentPeople, tintOf, writersOf } from "../../cba_kit/widgets/static/presence-facts.js";
import { createPresence } from "../../cba_kit/widgets/static/presence.js";

const MEMBERS = ["anna", "georgi", "ilze", "zsofia"].map((id) => ({ id, name: `${id[0].toUpperCase()}${id.slice(1)} Surname`, initials: id[0].toUpperCase() }));
const at = (id, sheet = "", entry = null, client = `${id}-1`) => ({ ...MEMBERS.find((one) => one.id === id), sheet, entry, client });
const texts = { "presence.came": "{names} came", "presence.came_one": "{names} came", "presence.left_one": "{names} left", "presence.beside_one": "{names} too" };
const t = (key, values = {}) => (texts[key] ?? `${key} {names}${values.sheet ?? ""}`).replace("{names}", values.names ?? "");

test("two tabs of a person are one person with two sheets", () => {
  const found = presentPeople([at("georgi", "canvas"), at("anna", "canvas"), at("anna", "plan", null, "anna-2"), at("anna", "", null, "anna-3")]);
  assert.deepEqual(found.map(({ person, sheets }) => [person.id, sheets]), [["anna", ["canvas", "plan"]], ["georgi", ["canvas"]]]);
});

test("whoever writes in an entry is found once", () => {
  const list = [at("anna", "canvas", "n1"), at("anna", "canvas", "n1", "anna-2"), at("georgi", "canvas", "n2")];
  assert.deepEqual(writersOf(list, "n1").map(({ id }) => id), ["anna"]);
  assert.deepEqual(writersOf(list, "n3"), []);
});

test("everybody but oneself has a colour of three, always the same one", () => {
  assert.deepEqual(["anna", "georgi", "zsofia"].map((id) => tintOf(MEMBERS, "ilze", id)), [1, 2, 3]);
  assert.ok([1, 2, 3].includes(tintOf(MEMBERS, "ilze", "trainer")));
});

test("comings and goings are those of people, not of tabs", () => {
  assert.deepEqual(between([at("anna"), at("georgi")], [at("anna", "", null, "anna-2"), at("zsofia")]), { came: ["zsofia"], left: ["georgi"] });
});

/** A page: what it hears, what it says, and where the cursor is. */
function page() {
  const listeners = new Map();
  const said = [];
  const heard = { root: new Map(), document: new Map() };
  const field = (entry) => ({ matches: () => true, closest: () => (entry ? { getAttribute: () => entry } : null) });
  const made = {
    said, told: [], kind: "saved", active: null, visible: "visible",
    client: {
      t, state: { me: { id: "ilze" }, workbook: { id: "group:1" }, people: {}, sheets: new Map([["canvas", { title: "Canvas" }]]),
        books: [{ id: "group:1", kind: "group", members: MEMBERS, name: "Blue" }] },
      on: (name, listener) => { listeners.set(name, [...(listeners.get(name) ?? []), listener]); return () => listeners.delete(name); },
      status: () => ({ kind: made.kind }),
      here: (sheet, entry) => made.told.push([sheet, entry]),
    },
    emit: (name, detail) => (listeners.get(name) ?? []).forEach((listener) => listener(detail)),
    people: (list, workbook = "group:1") => made.emit("message", { t: "presence", workbook, people: list }),
    write(entry) { made.active = entry === null ? null : field(entry); heard.root.get("focusin")(); },
    root: { addEventListener: (name, listener) => heard.root.set(name, listener), removeEventListener: (name) => heard.root.delete(name), contains: () => true },
  };
  const region = { set textContent(text) { if (text) said.push(text); } };
  const document = { addEventListener: () => {}, removeEventListener: () => {}, getElementById: () => region, documentElement: { lang: "en" },
    get activeElement() { return made.active; }, get visibilityState() { return made.visible; } };
  Object.assign(globalThis, { document, window: globalThis, requestAnimationFrame: (act) => act() });
  return made;
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => { mock.timers.reset(); for (const name of ["document", "window", "requestAnimationFrame"]) delete globalThis[name]; });

test("who comes and goes within moments is spoken of once, calmly; who moves is not", () => {
  const here = page();
  createPresence(here.client, here.root);
  here.people([at("anna")]);
  here.people([at("anna"), at("georgi")]);
  assert.deepEqual(here.said, []);
  mock.timers.tick(3000);
  assert.deepEqual(here.said, ["Anna and Georgi came"]);
  here.people([at("anna", "canvas"), at("georgi", "canvas", "n1")]);
  mock.timers.tick(3000);
  here.people([at("anna", "canvas")]);
  mock.timers.tick(3000);
  assert.deepEqual(here.said, ["Anna and Georgi came", "Georgi left"]);
});

test("somebody who writes where we write is spoken of at once, and only once", () => {
  const here = page();
  const presence = createPresence(here.client, here.root);
  presence.show("canvas");
  here.write("n1");
  mock.timers.tick(400);
  assert.deepEqual(here.told, [["canvas", "n1"]]);
  here.people([at("anna", "canvas", "n1")]);
  here.people([at("anna", "canvas", "n1"), at("georgi", "canvas", "n2")]);
  assert.deepEqual(here.said, ["Anna too"]);
  assert.deepEqual(presence.at("n1").map(({ id }) => id), ["anna"]);
});

test("the others are told of the last place of several, and of none in a window that nobody sees", () => {
  const here = page();
  const presence = createPresence(here.client, here.root);
  presence.show("canvas");
  here.write("n1");
  here.write("n2");
  mock.timers.tick(400);
  here.visible = "hidden";
  here.write("n2");
  mock.timers.tick(400);
  assert.deepEqual(here.told, [["canvas", "n2"], ["canvas", null]]);
});

test("nobody is shown while nothing is heard, nor those of another workbook", () => {
  const here = page();
  const presence = createPresence(here.client, here.root);
  here.people([at("anna")], "group:2");
  assert.deepEqual(presence.people(), []);
  here.people([at("anna")]);
  assert.equal(presence.people().length, 1);
  here.kind = "offline";
  here.emit("status");
  assert.deepEqual(presence.people(), []);
  here.kind = "saved";
  here.emit("status");
  assert.equal(presence.people().length, 1);
});

test("a listener is told of each change until it leaves", () => {
  const here = page();
  const presence = createPresence(here.client, here.root);
  let times = 0;
  const off = presence.on(() => { times += 1; });
  here.people([at("anna")]);
  here.people([at("anna")]);
  off();
  here.people([]);
  assert.equal(times, 1);
});

test("the line says who is here, and where a member is", () => {
  const { client } = page();
  const present = presentPeople([at("anna", "canvas"), at("georgi")]);
  assert.equal(hereWords(client, []), "presence.alone ");
  assert.equal(hereWords(client, present), "presence.here Anna and Georgi");
  assert.deepEqual(MEMBERS.map((member) => whereWords(client, member, present)),
    ["presence.in_sheet Canvas", "presence.here_now ", "presence.you ", "presence.away "]);
});
