// The whole action: a dialog with all its fields. Nothing has to be saved; it closes and everything is kept.
import { h, hidden, icon, replace } from "./dom.js";
import { choicesOf } from "./plan-choices.js";
import { titleNodes } from "./plan-cells.js";
import { beside } from "./links.js";
import { createMerges } from "./merge.js";
import { choicesFor } from "./plan-conflict.js";
import { createField } from "./plan-field.js";
import { dayWords, isDay, money } from "./plan-format.js";

/** The parts of the form, with their fields. */
export const PARTS = [
  { key: "what", fields: ["title", "description", "status", "status_reason"] },
  { key: "who", fields: ["owner", "partners"] },
  { key: "when", fields: ["start", "due", "first_step", "first_step_by"] },
  { key: "measure", fields: ["measure", "unit", "baseline", "target", "target_by"] },
  { key: "money", fields: ["cost", "funding", "funding_status"] },
  { key: "why", fields: ["origin", "trends", "links", "aim", "background"] },
  { key: "needs", fields: ["depends_on", "risks", "confidence"] },
];
const WIDE = ["title", "description", "owner", "partners", "first_step", "measure", "cost", "background", "risks", "trends", "links", "depends_on", "origin", "aim", "status_reason"];

/** Open the whole action. @param {any} plan @param {any} action @param {{field?:string, closed:()=>void}} options */
export function openDetails(plan, action, { field = "title", closed }) {
  const { t, client } = plan;
  const id = `plan-whole-${action.id}`;
  const title = h("h2", { id, tabindex: "-1" });
  const clash = h("div", { class: "merges" });
  const merges = createMerges(client, clash);
  const fields = /** @type {import("./plan-field.js").Field[]} */ ([]);
  const facts = h("div", {});
  const close = () => dialog.close();
  const parts = plan.writes ? PARTS.map((part) => {
    const made = part.fields.map((name) => createField(plan, action, name));
    fields.push(...made);
    made.forEach((one) => one.box.classList.toggle("whole-line", WIDE.includes(one.name)));
    const heading = h("h3", { id: `${id}-${part.key}`, text: t(`plan.part.${part.key}`) });
    return h("section", { class: "part", "aria-labelledby": heading.id }, heading, h("div", { class: "part-fields" }, ...made.map((one) => one.box)));
  }) : [facts];
  const up = h("button", { type: "button", class: "btn", onclick: () => plan.move(action.id, -1) }, icon("chev", "up"), t("plan.move_up"));
  const down = h("button", { type: "button", class: "btn", onclick: () => plan.move(action.id, 1) }, icon("chev"), t("plan.move_down"));
  const dialog = h("dialog", { class: "plan-dialog", dataset: { entry: action.id }, "aria-labelledby": id, onclose: ended },
    h("div", { class: "row between dialog-head" }, title, h("button", { type: "button", class: "btn icon quiet", onclick: close }, icon("close"), hidden(t("plan.close")))),
    clash, ...parts,
    h("div", { class: "actions dialog-foot" }, h("button", { type: "button", class: "btn pri", text: t("plan.done"), onclick: close }),
      ...(plan.writes ? [up, down, h("button", { type: "button", class: "btn dng", onclick: () => { close(); plan.remove(action.id); } }, icon("trash"), t("plan.remove"))] : [])));

  function ended() {
    client.flush();
    dialog.remove();
    closed();
  }
  function update(fresh) {
    replace(title, ...titleNodes(plan, fresh));
    fields.forEach((one) => one.update(fresh));
    if (!plan.writes) replace(facts, reading(plan, fresh));
    if (plan.writes) merges.draw(choicesFor(client, fresh.entry, { label: (name) => t(`plan.field.${name}`), done: () => title.focus() }));
    up.disabled = !plan.canMove(fresh.id, -1);
    down.disabled = !plan.canMove(fresh.id, 1);
  }
  update(action);
  plan.place.append(dialog);
  dialog.showModal();
  const first = fields.find((one) => one.name === field);
  if (first) first.focus(); else title.focus();
  return { id: action.id, update, close };
}

/** All that was said about an action, for readers. @param {any} plan @param {any} action */
function reading(plan, action) {
  const { t, locale } = plan;
  const label = (name, key) => choicesOf(plan, name, action).flatMap((group) => group.choices).find((choice) => choice.key === String(key))?.label ?? "";
  const says = (name) => {
    if (name === "links") return beside(plan.client, `action:${action.id}`).filter(({ entry }) => entry && entry.id !== action.fields.origin).map((one) => one.name).join(", ");
    const value = action.fields[name];
    if (value === null || value === undefined || value === "" || value.length === 0) return "";
    if (name === "cost") return money(value, locale);
    if (Array.isArray(value)) return value.map((key) => label(name, key)).filter(Boolean).join(", ");
    if (["status", "funding_status", "origin"].includes(name)) return label(name, value);
    return isDay(value) ? dayWords(value, locale) : String(value);
  };
  const rows = PARTS.flatMap((part) => part.fields).filter((name) => name !== "title").map((name) => [name, says(name)]).filter(([, value]) => value);
  return h("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [h("dt", { text: t(`plan.field.${name}`) }), h("dd", { text: value })]));
}
