// What to write to make the missing piece of a thread: a note, a row of a form or an action that is connected at once.
// Each is one step of undo. Pure functions.
import { actionsOf } from "./plan-actions.js";

/** @typedef {{sheet:any, key:string, title:string}} Site where a note or a row can be written */

const of = (/** @type {any} */ client, /** @type {string} */ kind) => [...client.state.sheets.values()].filter((sheet) => sheet.kind === kind);
const last = (/** @type {any[]} */ list) => Math.max(0, ...list.map((entry) => Number(entry.fields.position) || 0)) + 1;

/** The blocks that notes can be written in. @param {any} client @returns {Site[]} */
export const blocksOf = (client) => (client.may("note") ? of(client, "canvas").flatMap((sheet) => sheet.blocks.map((/** @type {any} */ { key, title }) => ({ sheet, key, title }))) : []);

/** The questions of forms that take rows; needs before aims and challenges. @param {any} client @returns {Site[]} */
export function rowsOf(client) {
  if (!client.may("answer")) return [];
  const sites = of(client, "form").flatMap((sheet) => sheet.parts.flatMap((/** @type {any} */ part) => part.questions)
    .filter((/** @type {any} */ question) => question.type === "rows").map((/** @type {any} */ question) => ({ sheet, key: question.key, title: question.title, question })));
  const first = (/** @type {Site} */ { key }) => Number(key !== "needs");
  return sites.sort((one, other) => first(one) - first(other));
}

/** The plan that actions go to, or null. @param {any} client */
export const planOf = (client) => (client.may("action") ? of(client, "plan")[0] ?? null : null);

/** A new note that is connected with `link`. @param {any} client @param {Site} site @param {{link:string, text:string, meaning:string}} said */
export function noteSteps(client, { sheet, key }, { link, text, meaning }) {
  const secret = client.get(`stage.${sheet.key}`)?.fields.phase === "write";
  const fields = { text, meaning, position: last(client.list(sheet.key, { kind: "note", block: key })), links: [link], ...(secret && { private: true }) };
  return [{ sheet: sheet.key, entry: client.newId(), kind: "note", block: key, fields }];
}

/** A new row of a form that is connected with `link`. @param {any} client @param {Site & {question?:any}} site @param {{link:string, text:string}} said */
export function rowSteps(client, { sheet, key, question }, { link, text }) {
  const { columns } = question;
  const column = (columns.find((/** @type {any} */ one) => one.type === "text") ?? columns[0]).key;
  const position = last(client.list(sheet.key, { kind: "answer", block: key }));
  return [{ sheet: sheet.key, entry: client.newId(), kind: "answer", block: key, fields: { [column]: text, position, links: [link] } }];
}

/** A new action: it comes from a note or need (`origin`), or answers trends. @param {any} client @param {any} plan
 *  @param {{title:string, origin?:string, trends?:string[]}} said */
export function actionSteps(client, plan, { title, origin = "", trends = [] }) {
  const position = last(actionsOf(client, plan.key).map((action) => action.entry));
  return [{ sheet: plan.key, entry: client.newId(), kind: "action", block: "", fields: { title, status: "planned", origin, trends, position } }];
}

/** The meaning that a note about a trend begins with: at risk for a threat, else wished for. @param {any} canvas @param {boolean} threat */
export const meaningFor = (canvas, threat) => (canvas.meanings.find((/** @type {any} */ one) => one.tint === (threat ? "risk" : "wish")) ?? canvas.meanings[0]).key;
