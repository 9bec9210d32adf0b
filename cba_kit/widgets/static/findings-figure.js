// The picture that a sheet makes of its numbers, with the same numbers as a table.
import { h, icon, replace } from "./dom.js";
import { saveFile } from "./save.js";
import { createPicture } from "./trends-picture.js";

/** What is asked for to have a picture with its own colours. */
const FILE = "file";
const SCALES = ["importance", "satisfaction"];

/** The question of a form that says how important needs are and how well they are met. */
const needsOf = (template) => (template.parts ?? []).flatMap((part) => part.questions)
  .find((question) => SCALES.every((key) => (question.columns ?? []).some((column) => column.key === key)));

/** Which picture is drawn of a sheet; "" for none. The keys are those that the pages' drawings look for. @param {any} template */
export function figureOf(template) {
  if (needsOf(template)) return "needs";
  const blocks = (template.blocks ?? []).map((block) => block.key);
  const columns = (template.columns ?? []).map((column) => column.key);
  if (["public_base", "project", "private"].every((key) => blocks.includes(key)) && columns.includes("amount")) return "funding";
  if (["power", "interest"].every((key) => columns.includes(key))) return "stakeholders";
  return ["users", "cost", "income"].every((key) => columns.includes(key)) ? "portfolio" : "";
}

/** A value in a column, in words. @param {any} column @param {any} value */
export function valueWords(column, value) {
  if (value === null || value === undefined) return "";
  if (column.type === "choice") return column.choices.find((choice) => choice.key === value)?.label ?? String(value);
  return typeof value === "number" ? value.toLocaleString("en-GB") : String(value);
}

const NAME = 1; // the column that names a row: the first one is its number on the picture
const says = (entry) => Object.entries(entry.fields).some(([name, value]) => name !== "position" && typeof value === "string" && value.trim());
const isNumber = (column) => ["number", "scale"].includes(column.type);

/** The table beside a picture: its columns, and a row for each note or need; the largest gaps first.
 *  @param {any} client @param {any} template @returns {{head:{title:string, number:boolean}[], rows:string[][]}} */
export function numbersOf(client, template) {
  const { t } = client;
  const question = needsOf(template);
  const columns = question?.columns ?? template.columns;
  const counted = { title: t("picture.number"), number: true };
  const titles = columns.map((column) => ({ title: column.title, number: isNumber(column) }));
  const words = (fields) => columns.map((column) => valueWords(column, fields[column.key]));
  const kept = (kind) => client.list(template.key, { kind }).filter((entry) => !entry.conflict_of);
  if (question) {
    const gap = ({ fields }) => SCALES.every((key) => typeof fields[key] === "number") ? fields.importance - fields.satisfaction : null;
    const rows = kept("answer").filter((entry) => entry.block === question.key && says(entry)).map((entry, index) => ({ entry, number: String(index + 1) }));
    const rated = rows.filter(({ entry }) => gap(entry) !== null).sort((a, b) => gap(b.entry) - gap(a.entry));
    return { head: [counted, ...titles, { title: t("findings.picture.gap"), number: true }],
      rows: rated.map(({ entry, number }) => [number, ...words(entry.fields), String(gap(entry))]) };
  }
  const blocks = new Map(template.blocks.map((block) => [block.key, block.title]));
  const order = [...blocks.keys()];
  const notes = kept("note").filter((note) => String(note.fields.text ?? "").trim() && blocks.has(note.block))
    .sort((a, b) => order.indexOf(a.block) - order.indexOf(b.block));
  return { head: [counted, { title: t("findings.picture.note"), number: false }, { title: t("findings.picture.block"), number: false }, ...titles],
    rows: notes.map((note, index) => [String(index + 1), String(note.fields.text), blocks.get(note.block) ?? "", ...words(note.fields)]) };
}

/** Show the picture of a sheet in `place`, where there is one. @param {HTMLElement} place @param {{client:any, template:any}} options */
export function mountFigure(place, { client, template }) {
  const name = figureOf(template);
  if (!name) return { update() {}, destroy() {} };
  const { t } = client;
  let wanted = false; // the picture was asked for as a file
  const figure = h("div", { class: "canvas-figure" });
  const save = h("button", { type: "button", class: "btn", onclick: () => { wanted = true; client.draw(template.key, FILE); } }, icon("down"), t("findings.picture.save"));
  const table = h("table", { class: "tbl" });
  const box = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("findings.picture.table") }, table);
  const section = h("section", { class: "card canvas-picture", "aria-label": t("findings.picture.title") }, figure,
    h("details", { class: "canvas-numbers" }, h("summary", { class: "small", text: t("findings.picture.table") }), box), h("p", { class: "row" }, save));
  place.append(section);
  const picture = createPicture(figure, client, { sheet: template.key, name });

  function draw() {
    const { head, rows } = numbersOf(client, template);
    const side = (index) => (head[index].number ? "num" : null);
    section.hidden = !rows.length;
    replace(table, h("caption", { class: "vh", text: template.title }),
      h("thead", {}, h("tr", {}, ...head.map(({ title }, index) => h("th", { scope: "col", class: side(index), text: title })))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((text, index) => h(index === NAME ? "th" : "td", { scope: index === NAME ? "row" : null, class: side(index), text }))))));
  }
  const off = client.on("drawing", (/** @type {string} */ key) => {
    const svg = key === template.key && wanted && client.drawings.get(key)?.[`${name}_${FILE}`];
    if (!svg) return;
    wanted = false;
    saveFile(`${template.key}-${client.state.edition.today}.svg`, svg, "image/svg+xml");
  });
  draw();
  return {
    /** Entries changed. @param {Set<string>|null} ids */
    update(ids) {
      if (ids !== null && ![...ids].some((id) => !client.get(id) || ["note", "answer"].includes(client.get(id).kind))) return;
      draw();
      picture.stale();
    },
    destroy() { off(); picture.destroy(); section.remove(); },
  };
}
