// A storage like the browser's; `room` is how many items it takes, `log` what was changed: [key, new, old].
export function disk(room = Infinity) {
  const items = new Map();
  const log = [];
  return {
    log,
    get length() { return items.size; },
    key: (i) => [...items.keys()][i] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem(key) {
      if (items.has(key)) log.push([key, null, items.get(key)]);
      items.delete(key);
    },
    setItem(key, value) {
      if (!items.has(key) && items.size >= room) throw new Error("QuotaExceededError");
      log.push([key, value, items.get(key) ?? null]);
      items.set(key, value);
    },
  };
}
