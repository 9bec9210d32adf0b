// Bytes in a widget's state: on the wire they stand beside the state, with the paths to their places. There, a list
// holds null and an object nothing.

/** Take the bytes out of a state. @param {any} state
 *  @returns {{state:any, buffer_paths:(string|number)[][], buffers:(ArrayBuffer|ArrayBufferView)[]}} */
export function takeOut(state) {
  /** @type {(string|number)[][]} */ const buffer_paths = [];
  /** @type {(ArrayBuffer|ArrayBufferView)[]} */ const buffers = [];
  const walk = (/** @type {any} */ value, /** @type {(string|number)[]} */ path) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      buffer_paths.push(path);
      buffers.push(value);
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (value === null || typeof value !== "object" || typeof value.toJSON === "function") return value;
    const rest = Object.entries(value).map(([name, item]) => [name, walk(item, [...path, name])]);
    return Object.fromEntries(rest.filter(([name, item]) => item !== null || value[name] === null));
  };
  return { state: walk(state, []), buffer_paths, buffers };
}

/** Put the bytes back to where their paths lead.
 *  @param {any} state @param {(string|number)[][]} [paths] @param {any[]} [buffers] */
export function putBack(state, paths = [], buffers = []) {
  paths.forEach((path, index) => {
    const holder = path.slice(0, -1).reduce((place, name) => place[name], state);
    holder[path.at(-1) ?? ""] = buffers[index];
  });
  return state;
}
