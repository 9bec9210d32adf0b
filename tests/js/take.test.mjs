// Which files a sheet can be had as.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesOf } from "../../cba_kit/widgets/static/take.js";

const edition = { code: "spring" };
const own = { id: "ilze", owner: { id: "ilze" } };
const addresses = (workbook, template) => filesOf({ workbook, edition }, template).map(({ href }) => href);

test("a canvas has a picture, and one's own can be printed", () => {
  assert.deepEqual(addresses(own, { key: "swot", kind: "canvas" }), [
    "download/ilze/swot.csv",
    "download/ilze/swot.xlsx",
    "download/ilze/swot.md",
    "download/ilze/swot.svg",
    "download/ilze/swot.json",
    "reports/spring/canvases/ilze.pdf",
  ]);
});

test("a group's canvas is in nobody's report", () => {
  const group = { id: "group:1f", owner: { id: "group:1f", group: true } };
  assert.deepEqual(addresses(group, { key: "swot", kind: "canvas" }).at(-1), "download/group:1f/swot.json");
});

test("other sheets have no picture of their own", () => {
  assert.deepEqual(addresses(own, { key: "strategy", kind: "form" }).map((href) => href.split(".").at(-1)), ["csv", "xlsx", "md", "json"]);
});
