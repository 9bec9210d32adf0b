// Every question of the plan check: asked when it should be, and silent when it should not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RULES, check, endsBeforeStart, verdict } from "../../cba_kit/widgets/static/plan-check.js";

const whole = {
  title: "Open a help desk", owner: "Ilze", start: "2024-03-18", due: "2024-05-31", status: "planned",
  measure: "Firms with a file", baseline: "0", target: "30", cost: 0, first_step: "Call two experts", first_step_by: "2024-03-25", depends_on: [],
};
const plan = (...list) => list.map((fields, index) => ({ id: `id${index + 1}`, number: fields.title === "" ? "" : `A${index + 1}`, fields: { ...whole, ...fields } }));
const days = { start: "2024-03-11" };
const asked = (...list) => check(plan(...list), days).questions.map(({ ask, rule, action, field }) => [ask ?? rule, action.number, field]);

test("without an action to ask about there is nothing to check, and that is not “no questions”", () => {
  const verdictOf = (...list) => verdict(check(plan(...list), days));
  assert.deepEqual([verdictOf(), verdictOf({ title: "" }), verdictOf({ status: "done" }), verdictOf({}), verdictOf({ owner: "" }), verdictOf({ owner: "", cost: null })],
    ["empty", "empty", "empty", "none", "one", "many"]);
});

test("a whole plan has no question, and every rule is fine", () => {
  assert.deepEqual(check(plan({}), days), { questions: [], fine: RULES });
});

test("an empty plan has no question and nothing to praise", () => {
  assert.deepEqual(check([], days), { questions: [], fine: [] });
});

test("each missing thing is asked for at its own field", () => {
  const cases = [
    [{ owner: "" }, ["owner", "A1", "owner"]],
    [{ owner: "  " }, ["owner", "A1", "owner"]],
    [{ due: null }, ["due", "A1", "due"]],
    [{ measure: "" }, ["measure", "A1", "measure"]],
    [{ baseline: "" }, ["baseline", "A1", "baseline"]],
    [{ target: "" }, ["target", "A1", "target"]],
    [{ cost: null }, ["money", "A1", "cost"]],
    [{ first_step: "" }, ["first", "A1", "first_step"]],
    [{ first_step_by: null }, ["first_by", "A1", "first_step_by"]],
    [{ first_step_by: "2024-03-26" }, ["first_late", "A1", "first_step_by"]],
    [{ start: "2024-06-10", due: "2024-06-01" }, ["dates", "A1", "due"]],
  ];
  assert.deepEqual(cases.map(([fields]) => asked(fields)), cases.map(([, question]) => [question]));
});

test("a measure that is missing is one question, not three", () => {
  assert.deepEqual(asked({ measure: "", baseline: "", target: "" }), [["measure", "A1", "measure"]]);
});

test("no money needed is an answer", () => {
  assert.deepEqual(asked({ cost: null, funding_status: "none" }), []);
});

test("the 14 days of a first step are counted from today once the plan has begun", () => {
  const late = plan({ first_step_by: "2024-05-10" });
  assert.equal(check(late, { ...days, today: "2024-05-01" }).questions.length, 0);
  assert.equal(check(late, { ...days, today: "2024-03-01" }).questions[0].values.soon, "2024-03-25");
});

test("what is done, dropped or has no title yet is not asked about", () => {
  const bare = { owner: "", due: null, measure: "", cost: null, first_step: "" };
  assert.deepEqual(asked({ ...bare, status: "done" }, { ...bare, status: "dropped" }, { ...bare, title: "" }), []);
});

test("an action that starts before the one it needs ends is asked about", () => {
  assert.deepEqual(asked({}, { start: "2024-05-30", due: "2024-07-01", depends_on: ["id1"] }), [["order", "A2", "start"]]);
  assert.deepEqual(asked({}, { start: "2024-05-31", due: "2024-07-01", depends_on: ["id1"] }), []);
  assert.deepEqual(asked({ status: "dropped" }, { start: "2024-05-30", due: "2024-07-01", depends_on: ["id1", "gone"] }), []);
});

test("a circle is one question at its first action, read in the order of waiting", () => {
  const free = { start: null, due: "2024-06-01" };
  const { questions, fine } = check(plan({}, { ...free, depends_on: ["id4"] }, { ...free, depends_on: ["id2"] }, { ...free, depends_on: ["id3"] }), days);
  assert.deepEqual(questions.map(({ rule, action, values }) => [rule, action.number, values.circle]), [["circle", "A2", "A2 → A3 → A4 → A2"]]);
  assert.equal(fine.includes("circle"), false);
});

test("two circles are two questions, and a long chain is none", () => {
  const free = { start: null };
  const two = plan({ ...free, depends_on: ["id2"] }, { ...free, depends_on: ["id1"] }, { ...free, depends_on: ["id4"] }, { ...free, depends_on: ["id3"] });
  assert.deepEqual(check(two, days).questions.map(({ values }) => values.circle), ["A1 → A2 → A1", "A3 → A4 → A3"]);
  assert.deepEqual(asked(free, { ...free, depends_on: ["id1"] }, { ...free, depends_on: ["id1", "id2"] }), []);
});

test("more than three actions of one person at a time are asked about once", () => {
  const four = plan({}, { owner: " ilze " }, { owner: "ILZE" }, { start: "2024-04-01" });
  const [question, ...others] = check(four, days).questions;
  assert.deepEqual(others, []);
  assert.deepEqual([question.rule, question.action.number, question.values.day, question.values.numbers], ["load", "A4", "2024-04-01", ["A1", "A2", "A3", "A4"]]);
});

test("three at a time, four one after the other, and actions without days are no load", () => {
  assert.deepEqual(asked({}, {}, {}, { start: "2024-06-01", due: "2024-07-01" }), []);
  assert.deepEqual(asked({}, {}, {}, { start: null }).filter(([rule]) => rule === "load"), []);
});

test("questions come by urgency, then by action", () => {
  assert.deepEqual(asked({ owner: "", cost: null }, { owner: "", start: "2024-06-10", due: "2024-06-01" }).map(([rule, number]) => `${rule} ${number}`),
    ["dates A2", "owner A1", "owner A2", "money A1"]);
});

test("an end on the day of the start is not before it", () => {
  assert.deepEqual([["2024-06-10", "2024-06-10"], ["2024-06-10", "2024-06-09"], [null, "2024-06-09"]].map(([start, due]) => endsBeforeStart({ start, due })), [false, true, false]);
});
