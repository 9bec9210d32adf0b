// Which editor shows which kind of sheet.
import { mount as canvas } from "./board.js";
import { mount as form } from "./form.js";
import { mount as plan } from "./plan.js";
import { mount as trends } from "./trends.js";

const EDITORS = { canvas, form, plan, trends };

/** Show one sheet in `root`. @param {HTMLElement} root @param {any} ctx */
export function mountSheet(root, ctx) {
  const kinds = { canvas: "note", form: "answer", plan: "action", trends: "rating" };
  const reader = ctx.reader ?? !ctx.client.may(kinds[ctx.template.kind]);
  return EDITORS[ctx.template.kind](root, { ...ctx, reader });
}
