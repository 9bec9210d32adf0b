// What an action's fields offer to choose from: people, aims, indicators, trends, notes, other actions.
import { nameKey, wordsOf } from "./plan-actions.js";

const unique = (/** @type {string[]} */ words) => [...new Map(words.filter((word) => word?.trim()).map((word) => [nameKey(word), word.trim()])).values()];
const living = (plan) => [...plan.client.entries.values()].filter((entry) => !entry.removed && !entry.conflict_of);
const sheets = (plan, kind) => [...plan.client.state.sheets.values()].filter((sheet) => sheet.kind === kind);

/** Words that a line suggests; anything else may be written too. @param {any} plan @param {string} name */
export function suggestions(plan, name) {
  const used = () => plan.actions().map((action) => action.fields[name] ?? "");
  if (name === "measure") return unique((plan.client.state.lists?.kpis ?? []).map((kpi) => kpi.label));
  if (name === "aim") return unique([...living(plan).filter((entry) => entry.block === "aims").map((entry) => entry.fields.aim ?? ""), ...used()]);
  return unique(used());
}

/** The unit of an indicator from the list, or "". @param {any} plan @param {string} measure */
export function unitOf(plan, measure) {
  return (plan.client.state.lists?.kpis ?? []).find((kpi) => nameKey(kpi.label) === nameKey(measure))?.unit ?? "";
}

/** All trends of the workbook's sheets, by key. @param {any} plan */
export function trendsOf(plan) {
  return new Map(sheets(plan, "trends").flatMap((sheet) => sheet.trends.map((trend) => [trend.key, { ...trend, sheet: sheet.key }])));
}

/** Tell whether the workbook has a sheet of this kind. @param {any} plan @param {string} kind */
export const has = (plan, kind) => sheets(plan, kind).length > 0;

/** Groups of choices: [{title, choices: [{key, label}]}]; a title of "" needs no heading.
 *  @param {any} plan @param {string} name @param {any} action */
export function choicesOf(plan, name, action) {
  const { template, t } = plan;
  const flat = (choices) => [{ title: "", choices }];
  if (name === "status") return flat(template.statuses);
  if (name === "funding_status") return flat(template.funding);
  if (name === "confidence") return flat([{ key: "", label: t("plan.not_said") }, ...Array.from({ length: 10 }, (_, step) => ({ key: String(step + 1), label: String(step + 1) }))]);
  if (name === "trends") {
    return sheets(plan, "trends").map((sheet) => ({ title: sheet.title, choices: sheet.trends.map((trend) => ({ key: trend.key, label: `${trend.number} ${trend.short}` })) }));
  }
  if (name === "depends_on") {
    return flat(plan.actions().filter((other) => other.number && other.id !== action.id).map((other) => ({ key: other.id, label: `${other.number} ${other.fields.title}` })));
  }
  return origins(plan, action);
}

/** Notes of the canvases, by block; and what the action comes from now, whatever it is. */
function origins(plan, action) {
  const entries = living(plan);
  const groups = sheets(plan, "canvas").flatMap((sheet) => sheet.blocks.map((block) => ({
    title: `${sheet.short}: ${block.title}`,
    choices: entries.filter((entry) => entry.kind === "note" && entry.sheet === sheet.key && entry.block === block.key && wordsOf(entry))
      .map((entry) => ({ key: entry.id, label: wordsOf(entry) })),
  }))).filter((group) => group.choices.length);
  const now = action.fields.origin;
  const listed = groups.some((group) => group.choices.some((choice) => choice.key === now));
  const own = now && !listed ? [{ key: now, label: wordsOf(plan.client.get(now)) || plan.t("plan.origin_gone") }] : [];
  return [{ title: "", choices: [{ key: "", label: plan.t("plan.not_said") }, ...own] }, ...groups];
}
