// Undo and redo of one's own steps: each step is the operations that take it back.

/** @typedef {{label:string, back:any[], typing:string}} Step */

/** The operation that takes `operation` back, given the entry's state before it.
 *  @param {any} before @param {any} operation */
export function inverse(before, operation) {
  const same = { sheet: operation.sheet, entry: operation.entry, kind: operation.kind, block: null, fields: {} };
  if (!before) return { ...same, op: "remove" };
  if (operation.op === "remove") return { ...same, op: "restore" };
  if (operation.op === "restore") return { ...same, op: "remove" };
  const fields = Object.fromEntries(
    Object.keys(operation.fields).map((name) => [name, before.fields[name] ?? null]),
  );
  const block = operation.block !== null && operation.block !== before.block ? before.block : null;
  return { ...same, op: "put", block, fields };
}

function steps(/** @type {string|null} */ text) {
  try {
    const found = JSON.parse(text || "[]");
    return Array.isArray(found) && found.every((step) => Array.isArray(step?.back)) ? found.map((step) => ({ ...step, typing: "" })) : [];
  } catch {
    return []; // cut off: undo begins anew
  }
}

/** Keep at most `most` steps. `before` are steps from before a reload, as `kept` gave them.
 *  @param {string|null} [before] */
export function createHistory(before = null, most = 100) {
  /** @type {Step[]} */ let done = steps(before);
  /** @type {Step[]} */ let undone = [];
  return {
    /** Remember a step; typing in the same entry continues the last one. */
    add(/** @type {string} */ label, /** @type {any[]} */ back, typing = "") {
      undone = [];
      const last = done.at(-1);
      if (typing && last && last.typing === typing) return;
      done.push({ label, back, typing });
      done = done.slice(-most);
    },
    /** End a run of typing: the next keystroke is a step of its own. */
    rest() {
      const last = done.at(-1);
      if (last) last.typing = "";
    },
    /** An entry was never made: no step leads back to it. */
    forget(/** @type {string} */ entry) {
      const without = (/** @type {Step[]} */ list) => list.filter((one) => !one.back.some((operation) => operation.entry === entry));
      done = without(done);
      undone = without(undone);
    },
    /** The steps as text, for after a reload; "" when there are none. */
    kept: () => (done.length ? JSON.stringify(done) : ""),
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
    next: () => done.at(-1)?.label ?? "",
    undo: () => done.pop() ?? null,
    redo: () => undone.pop() ?? null,
    undid: (/** @type {Step} */ step) => undone.push(step),
    redid: (/** @type {Step} */ step) => done.push(step),
  };
}
