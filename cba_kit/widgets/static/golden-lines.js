// One line of the golden thread on the page: four stations on a line; what is missing is hollow, dashed, and has a button.
import { h, hidden, icon } from "./dom.js";
import { sheetHash } from "./books.js";
import { beadWords, gapOf, numberOf } from "./golden-facts.js";

/** @typedef {import("./golden-facts.js").Line} Line */
/** @typedef {{client:any, thread:import("./golden-facts.js").Thread, may:(kind:string) => boolean}} Ctx */

const STATIONS = ["starts", "trends", "action", "number"];

/** Where a bead is shown. @param {any} client @param {import("./golden-facts.js").Bead} bead */
export const placeOf = (client, bead) => (bead.kind === "question" ? sheetHash(client, bead.sheet) : sheetHash(client, bead.sheet, bead.id));

/** A line as a list item. @param {Ctx} ctx @param {Line} line */
export function lineItem(ctx, line) {
  const { client, thread } = ctx;
  const { t } = client;
  const links = { starts: line.starts, trends: line.trends, action: line.action ? [line.action] : [] };
  const number = numberOf(line);
  const filled = (/** @type {string} */ station) => (station === "number" ? Boolean(number) : links[station].length > 0);
  const cells = STATIONS.map((station, at) => {
    const next = STATIONS[at + 1];
    const broken = next && !(filled(station) && filled(next));
    const inside = station === "number" && number ? [h("b", { text: number })] : filled(station) ? links[station].map((/** @type {string} */ link) => bead(client, thread.beads[link])) : gap(ctx, line, station);
    return h("div", { class: ["station", station, !filled(station) && "hollow", broken && "cut"].filter(Boolean).join(" ") },
      h("p", { class: "station-name", text: t(`thread.column.${station}`) }), ...inside);
  });
  const kind = gapOf(line);
  return h("li", { class: `thread-line-${kind}`, "aria-label": t(`thread.gap.${kind}`) }, ...cells);
}

function bead(/** @type {any} */ client, /** @type {import("./golden-facts.js").Bead} */ one) {
  const { t } = client;
  const weight = one.weight && h("span", { class: "tag", text: t(`thread.weight.${one.weight}`) });
  const words = one.kind === "comment" ? h("span", { text: beadWords(t, one) }) : h("a", { href: placeOf(client, one), text: beadWords(t, one) });
  return h("p", { class: "thread-bead" }, words, weight && " ", weight, h("span", { class: "xs mute where", text: one.kind === "question" ? "" : one.where }));
}

/** What an empty station says, and the one button that fills it. */
function gap(/** @type {Ctx} */ { client, thread, may }, /** @type {Line} */ line, /** @type {string} */ station) {
  const { t } = client;
  const act = actOf(line, station);
  const about = line.action || (act === "make_action" ? line.starts[0] : line.trends[0]) || line.starts[0];
  const name = hidden(t("thread.of", { name: beadWords(t, thread.beads[about]) }));
  const says = h("p", { class: "thread-none", text: t(`thread.no_${station}`) });
  if (act === "add_number") return [says, h("a", { class: "btn", href: placeOf(client, thread.beads[line.action]) }, t("thread.add_number"), name)];
  const allowed = act && may({ change: "note", make_action: "action" }[act] ?? (line.action ? "action" : "note"));
  return [says, allowed && h("button", { type: "button", class: "btn", dataset: { act, about, station, trends: act === "make_action" ? line.trends.join(" ") : "" } }, icon(act === "change" || act === "make_action" ? "plus" : "link"), t(`thread.${act}`), name)].filter(Boolean);
}

/** Which button an empty station has; "" where another one of the line comes first. @param {Line} line @param {string} station */
export function actOf(line, station) {
  if (line.action) return `add_${station}`;
  if (line.gap === "note") return { trends: "add_trends", action: "make_action" }[station] ?? "";
  if (station !== "action") return "";
  return line.starts.length ? "make_action" : "change";
}
