// What another tab of the same person keeps is shown until the store's own state is here.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createTabs } from "../../cba_kit/widgets/static/tabs.js";

let storage;
beforeEach(() => { globalThis.addEventListener = (_, listener) => { storage = listener; }; globalThis.removeEventListener = () => {}; });
afterEach(() => { delete globalThis.addEventListener; delete globalThis.removeEventListener; });

const kept = (entry, at) => JSON.stringify({ operation: { id: `op-${entry}`, entry, op: "put", fields: { text: "x" } }, client: "other", workbook: "w", order: 1, at, growing: false });
const waits = (entry, at) => storage({ key: `cba:op:ilze:w:op-${entry}`, newValue: kept(entry, at), oldValue: null });
const sent = (entry, at) => storage({ key: `cba:op:ilze:w:op-${entry}`, newValue: null, oldValue: kept(entry, at) });

function open() {
  const here = { now: 0, changed: [] };
  here.tabs = createTabs("ilze", { changed: (ids) => here.changed.push(...ids), took: () => {}, out: () => {} }, () => here.now);
  here.shown = () => here.tabs.all().map((item) => item.operation.entry);
  return here;
}

test("words that another tab has sent stay until the store tells of them", () => {
  const here = open();
  waits("n1", 100);
  here.now = 200;
  sent("n1", 100);
  assert.deepEqual(here.shown(), ["n1"]);
  here.now = 210;
  here.tabs.arrived(["n1"]);
  assert.deepEqual(here.shown(), []);
});

test("where the store was quicker than the other tab, nothing stays", () => {
  const here = open();
  waits("n1", 100);
  here.now = 200;
  here.tabs.arrived(["n1"]);
  assert.deepEqual(here.shown(), ["n1"]);
  here.now = 210;
  sent("n1", 100);
  assert.deepEqual(here.shown(), []);
  assert.deepEqual(here.changed, ["n1", "n1"]);
});

test("what the store said before the words were written does not count", () => {
  const here = open();
  here.now = 50;
  here.tabs.arrived(["n1"]);
  waits("n1", 100);
  here.now = 200;
  sent("n1", 100);
  assert.deepEqual(here.shown(), ["n1"]);
});
