// What the cells of the plan show: title, owner, days, measure, money, status, and the golden thread.
import { sheetHash } from "./books.js";
import { h, hidden, icon } from "./dom.js";
import { keptWords } from "./form-kept.js";
import { endsBeforeStart } from "./plan-check.js";
import { has, trendsOf } from "./plan-choices.js";
import { copiesOf } from "./merge.js";
import { dayWords, isDay, money, withUnit } from "./plan-format.js";
import { beside } from "./links.js";
import { reasonBeads } from "./plan-links.js";

const SIGNS = { planned: "○", active: "●", blocked: "▲", done: "✓", dropped: "×" };
const TONES = { active: "ok", done: "ok", blocked: "warn" };
const BEAD = 40;

/** @typedef {{nodes:any[], missing?:boolean}} Shown what a cell shows; `missing`: it asks for something */

/** The columns after the first: which fields they edit. */
export const COLUMNS = {
  owner: ["owner"],
  when: ["start", "due"],
  measure: ["measure", "unit", "baseline", "target"],
  money: ["cost", "funding", "funding_status"],
  status: ["status", "status_reason"],
};

/** How an action is called: "A4", or "new action" while it has no title. @param {any} plan @param {any} action */
export const nameOf = (plan, action) => action.number || plan.t("plan.new_action");

/** @type {Object<string, (plan:any, action:any) => Shown>} */
export const SHOWN = {
  title: (plan, action) => ({ missing: !action.number, nodes: titleNodes(plan, action) }),
  owner: (plan, { fields }) => asked(plan, fields.owner?.trim(), "owner_missing"),
  when: (plan, action) => when(plan, action),
  measure: (plan, { fields }) => measure(plan, fields),
  money: (plan, action) => cost(plan, action),
  status: (plan, { fields }) => ({ nodes: [statusTag(plan, fields.status ?? "planned"), fields.status_reason && h("span", { class: "under", text: fields.status_reason })] }),
};

export function titleNodes(/** @type {any} */ plan, /** @type {any} */ action) {
  if (!action.number) return [plan.t("plan.title_missing")];
  return [h("span", { class: "num", text: action.number }), ` ${action.fields.title}`];
}

function asked(plan, value, key) {
  return value ? { nodes: [value] } : { nodes: [plan.t(`plan.${key}`)], missing: true };
}

/** Words that are no value yet: they are shown, and that only this device has them. */
function onlyHere(plan, words) {
  return [...words.map((word) => h("span", { class: "line", text: word })), h("span", { class: "err", text: plan.t("plan.only_here") })];
}

function when(plan, { id, fields }) {
  const words = ["start", "due"].map((name) => keptWords(plan.drafts, id, name).read());
  if (words.some(Boolean)) return { missing: true, nodes: onlyHere(plan, words.map((word, index) => dayWords(word || fields[["start", "due"][index]], plan.locale, "short") || "–")) };
  const day = (value) => h("span", { class: "line", text: isDay(value) ? dayWords(value, plan.locale, "short") : "–" });
  if (!isDay(fields.start) && !isDay(fields.due)) return asked(plan, "", "when_missing");
  const wrong = endsBeforeStart(fields);
  const end = isDay(fields.due) ? day(fields.due) : h("span", { class: "line", text: plan.t("plan.due_missing") });
  const told = wrong && h("span", { class: "err", text: plan.t("plan.wrong_days") });
  return { missing: wrong || !isDay(fields.due), nodes: [day(fields.start), hidden(` ${plan.t("plan.to")} `), end, told] };
}

/** A measure with the way from its baseline to its target. */
export function measure(/** @type {any} */ plan, /** @type {any} */ fields) {
  if (!fields.measure?.trim()) return asked(plan, "", "measure_missing");
  const end = (name) => {
    const text = withUnit(fields[name], fields.unit);
    return text ? h("b", { text }) : h("span", { class: "tag warn", text: plan.t(`plan.${name}_missing`) });
  };
  const arrow = h("span", { class: "arrow", "aria-hidden": "true" });
  const name = h("span", { class: "kn", text: fields.measure });
  return { nodes: [h("span", { class: "kpi" }, name, end("baseline"), arrow, hidden(` ${plan.t("plan.to")} `), end("target"))] };
}

