// Words that two people changed at the same time: both are shown, a person chooses.
import { h, icon } from "./dom.js";

/** Fields of one line whose words are kept twice. */
const LINES = ["aim", "owner", "partners", "first_step", "measure", "baseline", "target", "funding", "status_reason"];
/** Fields whose words are kept twice. */
export const WORDS = ["title", "description", "background", "risks", "reason", ...LINES];

/** The copies of an entry that wait for a choice. @param {any} client @param {any} entry */
export function copiesOf(client, entry) {
  return client.list(entry.sheet, { kind: entry.kind }).filter((/** @type {any} */ other) => other.conflict_of === entry.id);
}

/** The fields in which a copy says something else. @param {any} entry @param {any} copy @param {string[]} [names] */
export function clashes(entry, copy, names = WORDS) {
  return names.filter((name) => (copy.fields[name] ?? "") !== (entry.fields[name] ?? "") && (copy.fields[name] ?? "") !== "");
}

/** What to write to keep both: texts are joined; a title of its own makes an action of its own.
 *  @param {any} entry @param {any} copy @param {string[]} names @param {() => string} newId */
export function bothKept(entry, copy, names, newId) {
  const { id, sheet, kind, block } = entry;
  const gone = { op: "remove", sheet, entry: copy.id, kind };
  if (names.includes("title")) {
    return [{ sheet, entry: newId(), kind, block, fields: { ...copy.fields } }, gone];
  }
  const fields = Object.fromEntries(names.map((name) => [name, [entry.fields[name], copy.fields[name]].filter(Boolean).join(LINES.includes(name) ? " / " : "\n\n")]));
  return [{ sheet, entry: id, kind, fields }, gone];
}

/** The choice between an entry's words and those of its copy.
 *  @param {any} client @param {any} entry @param {any} copy @param {string[]} [asked] the fields to compare */
export function conflictView(client, entry, copy, asked = WORDS) {
  const { t } = client;
  const names = clashes(entry, copy, asked);
  const me = client.state.me.id;
  const name = (id) => (id === me ? t("plan.clash.you") : (client.state.people[id]?.name ?? t("plan.clash.someone")));
  const same = entry.changed_by === copy.changed_by;
  const words = (one) => names.map((field) => one.fields[field] ?? "").join("\n\n");
  const label = t("plan.clash.step");
  const gone = { op: "remove", sheet: entry.sheet, entry: copy.id, kind: entry.kind };
  const take = () => [{ sheet: entry.sheet, entry: entry.id, kind: entry.kind, fields: Object.fromEntries(names.map((field) => [field, copy.fields[field]])) }, gone];
  const button = (text, steps) => h("button", { type: "button", class: "btn", text, onclick: () => client.putAll(steps(), label) });
  const keep = (one, place) => (same ? t(`plan.clash.keep_${place}`) : one.changed_by === me ? t("plan.clash.keep_mine") : t("plan.clash.keep_theirs", { name: name(one.changed_by) }));
  const writer = (one, place) => (same ? t(`plan.clash.${place}`) : name(one.changed_by));
  const side = (one, place) => h("div", { class: "clash-side" }, h("p", { class: "words", text: words(one) }), h("p", { class: "xs mute", text: writer(one, place) }));
  const said = same ? t("plan.clash.same") : t("plan.clash.two", { one: name(entry.changed_by), other: name(copy.changed_by) });
  return h("div", { class: "clash", role: "group", "aria-label": said },
    h("div", { class: "banner info" }, icon("people"), h("div", {}, h("b", { text: said }), " ", t("plan.clash.kept"))),
    h("div", { class: "clash-pair" }, side(entry, "first"), side(copy, "second")),
    h("div", { class: "row" }, button(keep(entry, "first"), () => [gone]), button(keep(copy, "second"), take),
      button(t("plan.clash.keep_both"), () => bothKept(entry, copy, names, client.newId))));
}
