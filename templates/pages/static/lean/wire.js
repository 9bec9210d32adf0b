// The wire: Jupyter messages as bytes, the way v1.kernel.websocket.jupyter.org puts them. First the number of offsets,
// then the offsets (unsigned, 64 bits, little end first), then what lies between them: the channel's name, header,
// parent header, metadata and content as JSON, and the buffers as they are.

export const PROTOCOL = "v1.kernel.websocket.jupyter.org";

const WORD = 8;
const JSON_PARTS = ["header", "parent_header", "metadata", "content"];

/** @typedef {{channel:string, header:any, parent_header:any, metadata:any, content:any,
 *   buffers:(ArrayBuffer|ArrayBufferView)[]}} Message */

/** A name that no other message or session has; crypto.randomUUID needs https or localhost. */
export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Put a message into bytes. @param {Message} message @returns {Uint8Array} */
export function encode(message) {
  const text = new TextEncoder();
  const parts = [message.channel, ...JSON_PARTS.map((name) => JSON.stringify(message[name]))].map((part) => text.encode(part));
  parts.push(...message.buffers.map(bytesOf));
  const start = WORD * (parts.length + 2);
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, start));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(parts.length + 1), true);
  let place = start;
  parts.forEach((part, index) => {
    view.setBigUint64(WORD * (index + 1), BigInt(place), true);
    bytes.set(part, place);
    place += part.length;
  });
  view.setBigUint64(WORD * (parts.length + 1), BigInt(place), true);
  return bytes;
}

/** Read a message; its buffers come as DataView. Throws what is wrong with it.
 *  @param {ArrayBuffer} data @returns {Message} */
export function decode(data) {
  const view = new DataView(data);
  const count = Number(view.getBigUint64(0, true));
  if (count < JSON_PARTS.length + 2 || WORD * (count + 1) > data.byteLength) throw new RangeError("not a whole message");
  const offsets = Array.from({ length: count }, (_, index) => Number(view.getBigUint64(WORD * (index + 1), true)));
  const part = (/** @type {number} */ index) => data.slice(offsets[index], offsets[index + 1]);
  const text = (/** @type {number} */ index) => new TextDecoder("utf-8", { fatal: true }).decode(part(index));
  /** @type {any} */ const message = { channel: text(0), buffers: [] };
  JSON_PARTS.forEach((name, index) => { message[name] = JSON.parse(text(index + 1)); });
  for (let index = JSON_PARTS.length + 1; index < count - 1; index++) message.buffers.push(new DataView(part(index)));
  return message;
}

function bytesOf(/** @type {ArrayBuffer|ArrayBufferView} */ buffer) {
  return ArrayBuffer.isView(buffer) ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : new Uint8Array(buffer);
}
