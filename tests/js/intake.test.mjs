// What is told of a file that is brought in, and the pieces in which it is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellWords, countWords, piecesOf } from "../../cba_kit/widgets/static/intake-facts.js";
import { createSending } from "../../cba_kit/widgets/static/intake-send.js";

const t = (key, values) => `${key}${values ? ` ${JSON.stringify(values)}` : ""}`;

test("pieces hold all bytes in their order, each readable alone", () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
  const pieces = piecesOf(bytes, 333);
  assert.equal(pieces.length, 4);
  assert.deepEqual(Buffer.concat(pieces.map((piece) => Buffer.from(piece, "base64"))), Buffer.from(bytes));
});

test("an empty file is one empty piece", () => assert.deepEqual(piecesOf(new Uint8Array()), [""]));

test("only what there is is counted, one has words of its own", () => {
  const counts = { new: 3, changed: 1, same: 0, refused: 0 };
  assert.equal(countWords(t, counts), 'intake.new {"n":3}, intake.changed_one {"n":1}');
});

test("each change has a line, what is new stands in one, the name is not said twice", () => {
  const cells = [["Block", "", "Channels"], ["Note", "", "Fairs"], ["Meaning", "Today", "At risk"], ["Proof", "12", ""]];
  assert.deepEqual(cellWords(t, { sheet: "", place: "", name: "Fairs", cells }), [
    'intake.was {"title":"Meaning","was":"Today","now":"At risk"}',
    'intake.gone {"title":"Proof","was":"12"}',
    'intake.fresh {"title":"Block","now":"Channels"}',
  ]);
});

test("a change that the table does not show is told as such", () => {
  assert.deepEqual(cellWords(t, { sheet: "", place: "", name: "Fairs", cells: [] }), ["intake.unseen"]);
});

function desk() {
  const listeners = {};
  const sent = [];
  const told = [];
  const client = {
    id: "tab",
    state: { workbook: { id: "ilze" } },
    newId: () => "f1",
    send: (message) => { sent.push(message); return true; },
    status: () => ({ since: 0 }),
    on(name, listener) { listeners[name] = listener; return () => delete listeners[name]; },
  };
  const sending = createSending(client, {
    sheet: "swot",
    progress: () => {},
    weighed: (message) => told.push(message),
    brought: (message, doubtful) => told.push([message, doubtful]),
    lost: () => told.push("lost"),
  });
  return { client, sending, sent, told, hear: (message) => listeners.message(message), back: () => listeners.back(), listeners };
}

test("the next piece goes when the last one has arrived, and from the start to a new kernel", () => {
  const { sending, sent, told, hear } = desk();
  sending.weigh("a.csv", ["A", "B", "C"]);
  hear({ t: "weighing", file: "another", next: 2 });
  hear({ t: "weighing", file: "f1", next: 1 });
  hear({ t: "weighing", file: "f1", next: 0 });
  assert.deepEqual(sent.map(({ part, data }) => [part, data]), [[0, "A"], [1, "B"], [0, "A"]]);
  hear({ t: "weighed", file: "f1", token: "x" });
  hear({ t: "weighing", file: "f1", next: 1 });
  assert.equal(sent.length, 3);
  assert.equal(told.length, 1);
  sending.destroy();
});

test("when the connection is back, what has no answer is sent again, and the doubt is told", () => {
  const { sending, sent, told, hear, back } = desk();
  sending.bring("in-1");
  back();
  assert.deepEqual(sent.map(({ t: kind, token }) => [kind, token]), [["bring", "in-1"], ["bring", "in-1"]]);
  hear({ t: "brought", token: "in-1" });
  back();
  assert.equal(sent.length, 2);
  assert.deepEqual(told, [[{ t: "brought", token: "in-1" }, true]]);
  sending.destroy();
});

test("without a connection that is said at once", () => {
  const { client, sending, told } = desk();
  client.send = () => false;
  sending.weigh("a.csv", ["A"]);
  assert.deepEqual(told, ["lost"]);
  sending.destroy();
});
