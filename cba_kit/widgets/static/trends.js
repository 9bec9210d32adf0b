// The trends editor: the list, one trend at a time, the radar of what was said, the group's picture, and the table of it.
import { sheetHash } from "./books.js";
import { createUndo } from "./form-undo.js";
import { mountChange } from "./golden-change.js";
import { h, icon, replace, say } from "./dom.js";
import { actionsOf } from "./plan-actions.js";
import { createRating, createReading, ratingHead, ratingSteps } from "./rating.js";
import { mountFindings } from "./findings.js";
import { mountThreads } from "./threads.js";
import { createChoice } from "./trends-choice.js";
import { blank, nextOpen, offRadar, rowsOf } from "./trends-facts.js";
import { legend } from "./trends-legend.js";
import { createLine } from "./trends-line.js";
import { createList } from "./trends-list.js";
import { createMoves } from "./trends-moves.js";
import { counted, isLarge } from "./trends-order.js";
import { createPanel } from "./trends-panel.js";
import { createPicture } from "./trends-picture.js";
import { earlier, idOf, roundOf } from "./trends-rounds.js";
import { createTable } from "./trends-table.js";

/** The workbook of all holds the rounds; everybody rates in their own. */
const WHOLE = "plenary:";

/** Show a sheet of kind trends. @param {HTMLElement} root @param {any} ctx */
export function mount(root, ctx) {
  const { client, template, reader } = ctx;
  const { t } = client;
  const writes = !reader && client.may("rating") && !client.state.workbook.id.startsWith(WHOLE);
  const own = client.state.workbook.owner?.id === client.state.me?.id;
  const titleId = `${template.key}-trend`;
  const large = isLarge(template);
  let round = roundOf(client.state, template.key);
  const fieldsOf = (/** @type {string} */ id) => {
    const known = client.get(id);
    return known && !known.removed ? known.fields : {};
  };
  const inRound = (/** @type {string} */ key) => fieldsOf(idOf(template.key, key, round.round));
  const before = (/** @type {string} */ key) => earlier(fieldsOf, template, key, round.round);
  /** What was said last: in this round, else in one before. */
  const newest = (/** @type {string} */ key) => earlier(fieldsOf, template, key, round.round + 1)?.fields ?? inRound(key);
  const matters = (/** @type {string} */ key) => fieldsOf(idOf(template.key, key, 1)).chosen === true;
  const read = (/** @type {(key:string) => Object<string,any>} */ fields) => rowsOf(template, fields).map((row) => ({ ...row, chosen: matters(row.trend.key) }));
  /** What others say in a round that is rated blind is not told to whoever reads here. */
  const blind = () => !own && round.phase === "write";
  const readRows = () => (blind() ? read(newest).map((row) => (row.state === "none" ? { ...row, state: "hidden" } : row)) : read(inRound));
  let rows = readRows();
  const first = counted(rows).find((row) => row.state === "none" || row.state === "begun") ?? rows[0];
  let current = first.trend.key;
  let rating = /** @type {any} */ (null);

  const sum = h("p", { class: "small mute" });
  const undo = createUndo(client, root, { writes });
  const line = createLine(client, template, { own });
  const list = createList(client, template, { choose: (key) => choose(key), matter: writes ? matter : null });
  const card = h(writes ? "form" : "div", { class: "card assess", onsubmit: (event) => event.preventDefault(), "aria-labelledby": titleId, role: writes ? null : "group" });
  const changes = h("div", { class: "trend-change" });
  /** @type {any} */ let change = null;
  const radar = h("div", { class: "radar-place" });
  const radarTitle = h("h2", { id: `${template.key}-radar`, tabindex: "-1", text: t(own ? "trends.my_radar" : "trends.radar") });
  const trays = h("div", { class: "trays" });
  const table = createTable(ctx, { own, choose: (key) => choose(key) });
  const moved = createMoves(client, template, { fieldsOf, choose: (key) => choose(key) });
  const panel = own ? createPanel(client, template) : null;
  const rail = h("div", { class: "rail" });
  root.classList.add("trends-editor");
  root.append(
    h("div", { class: "row between head" }, h("div", { class: "grow" }, h("h1", { text: template.title }), h("p", { class: "mute", text: template.purpose })), h("div", { class: "row" }, sum, undo.element)),
    line.element,
    h("div", { class: "trends-grid" },
      list.element, h("div", { class: "trend-open" }, card, changes),
      h("div", { class: "trends-side" },
        h("section", { class: "card", "aria-labelledby": radarTitle.id }, h("div", { class: "row between" }, radarTitle, legend(t)), radar, trays),
        panel?.element, moved.element, table.box, rail)),
    template.credit ? h("p", { class: "xs mute credit", text: template.credit }) : "");

  const picture = createPicture(radar, client, { sheet: template.key, name: "radar", shown: ring });
  const threads = mountThreads(rail, { client, sheet: template.key, go: ctx.go });
  const findings = mountFindings(rail, { client, template, go: ctx.go });

  /** The trend that is open has a dashed edge on the radar; its marker is found by its number. */
  function ring(figure) {
    const number = String(template.trends.find((trend) => trend.key === current).number);
    figure.querySelectorAll(".mk").forEach((mark) => mark.classList.toggle("chosen", mark.querySelector(".num")?.textContent === number));
  }

  /** Note that a trend matters, or does not: in its first rating, whatever the round. */
  function matter(/** @type {string} */ key, /** @type {boolean} */ chosen) {
    const entry = idOf(template.key, key, 1);
    const asked = { sheet: template.key, entry, kind: "rating", block: key };
    const label = t("trends.step_chosen", { trend: template.trends.find((trend) => trend.key === key).short });
    if (client.get(entry)?.removed) client.putAll([{ ...asked, op: "restore" }, { ...asked, fields: { ...blank(template), chosen } }], label);
    else client.put({ ...asked, fields: { chosen } }, label);
  }

  function drawList() {
    list.draw(rows, current);
    const some = counted(rows);
    sum.hidden = blind();
    const done = some.filter((row) => row.state === "rated" || row.state === "unknown").length;
    sum.textContent = t(some.length < rows.length ? "trends.progress_chosen" : "trends.progress", { done, count: some.length });
  }

  function links() {
    const plans = [...client.state.sheets.values()].filter((sheet) => sheet.kind === "plan");
    const found = plans.flatMap((sheet) => actionsOf(client, sheet.key).filter((action) => action.number && (action.fields.trends ?? []).includes(current)).map((action) => ({ sheet, action })));
    if (!found.length) return [];
    const trend = template.trends.find((one) => one.key === current);
    return [h("span", { class: "small mute", text: t("trends.in_plan") }), h("ul", { class: "beads" },
      h("li", {}, h("span", { class: "bead", text: t("trends.bead", { number: trend.number }) })),
      ...found.map(({ sheet, action }) => h("li", {}, h("a", { class: "bead", href: sheetHash(client, sheet.key, action.id), text: `${action.number} ${action.fields.title}` }))))];
  }

  /** The head of the open trend; of a large catalogue, one says here whether it matters. */
  function headOf(/** @type {any} */ trend) {
    const head = ratingHead(ctx, trend, titleId);
    if (!large || !writes) return head;
    const choice = createChoice(client, trend, { choose: (chosen) => matter(trend.key, chosen) });
    choice.draw(matters(trend.key));
    head.append(choice.button);
    return head;
  }

  function openTrend() {
    const trend = template.trends.find((/** @type {any} */ one) => one.key === current);
    client.flush();
    card.dataset.entry = idOf(template.key, current, round.round);
    const parts = { head: headOf(trend), links, round, before: before(current), fieldsOf: newest, blind: blind() };
    rating = writes && round.phase !== "closed" ? createRating(ctx, trend, parts) : createReading(ctx, trend, parts);
    const order = list.order();
    const here = order.indexOf(current);
    const named = (/** @type {string} */ key) => template.trends.find((/** @type {any} */ one) => one.key === key);
    const after = named(order[here + 1]) ?? nextOpen(counted(rows), current);
    const end = () => { radarTitle.focus(); radarTitle.scrollIntoView({ block: "start" }); };
    card.replaceChildren(rating.box, ratingSteps(client, { before: named(order[here - 1]), after: after?.key === current ? null : after, go: choose, end }));
    change?.destroy();
    replace(changes);
    change = writes ? mountChange(changes, { client, trend, go: ctx.go }) : null;
  }

  function choose(key, { focus = true } = {}) {
    current = key;
    drawList();
    openTrend();
    picture.show();
    list.reveal();
    if (!focus) return;
    const heading = card.querySelector("h2");
    heading.focus({ preventScroll: true });
    if (card.getBoundingClientRect().top < 0) card.scrollIntoView({ block: "start" });
    say(heading.textContent);
  }

  function drawTrays() {
    const last = read(newest);
    const { unknown, undated } = offRadar(last);
    const names = (trends) => trends.map((trend) => `${trend.number} ${trend.short}`).join(", ");
    const tray = (text, trends) => trends.length > 0 && h("p", { class: "dk-tray" }, icon("ask"), h("span", {}, h("b", { text }), ` ${names(trends)}`));
    const empty = last.every((row) => row.state === "none");
    radar.hidden = empty;
    radar.parentElement.hidden = table.box.hidden = empty && !own; // nothing to see of somebody else
    replace(trays, ...[empty && h("p", { class: "mute", text: template.start }), tray(t("trends.off_unknown"), unknown), tray(t("trends.off_undated"), undated)].filter(Boolean));
    table.update(last);
  }

  function draw() {
    undo.draw();
    rows = readRows();
    drawList();
    drawTrays();
    moved.draw(round.round);
  }

  /** The rounds changed: another one is open, or one was shown. Who rates a trend stays at it. */
  function turn() {
    const was = round;
    round = roundOf(client.state, template.key);
    line.draw();
    if (String(was.late) !== String(round.late)) rating.update();
    if (was.phase === round.phase && was.round === round.round) return;
    panel?.update();
    const held = card.contains(document.activeElement);
    draw();
    openTrend();
    picture.stale();
    if (held) card.querySelector("h2").focus({ preventScroll: true });
  }
  const unlisten = client.on("rounds", turn);

  draw();
  choose(current, { focus: false });
  return {
    update(/** @type {Set<string>|null} */ ids) {
      threads.update(ids);
      findings.update(ids);
      turn();
      const entries = ids ? [...ids].map((id) => client.get(id)) : [null];
      change?.update();
      if (!entries.some((entry) => !entry || entry.kind === "rating" || entry.kind === "action")) return;
      draw();
      rating.update();
      card.querySelector(".rating-head .pickit")?.setAttribute("aria-pressed", String(matters(current)));
      if (entries.some((entry) => !entry || entry.kind === "rating")) picture.stale();
    },
    /** Open the trend that the address names, by its key or by its entry. */
    point([place = ""] = []) {
      const key = place.startsWith(`${template.key}.`) ? place.slice(template.key.length + 1).replace(/\.\d$/, "") : place;
      if (key !== current && template.trends.some((trend) => trend.key === key)) choose(key);
    },
    destroy() {
      client.flush();
      unlisten();
      change?.destroy();
      undo.destroy();
      picture.destroy();
      panel?.destroy();
      threads.destroy();
      findings.destroy();
      root.classList.remove("trends-editor");
      root.replaceChildren();
    },
  };
}
