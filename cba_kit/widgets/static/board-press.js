// Presses: while a button is held down, nothing under the pointer may move away, or the click would miss.

/** @param {AbortSignal} signal @returns {(act: () => void) => void} runs at once, or after the press that is going on */
export function createPress(signal) {
  let pressing = false;
  /** @type {(() => void)[]} */ let waiting = [];
  const release = () => setTimeout(() => {
    pressing = false;
    const acts = waiting;
    waiting = [];
    acts.forEach((act) => act());
  }, 0);
  addEventListener("pointerdown", () => { pressing = true; }, { signal, capture: true });
  addEventListener("pointerup", release, { signal });
  addEventListener("pointercancel", release, { signal });
  return (act) => { if (pressing) waiting.push(act); else act(); };
}
