// Which questions about a sheet are open, and what became of the others: read from hits and entries, without a page.
import { sheetHash } from "./books.js";
import { actionsOf, wordsOf } from "./plan-actions.js";

/** @typedef {{sheet:string, rule:string, ask:string, why:string, block:string, notes:string[], about:string}} Hit */

/** The id of the entry that says what became of a question. @param {Hit} hit */
export const findingId = (hit) => `finding.${hit.sheet}.${hit.rule}`;

/** All questions that the rules ask about a sheet now. @param {any} client @param {string} sheet @returns {Hit[]} */
export const hitsOf = (client, sheet) => client.state.findings?.[sheet] ?? [];

/** What became of a question, as long as the notes that it is about have not changed. @param {any} client @param {Hit} hit */
export function settled(client, hit) {
  const finding = client.get(findingId(hit));
  const known = finding && !finding.removed && (finding.fields.state ?? "open") !== "open" && finding.fields.about === hit.about;
  return known ? finding : null;
}

/** The open questions of a sheet, and those that were set aside with their reasons.
 *  @param {any} client @param {string} sheet @returns {{open:Hit[], aside:{hit:Hit, reason:string}[]}} */
export function sorted(client, sheet) {
  /** @type {Hit[]} */ const open = [];
  /** @type {{hit:Hit, reason:string}[]} */ const aside = [];
  for (const hit of hitsOf(client, sheet)) {
    const finding = settled(client, hit);
    if (!finding) open.push(hit);
    else if (finding.fields.state === "aside") aside.push({ hit, reason: String(finding.fields.reason ?? "") });
  }
  return { open, aside };
}

/** Where an entry is shown. @param {any} client @param {any} entry */
export const hashOf = (client, entry) => sheetHash(client, entry.sheet, entry.kind === "rating" ? entry.block : entry.id);

/** What a link to an entry is called in `links`. @param {any} entry */
export function linkTo(entry) {
  if (entry.kind === "rating") return `trend:${entry.block}`;
  return `${{ answer: "need", action: "action" }[entry.kind] ?? "note"}:${entry.id}`;
}

/** The words of an entry, for a sentence about it: of a rating, its trend. @param {any} client @param {any} entry */
export function nameOf(client, entry) {
  if (entry?.kind !== "rating") return wordsOf(entry);
  const trend = client.state.sheets.get(entry.sheet)?.trends?.find((one) => one.key === entry.block);
  return trend?.short ?? entry.block;
}

/** The entries that a question is about, as far as the page has them. @param {any} client @param {Hit} hit */
export const entriesOf = (client, hit) => hit.notes.map((id) => client.get(id)).filter((entry) => entry && !entry.removed);

/** The plan in which an action can be made, if there is one and the reader may. @param {any} client */
export function planOf(client) {
  const plan = [...client.state.sheets.values()].find((sheet) => sheet.kind === "plan");
  return plan && client.may("action") ? plan : null;
}

/** What to write for “this question is dealt with”. @param {Hit} hit @param {Object<string,any>} fields */
export const finding = (hit, fields) => ({ sheet: hit.sheet, entry: findingId(hit), kind: "finding", block: hit.rule,
  fields: { reason: "", action: "", ...fields, notes: hit.notes, about: hit.about } });

const last = (list) => Math.max(0, ...list.map((entry) => Number(entry.fields.position) || 0)) + 1;

/** The operations that answer a question with a note: a new one (`text`), or one that is there (`note`).
 *  `answered` are the entries that it answers; when it is all of them, the question is dealt with.
 *  @param {any} client @param {Hit} hit @param {{template:any, text:string, note:string, answered:any[]}} said */
export function answerSteps(client, hit, { template, text, note, answered }) {
  const links = answered.map(linkTo);
  const { sheet } = hit;
  const steps = [];
  if (note) {
    const now = client.get(note)?.fields.links ?? [];
    steps.push({ sheet, entry: note, kind: "note", fields: { links: [...new Set([...now, ...links])] } });
  } else {
    const secret = client.get(`stage.${sheet}`)?.fields.phase === "write";
    const fields = { text, meaning: template.meanings[0].key, position: last(client.list(sheet, { kind: "note", block: hit.block })), links };
    steps.push({ sheet, entry: client.newId(), kind: "note", block: hit.block, fields: secret ? { ...fields, private: true } : fields });
  }
  if (answered.length === entriesOf(client, hit).length) steps.push(finding(hit, { state: "answered" }));
  return steps;
}

/** The operations that make an action of a question. @param {any} client @param {Hit} hit @param {{plan:any, title:string}} said */
export function actionSteps(client, hit, { plan, title }) {
  const about = entriesOf(client, hit);
  const first = about.find((entry) => entry.kind !== "rating");
  const entry = client.newId();
  const fields = {
    title, status: "planned", background: hit.ask,
    origin: first?.id ?? "",
    links: about.filter((one) => one !== first && one.kind !== "rating").map(linkTo),
    trends: about.filter((one) => one.kind === "rating").map((one) => one.block),
    position: last(actionsOf(client, plan.key).map((action) => action.entry)),
  };
  return [{ sheet: plan.key, entry, kind: "action", fields }, finding(hit, { state: "action", action: entry })];
}
