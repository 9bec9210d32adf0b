// The rating of one trend: its sliders, when it is felt, and why. Every answer is saved at once.
import { grow, h, hidden, icon, replace, say } from "./dom.js";
import { createMerges } from "./merge.js";
import { choicesFor } from "./plan-conflict.js";
import { createSlider } from "./rating-slider.js";
import { draftsOf } from "./threads-draft.js";
import { UNKNOWN, asksReason, blank, figure, given } from "./trends-facts.js";
import { answersOf, idOf, isOpen, roundOf, says, waiting } from "./trends-rounds.js";

/** @param {any} ctx @param {import("./trends-facts.js").Trend} trend
 *  @param {{head:HTMLElement, links:()=>Node[], round?:import("./trends-rounds.js").Round,
 *    before?:{round:number, fields:Object<string,any>}|null}} parts the trend's head, its places in the plan, the round that
 *    is rated, and what the person said in a round before */
export function createRating(ctx, trend, { head, links, round = roundOf({}, ""), before = null }) {
  const { client, template } = ctx;
  const { t } = client;
  const entry = idOf(template.key, trend.key, round.round);
  const asked = { sheet: template.key, entry, kind: "rating", block: trend.key };
  const own = round.round > 1 ? { round: round.round } : {};
  const name = { trend: trend.short };
  // a round that was shown takes only what was never given, and once: answers wait here until they are handed in
  const late = round.phase === "discuss" || round.phase === "vote";
  const drafts = draftsOf(client);
  const kept = `late:${entry}`;
  const storedNow = () => (client.get(entry)?.removed ? {} : client.get(entry)?.fields ?? {});
  /** @type {Object<string,any>} */ let draft = late ? waiting(drafts.read(kept), storedNow()) : {};

  function put(fields, label) {
    if (!client.get(entry)?.removed) return client.put({ ...asked, fields: { ...own, ...fields } }, label);
    // taken back by Undo before: it returns with this answer alone
    return client.putAll([{ ...asked, op: "restore" }, { ...asked, fields: { ...blank(template), ...fields } }], label);
  }
  function write(fields, label) {
    if (!late) return put(fields, label);
    draft = { ...draft, ...fields };
    drafts.keep(kept, JSON.stringify(draft)); // until it is handed in
    return update();
  }

  const sliders = template.scales.map((scale) => {
    const set = (value) => write({ [scale.key]: value }, t("trends.step_rated", { scale: scale.title, ...name }));
    const earlier = before && { round: before.round, value: before.fields[scale.key] };
    return { key: scale.key, ...createSlider(client, { id: `${entry}-${scale.key}`, scale, set, earlier }) };
  });
  const when = horizons(client, template, entry, { before, set: (value) => write({ horizon: value }, t("trends.step_when", name)) });
  const reason = reasonField(client, template, entry, (text) => {
    if (late || client.get(entry)?.removed) write({ reason: text }, t("trends.step_reason", name));
    else client.type({ ...asked, fields: { ...own, reason: text } }, t("trends.step_reason", name));
  });
  const keep = h("button", { type: "button", class: "btn keep", onclick: () => {
    put(answersOf(template, before.fields), t("trends.step_kept", { ...name, round: before.round }));
    say(t("trends.kept", { round: before.round }));
  } }, icon("check"), before ? t("trends.keep", { round: before.round }) : "");
  const handIn = h("button", { type: "button", class: "btn pri", text: t("trends.hand_in"), onclick: () => {
    const made = draft;
    draft = {};
    drafts.keep(kept, "");
    put(made, t("trends.step_late", name));
    say(t("trends.handed_in"));
  } });
  const after = h("p", { class: "small late", role: "status" });
  const beads = h("div", { class: "in-plan" });
  const clash = h("div", { class: "merges" });
  const merges = createMerges(client, clash);
  const box = h("div", { class: "rating" }, head, before && keep, ...sliders.map((slider) => slider.box), when.box, reason.box, handIn, after, clash, beads);

  function update() {
    const known = client.get(entry);
    const stored = storedNow();
    const fields = { ...stored, ...draft };
    const may = (/** @type {string} */ key) => isOpen(round, stored[key]);
    sliders.forEach((slider) => slider.update(fields[slider.key], may(slider.key)));
    when.update(fields.horizon ?? "", may("horizon"));
    reason.update(fields.reason ?? "", fields.relevance, may("reason"));
    keep.hidden = !before || round.phase !== "write" || says(template, stored);
    handIn.hidden = !Object.values(draft).some(given);
    const isLate = roundOf(client.state, template.key).late.includes(entry);
    after.textContent = isLate ? t("trends.late", { round: round.round }) : "";
    after.hidden = !isLate;
    replace(beads, ...links());
    merges.draw(known && !known.removed ? choicesFor(client, known, { label: () => "", done: () => reason.focus() }) : []);
  }
  update();
  return { box, update };
}

