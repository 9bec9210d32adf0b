// The trends editor: the list, one trend at a time, the radar of what was said, and the table of it.
import { sheetHash } from "./books.js";
import { createUndo } from "./form-undo.js";
import { h, hidden, icon, replace, say } from "./dom.js";
import { actionsOf } from "./plan-actions.js";
import { createRating, createReading, ratingHead, ratingSteps } from "./rating.js";
import { mountThreads } from "./threads.js";
import { nextOpen, offRadar, rowsOf } from "./trends-facts.js";
import { createPicture } from "./trends-picture.js";
import { createTable } from "./trends-table.js";

const STATES = { rated: "rated", unknown: "dont_know_short", begun: "begun", none: "not_rated" };
const CAPS = { opportunity: ["M5 8L12 2l7 6z", 16], threat: ["M5 20l7 6 7-6z", 12], both: ["", 14] };

/** Show a sheet of kind trends. @param {HTMLElement} root @param {any} ctx */
export function mount(root, ctx) {
  const { client, template, reader } = ctx;
  const { t } = client;
  const writes = !reader && client.may("rating");
  const titleId = `${template.key}-trend`;
  const fieldsOf = (key) => {
    const known = client.get(`${template.key}.${key}`);
    return known && !known.removed ? known.fields : {};
  };
  let rows = rowsOf(template, fieldsOf);
  let current = (rows.find((row) => row.state === "none" || row.state === "begun") ?? rows[0]).trend.key;
  let rating = /** @type {any} */ (null);

  const sum = h("p", { class: "small mute" });
  const undo = createUndo(client, root, { writes });
  const list = h("ol", {});
  const card = h(writes ? "form" : "div", { class: "card assess", onsubmit: (event) => event.preventDefault(), "aria-labelledby": titleId, role: writes ? null : "group" });
  const radar = h("div", { class: "radar-place" });
  const radarTitle = h("h2", { id: `${template.key}-radar`, tabindex: "-1", text: t("trends.my_radar") });
  const trays = h("div", { class: "trays" });
  const table = createTable(ctx, { choose: (key) => choose(key) });
  const rail = h("div", { class: "rail" });
  root.classList.add("trends-editor");
  root.append(
    h("div", { class: "row between head" }, h("div", { class: "grow" }, h("h1", { text: template.title }), h("p", { class: "mute", text: template.purpose })), h("div", { class: "row" }, sum, undo.element)),
    h("div", { class: "trends-grid" },
      h("nav", { class: "trends-list", "aria-label": t("trends.list", { count: template.trends.length }) }, list), card,
      h("section", { "aria-labelledby": radarTitle.id },
        h("div", { class: "card" }, h("div", { class: "row between" }, radarTitle, legend(t)), radar, trays), table.box, rail)),
    template.credit ? h("p", { class: "xs mute credit", text: template.credit }) : "");

  const picture = createPicture(radar, client, { sheet: template.key, name: "radar", shown: ring });
  const threads = mountThreads(rail, { client, sheet: template.key, go: ctx.go });

  /** The trend that is open has a dashed edge on the radar; its marker is found by its number. */
  function ring(figure) {
    const number = String(template.trends.find((trend) => trend.key === current).number);
    figure.querySelectorAll(".mk").forEach((mark) => mark.classList.toggle("chosen", mark.querySelector(".num")?.textContent === number));
  }

  const buttons = template.trends.map((trend) => {
    const mark = h("span", { class: "mark" });
    const button = h("button", { type: "button", onclick: () => choose(trend.key) }, h("b", { text: String(trend.number) }), h("span", { class: "name", text: trend.short }), mark);
    list.append(h("li", { dataset: { entry: `${template.key}.${trend.key}`, brief: "" } }, button));
    return { trend, button, mark };
  });

  function drawList() {
    rows.forEach(({ trend, state }, index) => {
      const { button, mark } = buttons[index];
      if (trend.key === current) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
      const sign = { rated: icon("check"), unknown: h("b", { "aria-hidden": "true", text: "?" }), begun: h("b", { "aria-hidden": "true", text: "…" }), none: "" }[state];
      replace(mark, ...(sign ? [sign] : []), hidden(` ${t(`trends.${STATES[state]}`)}`));
    });
    const done = rows.filter((row) => row.state === "rated" || row.state === "unknown").length;
    sum.textContent = t("trends.progress", { done, count: rows.length });
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

  function openTrend() {
    const index = template.trends.findIndex((trend) => trend.key === current);
    const trend = template.trends[index];
    client.flush();
    card.dataset.entry = `${template.key}.${current}`;
    const parts = { head: ratingHead(ctx, trend, titleId), links };
    rating = writes ? createRating(ctx, trend, parts) : createReading(ctx, trend, parts);
    const after = template.trends[index + 1] ?? nextOpen(rows, current);
    const end = () => { radarTitle.focus(); radarTitle.scrollIntoView({ block: "start" }); };
    card.replaceChildren(rating.box, ratingSteps(client, { before: template.trends[index - 1], after: after?.key === current ? null : after, go: choose, end }));
  }

  function choose(key, { focus = true } = {}) {
    current = key;
    openTrend();
    drawList();
    picture.show();
    const here = list.querySelector("[aria-current]")?.parentElement;
    if (here) list.scrollLeft = here.offsetLeft - list.clientWidth / 2 + here.offsetWidth / 2;
    if (!focus) return;
    const heading = card.querySelector("h2");
    heading.focus({ preventScroll: true });
    if (card.getBoundingClientRect().top < 0) card.scrollIntoView({ block: "start" });
    say(heading.textContent);
  }

  function drawTrays() {
    const { unknown, undated } = offRadar(rows);
    const names = (trends) => trends.map((trend) => `${trend.number} ${trend.short}`).join(", ");
    const tray = (text, trends) => trends.length > 0 && h("p", { class: "dk-tray" }, icon("ask"), h("span", {}, h("b", { text }), ` ${names(trends)}`));
    const empty = rows.every((row) => row.state === "none");
    radar.hidden = empty;
    replace(trays, ...[empty && h("p", { class: "mute", text: template.start }), tray(t("trends.off_unknown"), unknown), tray(t("trends.off_undated"), undated)].filter(Boolean));
  }

  function draw() {
    undo.draw();
    rows = rowsOf(template, fieldsOf);
    drawList();
    drawTrays();
    table.update(rows);
  }

  draw();
  choose(current, { focus: false });
  return {
    update(/** @type {Set<string>|null} */ ids) {
      threads.update(ids);
      const entries = ids ? [...ids].map((id) => client.get(id)) : [null];
      if (!entries.some((entry) => !entry || entry.kind === "rating" || entry.kind === "action")) return;
      draw();
      rating.update();
      if (entries.some((entry) => !entry || entry.kind === "rating")) picture.stale();
    },
    /** Open the trend that the address names, by its key or by its entry. */
    point([place = ""] = []) {
      const key = place.startsWith(`${template.key}.`) ? place.slice(template.key.length + 1) : place;
      if (key !== current && template.trends.some((trend) => trend.key === key)) choose(key);
    },
    destroy() {
      client.flush();
      undo.destroy();
      picture.destroy();
      threads.destroy();
      root.classList.remove("trends-editor");
      root.replaceChildren();
    },
  };
}

const SVG = "http://www.w3.org/2000/svg";

function legend(t) {
  const key = (kind, tint) => {
    const [cap, y] = CAPS[kind];
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 28");
    svg.setAttribute("aria-hidden", "true");
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `mk ${tint}`.trim());
    for (const [tag, attributes] of [["path", { class: "cap", d: cap }], ["circle", { cx: 12, cy: y, r: 9 }]]) {
      if (tag === "path" && !cap) continue;
      const part = document.createElementNS(SVG, String(tag));
      Object.entries(attributes).forEach(([name, value]) => part.setAttribute(name, String(value)));
      group.append(part);
    }
    svg.append(group);
    return h("span", {}, svg, t(`trends.${kind}`));
  };
  return h("div", { class: "radar-legend" }, key("opportunity", "opp"), key("threat", "thr"), key("both", ""), h("span", { text: t("trends.bigger") }));
}
