// The plan on a phone: one card an action, four at first; a card opens the whole action.
import { h, hidden, replace } from "./dom.js";
import { SHOWN, beads, marksOf, nameOf, statusTag, titleNodes } from "./plan-cells.js";
import { dayWords, isDay } from "./plan-format.js";

const FIRST = 4;

/** @param {any} plan */
export function createCards(plan) {
  const { t } = plan;
  const cards = new Map();
  let all = false;
  const none = h("p", { class: "mute", text: t("plan.none_here") });
  const list = h("div", { class: "plan-cards" });
  const more = h("button", { type: "button", class: "btn", onclick: () => { all = true; plan.refresh(); } });
  const box = h("div", {}, list, none, more);

  function createCard(action) {
    const heading = h("h2", { class: "card-title" });
    const facts = h("div", {});
    const marks = h("div", { class: "marks" });
    const open = h("button", { type: "button", class: "btn open", onclick: () => plan.open(action.id) });
    return {
      card: h("article", { class: "card", dataset: { action: action.id, entry: action.id } }, heading, facts, h("div", { class: "row" }, open, marks)),
      open,
      draw(fresh) {
        replace(heading, ...titleNodes(plan, fresh));
        const line = beads(plan, fresh);
        replace(facts, factList(plan, fresh), ...(line ? [line] : []));
        replace(open, t(plan.writes ? "plan.change" : "plan.see"), hidden(`: ${nameOf(plan, fresh)}`));
        replace(marks, ...marksOf(plan, fresh));
      },
    };
  }

  return {
    box,
    update(groups, filter) {
      const actions = groups.filter(({ horizon }) => !filter.horizon || !horizon.key || filter.horizon === horizon.key).flatMap((group) => group.actions).filter(filter.shown);
      const shown = all ? actions : actions.slice(0, FIRST);
      const ids = new Set(shown.map((action) => action.id));
      for (const [id, card] of cards) if (!ids.has(id)) { card.card.remove(); cards.delete(id); }
      shown.forEach((action, index) => {
        if (!cards.has(action.id)) cards.set(action.id, createCard(action));
        const card = cards.get(action.id);
        card.draw(action);
        if (list.children[index] !== card.card) list.insertBefore(card.card, list.children[index] ?? null);
      });
      none.hidden = actions.length > 0;
      more.hidden = shown.length === actions.length;
      more.textContent = t("plan.show_more", { n: actions.length - shown.length });
    },
    /** Every field of a phone is edited in the whole action. */
    edit: () => false,
    focus(id) {
      if (!cards.has(id)) { all = true; plan.refresh(); }
      const card = cards.get(id);
      card?.card.scrollIntoView({ block: "nearest" });
      (card?.open ?? box.querySelector("button"))?.focus();
    },
    destroy() {},
  };
}

function factList(plan, action) {
  const { t } = plan;
  const { fields } = action;
  const step = [fields.first_step, isDay(fields.first_step_by) && t("plan.by", { day: dayWords(fields.first_step_by, plan.locale) })].filter(Boolean).join(", ");
  const rows = [
    ["owner", SHOWN.owner(plan, action)],
    ["until", { nodes: [isDay(fields.due) ? dayWords(fields.due, plan.locale) : t("plan.due_missing")], missing: !isDay(fields.due) }],
    ["first_step", { nodes: [step || t("plan.step_missing")], missing: !step }],
    ["measure_short", SHOWN.measure(plan, action)],
    ["status", { nodes: [statusTag(plan, fields.status ?? "planned")] }],
  ];
  return h("dl", { class: "facts" }, ...rows.flatMap(([name, { nodes, missing }]) => [h("dt", { text: t(`plan.column.${name}`) }), h("dd", { class: missing ? "missing" : null }, ...nodes)]));
}
