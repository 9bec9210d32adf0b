// A storage like the browser's; `room` is how many items it takes.
export function disk(room = Infinity) {
  const items = new Map();
  return {
    get length() { return items.size; },
    key: (i) => [...items.keys()][i] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => { items.delete(key); },
    setItem(key, value) {
      if (!items.has(key) && items.size >= room) throw new Error("QuotaExceededError");
      items.set(key, value);
    },
  };
}
