import assert from "node:assert/strict";
import { test } from "node:test";
import { putBack, takeOut } from "../../templates/pages/static/lean/buffers.js";
import { decode, encode, PROTOCOL } from "../../templates/pages/static/lean/wire.js";

/** Eight bytes, the little end first. */
const word = (number) => [number & 255, (number >> 8) & 255, 0, 0, 0, 0, 0, 0];
const signs = (text) => [...Buffer.from(text, "utf-8")];
const asArray = (bytes) => Uint8Array.from(bytes).buffer;

/** The message of the protocol's documentation, byte by byte: five parts, one buffer, seven offsets. */
const message = { channel: "shell", header: { id: "é" }, parent_header: {}, metadata: {}, content: [1], buffers: [Uint8Array.of(0, 255, 7)] };
const bytes = [
  ...word(7),
  ...word(64), // the channel begins after eight words
  ...word(69), // "shell" is five bytes long
  ...word(80), // {"id":"é"} is eleven: é takes two
  ...word(82), ...word(84), ...word(87), // {} {} [1]
  ...word(90), // the buffer's end, which is the end of all
  ...signs("shell"), ...signs('{"id":"é"}'), ...signs("{}"), ...signs("{}"), ...signs("[1]"), 0, 255, 7,
];

test("a message becomes the bytes that the protocol asks for", () => {
  assert.equal(PROTOCOL, "v1.kernel.websocket.jupyter.org");
  assert.deepEqual([...encode(message)], bytes);
});

test("the bytes become the message again; buffers can be read as DataView", () => {
  const { buffers, ...rest } = decode(asArray(bytes));
  assert.deepEqual(rest, { channel: "shell", header: { id: "é" }, parent_header: {}, metadata: {}, content: [1] });
  assert.deepEqual(buffers.map((view) => [view.constructor.name, view.byteLength, view.getUint8(1)]), [["DataView", 3, 255]]);
});

test("a message without buffers has six offsets; several buffers keep their order, also views into larger bytes", () => {
  const plain = encode({ ...message, buffers: [] });
  assert.equal(plain[0], 6);
  assert.deepEqual(decode(plain.buffer).buffers, []);
  const large = Uint8Array.of(9, 1, 2, 3, 9);
  const sent = decode(encode({ ...message, buffers: [large.subarray(1, 4), new DataView(large.buffer, 4, 1), new ArrayBuffer(2)] }).buffer);
  assert.deepEqual(sent.buffers.map((view) => [...new Uint8Array(view.buffer)]), [[1, 2, 3], [9], [0, 0]]);
});

test("what is no whole message is refused, and costs no time", () => {
  for (const broken of [[], [1, 2, 3], word(2), [...word(255), ...word(8)], bytes.slice(0, 30), [255, 255, 255, 255, 255, 255, 255, 255]]) {
    assert.throws(() => decode(asArray(broken)));
  }
  const notText = [...bytes];
  notText[66] = 255;
  assert.throws(() => decode(asArray(notText)), TypeError);
});

test("bytes in a state go beside it and come back to where they were", () => {
  const [one, two] = [Uint8Array.of(1), new DataView(new ArrayBuffer(2))];
  const state = { name: "x", bytes: one, deep: { list: [null, { two }, two], none: null }, day: new Date(0) };
  const taken = takeOut(state);
  assert.deepEqual(taken.state, { name: "x", deep: { list: [null, {}, null], none: null }, day: new Date(0) });
  assert.deepEqual(taken.buffer_paths, [["bytes"], ["deep", "list", 1, "two"], ["deep", "list", 2]]);
  assert.deepEqual(putBack(taken.state, taken.buffer_paths, taken.buffers), state);
  assert.equal(state.bytes, one); // the page's own state keeps its bytes
});