function horizons(client, template, entry, { before, set }) {
  const choices = [...template.horizons.map(({ key, label }) => ({ key, label })), { key: UNKNOWN, label: client.t("trends.dont_know") }];
  const radios = choices.map(({ key, label }) => {
    const input = h("input", { type: "radio", name: `${entry}-when`, value: key, onchange: () => set(key) });
    return { input, box: h("label", { class: "pick" }, input, h("span", { text: label })) };
  });
  const said = choices.find(({ key }) => key === before?.fields.horizon)?.label;
  return {
    box: h("div", { class: "chart-q", role: "radiogroup", "aria-labelledby": `${entry}-when` }, h("p", { class: "lab", id: `${entry}-when`, text: template.horizon_question }),
      h("div", { class: "picks" }, ...radios.map((radio) => radio.box)),
      said && h("p", { class: "then", text: client.t("trends.then", { round: before.round, said }) })),
    update: (value, may = true) => radios.forEach(({ input }) => { input.checked = input.value === value; input.disabled = !may; }),
  };
}

function reasonField(client, template, entry, write) {
  const { t } = client;
  const scale = template.scales.find((one) => one.key === "relevance");
  const label = h("label", { for: `${entry}-why` });
  const area = h("textarea", {
    id: `${entry}-why`, class: "inp", rows: "3",
    onfocus: () => client.begin(entry),
    oninput: () => { grow(area); write(area.value); },
    onblur: () => client.flush(),
  });
  return {
    box: h("div", { class: "chart-q" }, label, area),
    focus: () => area.focus(),
    update(text, relevance, may = true) {
      area.readOnly = !may;
      const asks = asksReason(template, relevance);
      replace(label, h("span", { text: asks ? t("trends.why_value", { value: figure(relevance) }) : t("trends.why") }), " ",
        h("span", { class: "why-hint", text: asks ? t("trends.why_asked", { low: figure(scale.low), high: figure(scale.high) }) : t("trends.why_free") }));
      area.classList.toggle("wanted", asks && !text.trim());
      if (document.activeElement !== area && area.value !== text) { area.value = text; requestAnimationFrame(() => grow(area)); }
    },
  };
}

/** A rating as a reader sees it: facts, nothing to change. @param {any} ctx @param {any} trend @param {any} parts */
export function createReading(ctx, trend, { head, links, fieldsOf, round = roundOf({}, ""), blind = false }) {
  const { client, template } = ctx;
  const { t } = client;
  const facts = h("dl", { class: "facts" });
  const beads = h("div", { class: "in-plan" });
  const says = (scale, value) => {
    if (value === UNKNOWN) return t("trends.dont_know");
    if (!given(value)) return t(blind ? "trends.not_shown" : "trends.not_rated");
    return scale?.words?.[value] ? t("trends.value", { value: figure(value), word: scale.words[value] }) : figure(value);
  };
  const rowsOf = (/** @type {any} */ fields) => [...template.scales.map((scale) => [scale.title, says(scale, fields[scale.key])]),
    [t("trends.when"), template.horizons.find((horizon) => horizon.key === fields.horizon)?.label ?? says(null, fields.horizon)],
    ...(fields.reason ? [[t("trends.why"), fields.reason]] : [])];
  const listed = (/** @type {string[][]} */ rows) => rows.flatMap(([name, value]) => [h("dt", { text: name }), h("dd", { text: value })]);
  function update() {
    replace(facts, ...listed(rowsOf(fieldsOf(trend.key))));
    replace(beads, ...links());
  }
  update();
  return { box: h("div", { class: "rating" }, head, facts, held(), beads), update };

  /** What the person had begun to say when the rounds were closed: it stays on this device, to be read and copied. */
  function held() {
    const entry = idOf(template.key, trend.key, round.round);
    const words = waiting(draftsOf(client).read(`late:${entry}`), client.get(entry)?.fields ?? {});
    return Object.values(words).some(given) && h("section", { class: "banner info kept-back" }, icon("lock"),
      h("div", { class: "stack" }, h("p", { text: t("trends.held") }), h("dl", { class: "facts" }, ...listed(rowsOf(words).filter(([, value]) => value !== t("trends.not_rated"))))));
  }
}

/** The head of a trend: where it stands in the list, its name, what it is about. */
export function ratingHead(/** @type {any} */ ctx, /** @type {any} */ trend, /** @type {string} */ id) {
  const { client, template } = ctx;
  const sector = template.sectors.find((one) => one.key === trend.sector)?.title ?? "";
  const more = trend.link && h("a", { href: trend.link, target: "_blank", rel: "noopener noreferrer" }, client.t("trends.more"), hidden(` ${client.t("trends.new_tab")}`));
  return h("div", { class: "rating-head" },
    h("p", { class: "eyebrow", text: client.t("trends.place", { number: trend.number, count: template.trends.length, sector }) }),
    h("h2", { id, tabindex: "-1", text: trend.name }),
    h("p", { class: "small mute about" }, trend.about, more ? " " : "", more || ""));
}

/** The way on: the trend before and the trend after. @param {any} client
 *  @param {{before:any, after:any, go:(key:string)=>void, end:()=>void}} steps */
export function ratingSteps(client, { before, after, go, end }) {
  const { t } = client;
  return h("div", { class: "actions" },
    before && h("button", { type: "button", class: "btn", onclick: () => go(before.key) }, icon("left"), String(before.number), hidden(` ${before.short}`)),
    after
      ? h("button", { type: "button", class: "btn pri grow", onclick: () => go(after.key) }, t("trends.next", { number: after.number, trend: after.short }), icon("right"))
      : h("button", { type: "button", class: "btn pri grow", onclick: end }, t("trends.see_radar")));
}
