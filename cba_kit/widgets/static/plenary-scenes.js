// The scenes of the plenary: what each of them shows on the projector.
import { drawing, h } from "./dom.js";

/** Names beside a picture; with more, they stand in its table alone. */
const BESIDE = 40;
/** From so many names on they stand in two columns, in smaller letters. */
const MANY = 16;
const LISTS = ["first", "divided", "moved"];

/** The order of the scenes; the movement is there from the second round on. @param {any} told */
export const scenesOf = (told) => ["radar", "matrix", "agreement", "movement", "groups", "agenda"].filter((name) => told.scenes?.[name]);

/** The dimension that shows most groups, to begin with. @param {{key:string, table:{columns:any[], rows:any[]}}[]} dimensions */
export const richest = (dimensions) =>
  [...dimensions].sort((one, other) => groupsIn(other) - groupsIn(one))[0]?.key ?? "";
const groupsIn = (/** @type {{table:{columns:any[], rows:any[]}}} */ { table }) => (table.rows.length ? table.columns.length : 0);

/** What a scene shows. @param {(key:string, values?:any) => string} t @param {string} name @param {any} told
 *  @param {string} dimension @returns {Node[]} */
export function drawScene(t, name, told, dimension) {
  const scene = told.scenes[name];
  if (name === "agreement") return agreement(t, scene);
  if (name === "groups") return groups(t, scene, dimension);
  if (name === "agenda") return agenda(t, scene);
  if (!scene.table.rows.length) return [few(t)];
  if (name === "movement") return [drawing(scene.svg, "plenary-wide")];
  const names = key(name, scene.table.rows, told.names);
  return [h("div", { class: `plenary-two${names ? "" : " alone"}` }, drawing(scene.svg), names)];
}

/** The table of a scene, for below its picture. @param {string} name @param {any} told @param {string} dimension */
export function tableOf(name, told, dimension) {
  const scene = told.scenes[name];
  if (name === "groups") return scene.dimensions.find((/** @type {any} */ one) => one.key === dimension)?.table ?? null;
  return scene.table ?? null;
}

/** Numbers and names; what is to be talked about first is marked on the matrix. */
function key(/** @type {string} */ name, /** @type {any[][]} */ rows, /** @type {Object<string,string>} */ names) {
  if (rows.length > BESIDE) return "";
  const first = (/** @type {any[]} */ row) => name === "matrix" && row[4] !== "";
  return h("ol", { class: `plenary-key${rows.length > MANY ? " tight" : ""}` },
    ...rows.map((row) => h("li", { class: first(row) ? "first" : null }, h("b", { text: String(row[0]) }), h("span", { text: names[row[0]] ?? row[1] }))));
}

function agreement(/** @type {any} */ t, /** @type {any} */ scene) {
  if (!scene.items.length) return [few(t)];
  const read = h("div", { class: "plenary-read" }, h("div", {}, h("h2", { text: t("plenary.how") }), h("p", { text: t("plenary.how_words") })),
    h("div", {}, h("h2", { text: t("plenary.order_title") }), h("p", { text: scene.order.say })));
  return [h("div", { class: "plenary-many" }, ...scene.items.map((/** @type {any} */ item) => drawing(item.svg))), read];
}

function groups(/** @type {any} */ t, /** @type {any} */ scene, /** @type {string} */ dimension) {
  const found = scene.dimensions.find((/** @type {any} */ one) => one.key === dimension);
  if (!found) return [few(t)];
  const none = !found.table.rows.length;
  return [
    none && h("p", { class: "plenary-say", text: t("plenary.none_shown") }),
    found.hidden.length > 0 && h("p", { class: "plenary-note", text: t("plenary.not_shown", { groups: found.hidden.join(", ") }) })].filter(Boolean);
}

function agenda(/** @type {any} */ t, /** @type {any} */ scene) {
  const lists = LISTS.filter((name) => scene[name].length);
  if (!lists.length) return [h("p", { class: "plenary-say", text: t("plenary.nothing_to_say") })];
  return [h("div", { class: "plenary-agenda" }, ...lists.map((name) => h("section", {}, h("h2", { text: t(`plenary.${name}`) }),
    h("ol", {}, ...scene[name].map((/** @type {any} */ one) => h("li", {}, h("span", { class: "no", text: String(one.number) }), h("div", {}, h("h3", { text: one.name }), h("p", { text: one.why }))))))))];
}

const few = (/** @type {any} */ t) => h("p", { class: "plenary-say", text: t("plenary.few") });
