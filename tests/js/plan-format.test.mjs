// Days, money and numbers, read and written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, askAmount, dayWords, isDay, listWords, localeOf, money, readAmount, withUnit } from "../../cba_kit/widgets/static/plan-format.js";

test("amounts are read as people write them", () => {
  const written = ["48,000", "48 000", "€ 48.000", "48'000", "48000 EUR", "1.5", "1,50", "1.234.567", "1,234.50", "1.234,50", "0", ""];
  assert.deepEqual(written.map(readAmount), [48000, 48000, 48000, 48000, 48000, 1.5, 1.5, 1234567, 1234.5, 1234.5, 0, null]);
});

test("what is no amount is not guessed", () => {
  assert.deepEqual(["a lot", "12 lots", "-5", "1,2,3", "12.34.567", "€", "4k"].map(readAmount), [undefined, undefined, undefined, undefined, undefined, null, undefined]);
});

test("an amount is a value, nothing, or words to be kept", () => {
  assert.deepEqual(["5,000", "", "about 5k", "-300", "€"].map(askAmount), [{ value: 5000 }, { value: null }, { error: "amount" }, { error: "amount" }, { error: "amount" }]);
});

test("money shows cents only where there are some", () => {
  assert.deepEqual([money(401500, "en-GB"), money(0, "en-GB"), money(12.5, "en-GB")], ["€401,500", "€0", "€12.50"]);
});

test("days are written in words and do not move with the time zone", () => {
  assert.deepEqual([dayWords("2024-03-11", "en-GB"), dayWords("2024-06-01", "en-GB", "short"), dayWords("", "en-GB")], ["11 March 2024", "1 Jun 2024", ""]);
});

test("days are counted over months and leap years", () => {
  assert.deepEqual([addDays("2024-03-11", 90), addDays("2024-02-28", 1), addDays("2024-03-01", -1), addDays("2024-03-30", 2)], ["2024-06-09", "2024-02-29", "2024-02-29", "2024-04-01"]);
});

test("only a day that exists is a day", () => {
  assert.deepEqual(["2024-03-11", "2024-13-01", "11.3.2024", "", null, 5].map(isDay), [true, false, false, false, false, false]);
});

test("a bare number gets its unit, other words stay", () => {
  assert.deepEqual([withUnit("12", "%"), withUnit("30", "firms"), withUnit("12%", "%"), withUnit("about ten", "firms"), withUnit("", "%"), withUnit(7, ""), withUnit(null, null)],
    ["12%", "30 firms", "12%", "about ten", "", "7", ""]);
});

test("the page's English is that of Europe", () => {
  assert.deepEqual([localeOf(""), localeOf("en"), localeOf("en-US"), localeOf("en-IE"), localeOf("lv")], ["en-GB", "en-GB", "en-GB", "en-IE", "lv"]);
});

test("several numbers read as a list", () => {
  assert.equal(listWords(["A1", "A2", "A4"], "en-GB"), "A1, A2 and A4");
});
