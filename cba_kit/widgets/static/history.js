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

/** Keep at most `most` steps. */
export function createHistory(most = 100) {
  /** @type {Step[]} */ let done = [];
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
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
    next: () => done.at(-1)?.label ?? "",
    undo: () => done.pop() ?? null,
    redo: () => undone.pop() ?? null,
    undid: (/** @type {Step} */ step) => undone.push(step),
    redid: (/** @type {Step} */ step) => done.push(step),
  };
}
