// Events: who is told when something happens.

/** @returns {{emit:(name:string, detail?:any) => void, on:(name:string, listener:(detail:any) => void) => () => void}} */
export function createEvents() {
  /** @type {Map<string, ((detail:any) => void)[]>} */ const listeners = new Map();
  const of = (/** @type {string} */ name) => listeners.get(name) ?? [];
  return {
    /** A listener that fails stops neither the others nor what is being kept and sent. */
    emit(name, detail) {
      for (const listener of of(name).slice()) {
        try { listener(detail); } catch (error) { queueMicrotask(() => { throw error; }); }
      }
    },
    /** Listen; the answer ends it. */
    on(name, listener) {
      listeners.set(name, [...of(name), listener]);
      return () => { listeners.set(name, of(name).filter((other) => other !== listener)); };
    },
  };
}
