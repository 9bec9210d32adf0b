// Two people wrote the same answer at the same time: both texts side by side, until someone chooses.
import { h, icon, say } from "./dom.js";
import { inWords } from "./form-answer.js";
import { whenSaid } from "./threads-facts.js";

/** The conflict copies of an entry. @param {any} client @param {any} entry */
export const copiesOf = (client, entry) =>
  entry ? client.list(entry.sheet, { kind: "answer" }).filter((copy) => copy.conflict_of === entry.id) : [];

/** The fields in which a copy says something else. @param {any} entry @param {any} copy */
export const differing = (entry, copy) =>
  Object.keys(copy.fields).filter((name) => name !== "position" && copy.fields[name] !== entry.fields[name]);

/** Join two texts so that none of their words is lost. @param {unknown} first @param {unknown} second */
export const joined = (first, second) => [first, second].map((text) => String(text ?? "").trim()).filter(Boolean).join("\n");

/** Ask which of two versions stays.
 *  @param {any} client @param {any} entry @param {any} copy
 *  @param {{columns:any[], both:() => void, done:() => void}} options `columns` are the questions or columns by key,
 *    `both` keeps both in the way that fits, `done` is told afterwards */
export function conflictBox(client, entry, copy, { columns, both, done }) {
  const { t } = client;
  const { me, people, lists } = client.state;
  const names = differing(entry, copy);
  const who = (id) => (id === me.id ? t("threads.you") : (people[id]?.name.split(" ")[0] ?? t("threads.someone")));
  const mine = (id) => id === me.id;
  const others = [entry, copy].map((one) => one.changed_by).filter((id) => !mine(id));
  const keepLabel = (one, index) => {
    if (entry.changed_by === copy.changed_by) return t(index ? "form.keep_second" : "form.keep_first");
    return mine(one.changed_by) ? t("form.keep_mine") : t("form.keep_theirs", { name: who(one.changed_by) });
  };
  const words = (one) => names.map((name) => {
    const asked = columns.find((column) => column.key === name) ?? { key: name, type: "text", title: "" };
    const text = inWords(asked, one.fields[name], lists) || t("form.no_answer");
    return h("p", { class: "said" }, columns.length > 1 && h("b", { text: `${asked.title}: ` }), text);
  });
  const finish = (act) => { act(); say(t("form.conflict_done")); done(); };
  const keepCopy = () => {
    const fields = Object.fromEntries(names.map((name) => [name, copy.fields[name]]));
    client.putAll([{ entry: entry.id, fields }, { op: "remove", entry: copy.id }], t("form.step_conflict"));
  };
  const side = (one, index) =>
    h("div", { class: "form-version" }, ...words(one), h("p", { class: "xs mute", text: `${who(one.changed_by)}, ${whenSaid(client, one.changed_at)}` }));
  const name = others.length ? who(others[0]) : "";
  return h("div", { class: "form-conflict", role: "group", "aria-label": t("form.conflict") },
    h("div", { class: "banner info" }, icon("people"),
      h("div", {}, h("b", { text: name ? t("form.conflict_with", { name }) : t("form.conflict_self") }), " ", t("form.conflict_more"))),
    h("div", { class: "form-versions" }, side(entry, 0), side(copy, 1)),
    h("div", { class: "row" },
      h("button", { type: "button", class: "btn", text: keepLabel(entry, 0), onclick: () => finish(() => client.remove(copy.id, t("form.step_conflict"))) }),
      h("button", { type: "button", class: "btn", text: keepLabel(copy, 1), onclick: () => finish(keepCopy) }),
      h("button", { type: "button", class: "btn", text: t("form.keep_both"), onclick: () => finish(both) })));
}
