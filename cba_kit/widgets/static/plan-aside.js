// The plan check beside the plan: questions with a button that opens the right place, and what is fine.
import { h, hidden, icon, replace } from "./dom.js";
import { SOON, LOAD, check, verdict } from "./plan-check.js";
import { dayWords, listWords } from "./plan-format.js";

const FIRST = 6;
let made = 0;

/** @param {any} plan */
export function createCheck(plan) {
  const { t } = plan;
  const id = `plan-check-${++made}`;
  const shown = new Map();
  let all = false;
  const sum = h("span", { class: "tag" });
  const list = h("ul", { class: "checks" });
  const more = h("button", { type: "button", class: "btn quiet", onclick: () => { all = true; update(plan.actions()); } });
  const fine = h("ul", { class: "fine small" });
  const box = h("section", { class: "card", "aria-labelledby": id },
    h("div", { class: "row between" }, h("h2", { id, text: t("plan.check.title") }), sum),
    h("p", { class: "small mute", text: t("plan.check.lead") }), list, more, fine);

  function words(question) {
    const name = question.ask ?? question.rule;
    const values = { ...question.values };
    for (const [key, value] of Object.entries(values)) {
      if (["start", "due", "by", "soon", "day"].includes(key)) values[key] = dayWords(value, plan.locale);
      if (Array.isArray(value)) values[key] = listWords(value, plan.locale);
    }
    return { ask: t(`plan.check.${name}.ask`, values), why: t(`plan.check.${name}.why`, values), act: t(`plan.check.${name}.act`, values) };
  }

  function line(question) {
    const ask = h("b", {});
    const why = h("p", {});
    const act = h("button", { type: "button", class: "btn" });
    const item = h("li", {}, ask, why, act);
    let current = question;
    act.addEventListener("click", () => plan.edit(current.action.id, current.field));
    return {
      item,
      draw(fresh) {
        current = fresh;
        const said = words(fresh);
        replace(ask, said.ask);
        replace(why, said.why);
        replace(act, said.act, hidden(`: ${fresh.values.number}`));
      },
    };
  }

  function update(actions) {
    const checked = check(actions, { start: plan.start, today: plan.today });
    const { questions, fine: settled } = checked;
    const sums = verdict(checked);
    const kept = all ? questions : questions.slice(0, FIRST);
    const keys = kept.map((question) => `${question.rule} ${question.action.id} ${question.values.other ?? ""}`);
    for (const [key, one] of shown) if (!keys.includes(key)) { one.item.remove(); shown.delete(key); }
    kept.forEach((question, index) => {
      if (!shown.has(keys[index])) shown.set(keys[index], line(question));
      const one = shown.get(keys[index]);
      one.draw(question);
      if (list.children[index] !== one.item) list.insertBefore(one.item, list.children[index] ?? null);
    });
    const count = questions.length;
    sum.className = { empty: "tag", none: "tag ok" }[sums] ?? "tag warn";
    replace(sum, ...(sums === "empty" ? [] : [icon(count ? "flag" : "check")]), t(`plan.check.${sums}`, { n: count }));
    more.hidden = kept.length === count;
    more.textContent = t("plan.check.more", { n: count - kept.length });
    replace(fine, ...settled.map((rule) => h("li", {}, icon("check"), h("span", { text: t(`plan.check.${rule}.fine`, { days: SOON, most: LOAD }) }))));
    fine.hidden = !settled.length;
  }

  return { box: plan.writes ? box : h("div", { hidden: true }), update: plan.writes ? update : () => {} };
}
