// Makes one module of many: anywidget loads a module from a blob URL, where "./other.js" leads nowhere.
// MODULES is [name, source] in the order in which they can be made; the last one is the entry.
const MODULES = __MODULES__;
const addresses = new Map();
for (const [name, source] of MODULES) {
  const linked = source.replace(/(from|import)\s+"\.\/([\w-]+\.js)"/g, (_, word, other) => `${word} "${addresses.get(other)}"`);
  addresses.set(name, URL.createObjectURL(new Blob([linked], { type: "text/javascript" })));
}
const entry = await import(addresses.get(MODULES.at(-1)[0]));
for (const address of addresses.values()) URL.revokeObjectURL(address);
export default entry.default;