function cost(plan, { id, fields }) {
  const words = keptWords(plan.drafts, id, "cost").read();
  if (words) return { missing: true, nodes: onlyHere(plan, [words]) };
  const amount = typeof fields.cost === "number" ? fields.cost : null;
  const status = plan.template.funding.find((word) => word.key === (fields.funding_status ?? ""));
  const said = status?.key ? status.label : "";
  if (amount === null && status?.key !== "none") return asked(plan, "", "money_missing");
  const free = status?.key === "none" && !amount;
  const source = [free ? "" : fields.funding?.trim(), said].filter(Boolean).join(", ");
  return { nodes: [!free && h("span", { class: "line", text: money(amount ?? 0, plan.locale) }), h("span", { class: "under", text: source })] };
}

/** A status as a word and a sign. */
export function statusTag(/** @type {any} */ plan, /** @type {string} */ status) {
  const label = plan.template.statuses.find((word) => word.key === status)?.label ?? status;
  return h("span", { class: `tag ${TONES[status] ?? ""}`.trim() }, h("span", { "aria-hidden": "true", text: SIGNS[status] ?? "" }), label);
}

/** The golden thread of an action: what it comes from and its trends, whichever side connected them; hollow where it is cut.
 *  @param {any} plan @param {any} action */
export function beads(plan, action) {
  const { t, client } = plan;
  const known = trendsOf(plan);
  const hollow = (key, field) => (plan.writes
    ? h("button", { type: "button", class: "bead broken", onclick: () => plan.open(action.id, field) }, t(`plan.${key}`), hidden(`: ${nameOf(plan, action)}`))
    : h("span", { class: "bead broken", text: t(`plan.${key}`) }));
  const reasons = reasonBeads(plan, action, (text) => shorten(text, BEAD));
  const items = [...reasons.beads];
  if (!reasons.count && has(plan, "canvas")) items.push(hollow("no_note", "origin"));
  const found = beside(client, `action:${action.id}`).map(({ link }) => known.get(link.replace(/^trend:/, ""))).filter(Boolean);
  for (const trend of found) items.push(h("a", { class: "bead", href: sheetHash(client, trend.sheet, trend.key), text: t("plan.trend", { number: trend.number, trend: trend.short }) }));
  if (!found.length && known.size) items.push(hollow("no_trend", "trends"));
  return items.length ? h("ul", { class: "beads", "aria-label": t("plan.thread_of", { action: nameOf(plan, action) }) }, ...items.map((item) => h("li", {}, item))) : null;
}

/** Cut a text after a whole word. @param {string} text @param {number} most */
export function shorten(text, most) {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).replace(/[\s,;:.]+$/, "")}…`;
}

/** Marks on an action: two texts to choose from, and comments. @param {any} plan @param {any} action */
export function marksOf(plan, action) {
  const { t } = plan;
  const mark = (sign, kind, text, act) => h("button", { type: "button", class: `btn ${kind}`, onclick: act }, icon(sign), text, hidden(`: ${nameOf(plan, action)}`));
  const threads = plan.threadsOf(action.id);
  const count = threads.reduce((sum, thread) => sum + 1 + thread.replies.length, 0);
  const clash = plan.writes && copiesOf(plan.client, action.entry).length > 0;
  return [
    clash && mark("people", "", t("merge.choose"), () => plan.open(action.id)),
    count > 0 && mark("comment", "quiet", t(count === 1 ? "plan.comment" : "plan.comments", { n: count }), () => plan.showThread(threads[0].root.id)),
  ].filter(Boolean);
}
