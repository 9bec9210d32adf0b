import assert from "node:assert/strict";
import { test } from "node:test";
import { lostWords } from "../../cba_kit/widgets/static/lost.js";
import { statusOf, statusWords } from "../../cba_kit/widgets/static/status.js";

const WELL = { trouble: { kind: "" }, since: 0, dead: false };
const t = (key, values = {}) => [key, ...Object.values(values).filter(Boolean)].join(" ");

/** A page with some changes that wait, a link in some state, and a device that keeps them or not. */
function page({ waiting = 0, link = {}, trouble = "", saved = "10:42", ready = true, unkept = 0, preview = false } = {}) {
  const outbox = { size: waiting, trouble };
  const client = {
    t, state: { edition: { zone: "Europe/Sofia" }, preview, sheets: new Map() },
    status: () => statusOf({ link: { ...WELL, ...link }, outbox, saved, ready, unkept }),
    waiting: () => Array.from({ length: waiting }, (_, n) => ({ entry: String(n), op: "put", fields: {} })),
  };
  return { said: statusWords(client).text, tone: statusWords(client).tone, kind: client.status().kind, banner: lostWords(client) };
}

test("the status line says what is saved, what waits, and how many", () => {
  const cases = [
    [{ ready: false }, "status.opening"],
    [{}, "status.saved 10:42"],
    [{ saved: "" }, "status.all_saved"],
    [{ waiting: 2 }, "status.saving"],
    [{ waiting: 0, link: { since: 1 } }, "status.offline"],
    [{ waiting: 1, link: { since: 1 } }, "status.lost_one 1"],
    [{ waiting: 3, link: { since: 1 } }, "status.lost 3"],
    [{ waiting: 3, link: { dead: true } }, "status.lost 3"],
    [{ waiting: 3, link: { trouble: { kind: "healing", place: 7 } } }, "status.queue 7"],
    [{ link: { trouble: { kind: "taken" } } }, "status.taken"],
    [{ waiting: 1, link: { trouble: { kind: "taken" } } }, "status.kept_one 1"],
    [{ waiting: 2, link: { trouble: { kind: "ended" } } }, "status.kept 2"],
  ];
  for (const [given, said] of cases) assert.equal(page(given).said, said);
});

test("healing that takes no time is not spoken of", () => {
  const { kind, banner } = page({ waiting: 1, link: { trouble: { kind: "healing", place: 0 } } });
  assert.deepEqual([kind, banner], ["saving", null]);
});

test("a device that keeps nothing is told as long as it matters", () => {
  assert.deepEqual(page({ trouble: "blocked" }).said, "status.saved 10:42");
  assert.deepEqual([page({ trouble: "blocked", waiting: 1 }).said, page({ trouble: "blocked", waiting: 1 }).tone], ["status.storage_blocked", "warn"]);
  assert.equal(page({ trouble: "blocked", link: { since: 1 } }).said, "status.storage_blocked"); // what is typed now is only here
  assert.equal(page({ unkept: 1 }).said, "status.storage_full");
});

test("the banner says what happened, what is safe and what comes next", () => {
  const banner = (given) => page(given).banner && [page(given).banner.title.split(" ")[0], page(given).banner.more, page(given).banner.button];
  const gone = { kind: "ended", message: "This link was replaced", text: "Look for the newer one." };
  assert.equal(banner({ waiting: 1 }), null);
  assert.deepEqual(banner({ link: { since: 1 } }), ["status.no_connection", "status.no_connection_more", "status.try_now"]);
  assert.deepEqual(banner({ link: { since: 1 }, trouble: "full" }), ["status.no_connection", "status.no_connection_more_unkept", "status.try_now"]);
  assert.deepEqual(banner({ link: { trouble: { kind: "healing", place: 2 } } }), ["status.queue_title", "status.queue_more", ""]);
  assert.deepEqual(banner({ link: { trouble: { kind: "taken" } } }), ["status.taken_title", "status.taken_more", "status.use_here"]);
  assert.deepEqual(banner({ link: { trouble: gone } }), ["This", "Look for the newer one. status.ended_saved", ""]);
  assert.deepEqual(banner({ link: { trouble: { kind: "ended" } }, waiting: 1 }), ["status.ended", "status.ended_more", ""]);
  assert.deepEqual(banner({ link: { dead: true } }), ["status.renewed", "status.renewed_more", "status.open_again"]);
  assert.deepEqual(banner({ link: { dead: true }, preview: true }), ["status.preview_stopped", "status.preview_again", ""]);
});
