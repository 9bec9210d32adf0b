import assert from "node:assert/strict";
import { test } from "node:test";
import { createModel, invoke } from "../../templates/pages/static/lean/model.js";

const kernel = { id: "k" };

function made(state = {}) {
  const posted = [];
  const model = createModel(state, (data, buffers) => { posted.push({ data, buffers }); return `m${posted.length}`; }, kernel);
  const from = (data, { buffers = [], cause = "" } = {}) => model.receive({ content: { data }, parent_header: { msg_id: cause }, buffers });
  return { model, front: model.front, posted, from };
}

test("get, set and save_changes: what changed is sent once, in one message, with its bytes beside it", () => {
  const { front, posted } = made({ value: 1, rows: [1], picture: null });
  const picture = Uint8Array.of(1, 2);
  front.set("value", 2);
  front.set({ value: 3, rows: [1], picture });
  assert.equal(posted.length, 0);
  front.save_changes();
  front.save_changes();
  assert.deepEqual(posted, [{ data: { method: "update", state: { value: 3 }, buffer_paths: [["picture"]] }, buffers: [picture] }]);
  assert.deepEqual([front.get("value"), front.get("picture"), front.widget_manager.kernel], [3, picture, kernel]);
});

test("a change is told by name and as a whole, only when there is one, and can be saved by its listener", () => {
  const { front, posted } = made({ a: 1, b: { c: [1] } });
  const told = [];
  front.on("change:a change:b", (model, value) => told.push([model === front, value]));
  front.on("change", () => { told.push("change"); front.save_changes(); });
  front.set("b", { c: [1] });
  front.set({ a: 2, b: { c: [2] } });
  assert.deepEqual(told, [[true, 2], [true, { c: [2] }], "change"]);
  assert.deepEqual(posted.map(({ data }) => data.state), [{ a: 2, b: { c: [2] } }]);
});

test("an update from the kernel is taken and told, and not sent back", () => {
  const { front, from, posted } = made({ value: 1, deep: {} });
  const told = [];
  front.on("change:value", () => told.push(front.get("value")));
  const bytes = new DataView(new ArrayBuffer(1));
  from({ method: "update", state: { value: 5, deep: { at: null } }, buffer_paths: [["deep", "at"]] }, { buffers: [bytes] });
  front.save_changes();
  assert.deepEqual([told, front.get("deep").at, posted], [[5], bytes, []]);
});

test("an echo of what was overtaken is left out; the last one, and those of others, are taken", () => {
  const { front, from } = made({ value: 1 });
  const echo = (value, cause) => from({ method: "echo_update", state: { value } }, { cause });
  for (const value of [2, 3]) { front.set("value", value); front.save_changes(); }
  echo(2, "m1");
  assert.equal(front.get("value"), 3);
  echo(30, "m2"); // the kernel made 30 of it
  assert.equal(front.get("value"), 30);
  echo(4, "another page's");
  assert.equal(front.get("value"), 4);
  front.set("value", 5); // not saved yet
  echo(6, "another page's");
  assert.equal(front.get("value"), 5);
});

test("custom messages go both ways with their buffers", () => {
  const { front, from, posted } = made();
  const heard = [];
  front.on("msg:custom", (content, buffers) => heard.push([content, buffers]));
  const bytes = new DataView(new ArrayBuffer(3));
  front.send({ t: "hello" });
  front.send({ t: "picture" }, undefined, [bytes]);
  from({ method: "custom", content: { t: "snapshot" } }, { buffers: [bytes] });
  from({ method: "something newer" });
  assert.deepEqual(posted, [{ data: { method: "custom", content: { t: "hello" } }, buffers: [] },
    { data: { method: "custom", content: { t: "picture" } }, buffers: [bytes] }]);
  assert.deepEqual(heard, [[{ t: "snapshot" }, [bytes]]]);
});

test("off takes away one listener, all of a name, or all", () => {
  const { front, from } = made({ a: 1 });
  const told = [];
  const [one, two] = [() => told.push(1), () => told.push(2)];
  const again = (forget) => {
    front.on("change:a", one);
    front.on("change:a", two);
    forget();
    from({ method: "update", state: { a: Math.random() } });
    front.off();
    return told.splice(0);
  };
  assert.deepEqual([again(() => front.off("change:a", one)), again(() => front.off("change:a")), again(() => front.off())], [[2], [], []]);
});

test("a listener that fails stops neither the others nor the page", (t) => {
  const failed = [];
  globalThis.reportError = (error) => failed.push(error.message);
  t.after(() => { delete globalThis.reportError; });
  const { front, from } = made({ a: 1 });
  const told = [];
  front.on("change:a", () => { throw new Error("drawing failed"); });
  front.on("change:a", () => told.push(front.get("a")));
  from({ method: "update", state: { a: 2 } });
  assert.deepEqual([told, failed], [[2], ["drawing failed"]]);
});

test("invoke calls a command in Python and gives its answer, not another one's", async () => {
  const { front, from, posted } = made();
  const bytes = new DataView(new ArrayBuffer(1));
  const answer = invoke(front, "double", 21, { buffers: [bytes] });
  const { id, ...asked } = posted[0].data.content;
  assert.deepEqual([asked, posted[0].buffers], [{ kind: "anywidget-command", name: "double", msg: 21 }, [bytes]]);
  from({ method: "custom", content: { id: "another", response: 0 } });
  from({ method: "custom", content: { id, kind: "anywidget-command-response", response: 42 } }, { buffers: [bytes] });
  assert.deepEqual(await answer, [42, [bytes]]);
});

test("invoke gives up when it is told to", async () => {
  const { front } = made();
  const stop = new AbortController();
  const answer = invoke(front, "double", 21, { signal: stop.signal });
  stop.abort(new Error("enough"));
  await assert.rejects(answer, /enough/);
  await assert.rejects(invoke(front, "double", 21, { signal: stop.signal }), /enough/);
});

test("a new kernel is told all that this page changed, and nothing else", () => {
  const { front, from, model, posted } = made({ a: 1, b: 1, c: 1 });
  model.repeat();
  front.set("a", 2);
  front.save_changes();
  front.set("b", 3); // not saved by the widget: it has its reasons
  from({ method: "update", state: { c: 4 } });
  posted.length = 0;
  model.repeat();
  assert.deepEqual(posted.map(({ data }) => data.state), [{ a: 2 }]);
});
