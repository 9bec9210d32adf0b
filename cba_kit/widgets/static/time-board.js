// Two moments of a sheet: in one picture with the changes marked in it, or side by side, part by part.
import { columns, gridAreas } from "./board-layout.js";
import { h, icon } from "./dom.js";
import { entryCard } from "./time-note.js";

/** The parts of a sheet with their differences, and at the end those whose part the template does not have (any more).
 *  @param {any} time */
export function sections(time) {
  const { parts, found, template, t } = time;
  const keys = new Set(parts.map(({ key }) => key));
  const known = parts.map((part) => ({ ...part, found: found.filter((one) => (one.now ?? one.then).block === part.key) }));
  const rest = found.filter((one) => !keys.has((one.now ?? one.then).block));
  return rest.length ? [...known, { key: "", title: parts.length ? t("time.no_block") : template.title, found: rest }] : known;
}

const differs = (/** @type {any} */ one) => one.how !== "same";

/** The button that brings a whole part back. */
const bringBlock = (time, part) => time.acts && part.key && part.found.some(differs)
  && h("button", { type: "button", class: "btn icon quiet", dataset: { bring: "block", of: part.key, keep: `block-${part.key}` },
    "aria-label": time.t("time.bring_block", { block: part.title }), title: time.t("time.bring_block", { block: part.title }) }, icon("hist"));

/** One picture: the canvas as it is at the later moment, with what is gone since the earlier one. @param {any} time */
export function drawBoard(time) {
  const { template } = time;
  const blocks = sections(time).map((part) => {
    const section = h("section", { class: "block", "aria-label": part.title },
      h("div", { class: "bh" }, h("h2", { text: part.title }), bringBlock(time, part)),
      h("ul", { class: "notes" }, ...part.found.map((one) => entryCard(time, one, { act: time.acts }))));
    section.style.gridArea = part.key || "auto / 1 / auto / -1";
    return section;
  });
  const board = h("div", { class: "board" }, ...blocks);
  board.style.gridTemplateAreas = gridAreas(template.areas);
  board.style.gridTemplateColumns = `repeat(${columns(template.areas)}, minmax(0, 1fr))`;
  return board;
}

/** Side by side: the parts one below the other, left how it was, right how it became. @param {any} time */
export function drawPair(time) {
  const { t, labels } = time;
  const head = (/** @type {string} */ text) => h("p", { class: "pair-head", text });
  const side = (part, name) => {
    const list = part.found.filter((one) => one[name]);
    return h("div", { class: "pair-side", role: "group", "aria-label": labels[name] },
      list.length ? h("ul", { class: "notes" }, ...list.map((one) => entryCard(time, one, { side: name, act: time.acts && name === "then" })))
        : h("p", { class: "small mute", text: t("time.none_here") }));
  };
  return h("div", { class: "pair" }, h("div", { class: "pair-row pair-heads", "aria-hidden": "true" }, head(labels.then), head(labels.now)),
    ...sections(time).filter((part) => part.found.length).map((part) => h("section", { class: "card pair-part", "aria-label": part.title },
      h("div", { class: "row between" }, h("h2", { text: part.title }), bringBlock(time, part)),
      h("div", { class: "pair-row" }, side(part, "then"), side(part, "now")))));
}
