// The plan editor: actions by horizon, their picture over time, and the plan check beside them.
import { createUndo } from "./form-undo.js";
import { h, icon, replace, say } from "./dom.js";
import { actionsOf, between, byHorizon, isBlank, matches, moved, summary } from "./plan-actions.js";
import { createCheck } from "./plan-aside.js";
import { createCards } from "./plan-cards.js";
import { nameOf } from "./plan-cells.js";
import { openDetails } from "./plan-details.js";
import { mayGo } from "./links-ask.js";
import { threadHash } from "./navigation.js";
import { addDays, listWords, localeOf, money } from "./plan-format.js";
import { waits } from "./plan-field.js";
import { createTable } from "./plan-table.js";
import { draftsOf } from "./threads-draft.js";
import { mountThreads, threadsOf } from "./threads.js";
import { toast } from "./toast.js";
import { createPicture, watchPhone } from "./trends-picture.js";

/** Show a sheet of kind plan. @param {HTMLElement} root @param {any} ctx */
export function mount(root, ctx) {
  const { client, template } = ctx;
  const { t } = client;
  const sheet = template.key;
  const today = client.state.edition.today;
  const filter = { horizon: "", words: "", shown: (action) => !filter.words || matches(action, filter.words) };
  let details = /** @type {any} */ (null);
  let actions = actionsOf(client, sheet);

  const plan = {
    client, t, template, sheet, today, place: root, drafts: draftsOf(client), start: client.state.home?.plan_start ?? client.state.edition.plan_start ?? today,
    writes: !ctx.reader && client.may("action"), locale: localeOf(document.documentElement.lang),
    actions: () => actions,
    refresh: () => draw(),
    put: (id, fields, label) => client.put({ sheet, entry: id, kind: "action", fields }, label),
    /** The name of a step, for Undo. */
    step: (id, field) => t("plan.step_changed", { action: nameOf(plan, find(id) ?? { number: "" }), field: t(`plan.field.${field}`) }),
    threadsOf: (id) => threadsOf(client, sheet).filter((thread) => thread.anchor.entry === id),
    showThread: (id) => threads.show(id),
    focus: (id) => view.focus(id),
    open, edit, remove, move, leave,
    canMove: (id, by) => moved(actions, neighbours(id), id, by).length > 0,
  };

  const sum = h("p", { class: "mute" });
  const segments = [{ key: "", short: t("plan.all") }, ...template.horizons].map(({ key, short }) => ({
    key, button: h("button", { type: "button", class: "btn", text: short, onclick: () => { filter.horizon = key; draw(); picture.show(); } }),
  }));
  const seg = h("div", { class: "seg", role: "group", "aria-label": t("plan.horizon") }, ...segments.map((one) => one.button));
  const search = h("input", { type: "search", class: "inp search", "aria-label": t("plan.filter"), placeholder: t("plan.filter"), oninput: () => { filter.words = search.value.trim(); draw(); } });
  const adds = (text) => plan.writes && h("button", { type: "button", class: "btn pri add", onclick: add }, icon("plus"), text);
  const thread = !client.state.person && location.hash && h("a", { class: "btn", href: threadHash(client.state) }, icon("link"), t("thread.page"));
  const tools = h("div", { class: "row" }, search, seg, thread, adds(t("plan.add")));
  const undo = createUndo(client, root, { writes: plan.writes });
  const empty = h("div", { class: "card empty" }, h("h2", { text: t("plan.empty") }), h("p", { class: "mute", text: template.start }), adds(t("plan.add_first")));
  const main = h("div", {});
  const none = h("p", { class: "mute none-found", role: "status" });
  const drawn = h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("plan.gantt_scrolls") });
  const gantt = h("section", { class: "card gantt-card", "aria-labelledby": `${sheet}-time` },
    h("div", { class: "row between" }, h("h2", { id: `${sheet}-time`, text: t("plan.over_time") }), legend(t)), drawn, h("p", { class: "xs mute", text: t("plan.scales") }));
  const check = createCheck(plan);
  const rail = h("div", {});
  root.classList.add("plan-editor");
  root.append(
    h("div", { class: "row between head" }, h("div", { class: "grow" }, h("h1", { text: template.title }), sum), undo.element, tools),
    h("div", { class: "plan-grid" }, h("div", { class: "stack" }, empty, main, none, gantt), h("aside", { class: "stack", "aria-label": t("plan.beside") }, check.box, rail)),
    template.credit ? h("p", { class: "xs mute credit", text: template.credit }) : "");

  const phone = watchPhone(() => changeView());
  let view = phone.narrow ? createCards(plan) : createTable(plan);
  main.append(view.box);
  const picture = createPicture(drawn, client, { sheet, name: "gantt", part: () => filter.horizon });
  const threads = mountThreads(rail, { client, sheet, go: ctx.go });

  function changeView() {
    view.destroy();
    view = phone.narrow ? createCards(plan) : createTable(plan);
    main.replaceChildren(view.box);
    draw();
  }
  function find(id) { return actions.find((action) => action.id === id); }
  function groups() {
    let from = plan.start;
    return byHorizon(template.horizons, actions, plan.start).map((group) => {
      const dated = { ...group, from };
      if (group.until) from = addDays(group.until, 1);
      return dated;
    });
  }
  const neighbours = (id) => groups().find((group) => group.actions.some((action) => action.id === id))?.actions ?? [];

  function sumWords() {
    const { actions: count, cost, secured, leaders } = summary(actions);
    if (!count) return template.purpose;
    const parts = [t(count === 1 ? "plan.sum_one" : "plan.sum_actions", { n: count })];
    if (cost) parts.push(t("plan.sum_money", { cost: money(cost, plan.locale), secured: money(secured, plan.locale) }));
    const leads = leaders ? ` ${t(leaders === 1 ? "plan.lead_one" : "plan.leads", { n: leaders })}` : "";
    return `${parts.join(", ")}.${leads}`;
  }

  function draw() {
    actions = actionsOf(client, sheet);
    const any = actions.length > 0;
    sum.textContent = sumWords();
    empty.hidden = any;
    for (const part of [tools, main, check.box]) part.hidden = !any;
    gantt.hidden = !actions.some((action) => action.number);
    if (!plan.writes) check.box.hidden = true;
    segments.forEach(({ key, button }) => button.setAttribute("aria-pressed", String(key === filter.horizon)));
    view.update(groups(), filter);
    const found = !filter.words || actions.some((action) => filter.shown(action));
    replace(none, ...(found ? [] : [h("span", { text: t("plan.none_found", { words: filter.words }) })]));
    check.update(actions);
    undo.draw();
    const open = details && find(details.id);
    if (open) details.update(open); else details?.close();
  }

  /** Show everything again, so that what is asked for can be seen. */
  function unfilter() {
    Object.assign(filter, { horizon: "", words: "" });
    search.value = "";
    draw();
    picture.show();
  }

  function add() {
    unfilter();
    const id = client.put({ sheet, entry: client.newId(), kind: "action", block: "", fields: { title: "", status: "planned", position: between(actions.at(-1), null) } }, t("plan.step_added"));
    edit(id, "title");
  }

  /** A new action in which nothing was written goes again; tells whether it went. */
  function leave(id) {
    const action = find(id);
    if (!plan.writes || !action || !isBlank(action) || waits(plan.drafts, id)) return false;
    client.remove(id, t("plan.step_removed", { action: nameOf(plan, action) }));
    [...root.querySelectorAll("button.add")].find((button) => button.offsetParent)?.focus();
    return true;
  }

  /** Open the place where a field is edited: its cell, or the whole action. */
  function edit(id, field) {
    if (!find(id)) return;
    if (view.edit(id, field)) return;
    if (!phone.narrow && !filter.shown(find(id))) unfilter();
    if (!view.edit(id, field)) open(id, field);
  }

  function open(id, field) {
    const action = find(id);
    if (!action || details) return;
    const back = document.activeElement;
    details = openDetails(plan, action, { field, closed() {
      details = null;
      draw();
      if (leave(id)) return;
      if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus(); else if (find(id)) view.focus(id);
    } });
  }

  function move(id, by) {
    const steps = moved(actions, neighbours(id), id, by);
    if (!steps.length) return say(t("plan.no_place"));
    const name = nameOf(plan, find(id));
    client.putAll(steps.map(({ id: entry, position }) => ({ sheet, entry, kind: "action", fields: { position } })), t("plan.step_moved", { action: name }));
    return say(t(by < 0 ? "plan.moved_up" : "plan.moved_down", { title: find(id)?.fields.title ?? name }));
  }

  /** Remove an action; asks first where something hangs on it. */
  async function remove(id) {
    const action = find(id);
    if (!action) return;
    const needing = actions.filter((other) => other.number && (other.fields.depends_on ?? []).includes(id)).map((other) => other.number);
    const more = needing.length ? t("plan.remove_needed", { others: listWords(needing, plan.locale) }) : "";
    if (await mayGo(root, client, id, { name: [nameOf(plan, action), action.fields.title].filter(Boolean).join(" "), more })) gone(action); else view.focus(id);
  }
  function gone(action) {
    const label = t("plan.step_removed", { action: nameOf(plan, action) });
    const place = actions.findIndex((other) => other.id === action.id);
    client.remove(action.id, label);
    const next = actions[place] ?? actions[place - 1];
    if (next) view.focus(next.id); else empty.querySelector("button")?.focus();
    toast(label, { label: t("plan.undo"), act: () => { client.restore(action.id, t("plan.step_back", { action: nameOf(plan, action) })); view.focus(action.id); } });
  }

  draw();
  return {
    update(/** @type {Set<string>|null} */ ids) {
      threads.update(ids);
      const mine = ids ? [...ids].map((id) => client.get(id)).filter((entry) => !entry || entry.sheet === sheet || entry.kind === "note") : [null];
      if (!mine.length) return;
      draw();
      if (mine.some((entry) => !entry || entry.kind === "action")) picture.stale();
    },
    /** Go to the action that the address names. */
    point([id = ""] = []) {
      if (!find(id)) return;
      if (!filter.shown(find(id)) || filter.horizon) unfilter();
      view.focus(id);
    },
    destroy() {
      details?.close();
      view.destroy();
      client.flush();
      phone.stop();
      undo.destroy();
      picture.destroy();
      threads.destroy();
      root.classList.remove("plan-editor");
      root.replaceChildren();
    },
  };
}

function legend(t) {
  const key = (name) => h("span", { class: "k" }, h("span", { class: `bar-key ${name}`, "aria-hidden": "true" }), t(`plan.key.${name}`));
  return h("div", { class: "legend" }, key("active"), key("planned"), key("no_owner"), key("needs"));
}
