// What notes lead to: the actions of the plan that come from a note, with the numbers that the plan gives them.
import { actionsOf } from "./plan-actions.js";

/** @typedef {{id:string, sheet:string, number:string, title:string}} Lead */

/** The actions by the note that they come from. @param {any} client @returns {Map<string, Lead[]>} */
export function leadsOf(client) {
  const leads = new Map();
  for (const sheet of client.state.sheets.values()) {
    if (sheet.kind !== "plan") continue;
    for (const { id, number, fields } of actionsOf(client, sheet.key)) {
      if (!fields.origin) continue;
      const lead = { id, sheet: sheet.key, number, title: String(fields.title ?? "").trim() };
      leads.set(fields.origin, [...(leads.get(fields.origin) ?? []), lead]);
    }
  }
  return leads;
}
