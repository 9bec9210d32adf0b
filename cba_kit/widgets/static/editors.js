// Which editor shows which kind of sheet.
import { mount as canvas } from "./board.js";
import { mount as form } from "./form.js";
import { mount as plan } from "./plan.js";
import { withTake } from "./take.js";
import { withTime } from "./time-door.js";
import { mount as trends } from "./trends.js";

const EDITORS = { canvas, form, plan, trends };

/** Show one sheet in `root`. @param {HTMLElement} root @param {any} ctx */
export function mountSheet(root, ctx) {
  const kinds = { canvas: "note", form: "answer", plan: "action", trends: "rating" };
  const reader = ctx.reader ?? !ctx.client.may(kinds[ctx.template.kind]);
  const mount = EDITORS[ctx.template.kind];
  const taken = (/** @type {HTMLElement} */ place, /** @type {any} */ inner) => withTake(place, inner, mount);
  return withTime(root, { ...ctx, reader }, taken);
}
