// Connections between notes, needs, trends and actions, whichever side wrote them: what hangs on an entry, what to write
// to connect two things and to take a connection off, and which connections are broken. Pure functions.
import { linkTo, nameOf } from "./findings-facts.js";
import { linksOf } from "./note-links.js";

/** @typedef {{link:string, kind:string, name:string, entry:any}} End the other end of a connection; of a trend, without entry */

const living = (/** @type {any} */ client) => [...client.entries.values()].filter((entry) => !entry.removed && !entry.conflict_of);
const idOf = (/** @type {string} */ link) => link.slice(link.indexOf(":") + 1);
const kindOf = (/** @type {string} */ link) => link.slice(0, link.indexOf(":"));
const plansOf = (/** @type {any} */ entry) => (entry.kind === "finding" && entry.fields.state === "action" && entry.fields.action ? [`action:${entry.fields.action}`] : []);

/** What links call an entry. @param {any} entry */
export const called = (entry) => (entry.kind === "finding" ? `question:${entry.id}` : entry.kind === "comment" ? `comment:${entry.id}` : linkTo(entry));

/** What an entry itself names as connected. @param {any} client @param {any} entry @returns {string[]} */
export function namedBy(client, entry) {
  if (entry.kind === "finding") return plansOf(entry);
  if (entry.kind !== "action") return linksOf(entry);
  const { origin, trends } = entry.fields;
  const from = origin ? client.get(origin) : null;
  const start = origin ? [from ? called(from) : `note:${origin}`] : [];
  return [...new Set([...start, ...(Array.isArray(trends) ? trends : []).map((key) => `trend:${key}`), ...linksOf(entry)])];
}

/** The trend with this key, on whichever sheet. @param {any} client @param {string} key */
export const trendOf = (client, key) => [...client.state.sheets.values()].filter((sheet) => sheet.kind === "trends")
  .flatMap((sheet) => sheet.trends.map((trend) => ({ ...trend, sheet: sheet.key }))).find((trend) => trend.key === key) ?? null;

/** The other end of a connection, as long as it is there. @param {any} client @param {string} link @returns {End|null} */
export function endOf(client, link) {
  const [kind, id] = [kindOf(link), idOf(link)];
  if (kind === "trend") {
    const trend = trendOf(client, id);
    return trend && { link, kind, name: client.t("thread.trend", { number: trend.number, trend: trend.short }), entry: null };
  }
  const entry = client.get(id);
  if (!entry || entry.removed) return null;
  const sheet = client.state.sheets.get(entry.sheet)?.short ?? "";
  return { link, kind, name: kind === "question" ? client.t("thread.question", { sheet }) : nameOf(client, entry), entry };
}

/** Everything that a link is connected with, by either side; what is gone is left out. @param {any} client @param {string} link @returns {End[]} */
export function beside(client, link) {
  const own = kindOf(link) === "trend" ? null : client.get(idOf(link));
  const links = own ? namedBy(client, own) : [];
  for (const entry of living(client)) if (entry !== own && namedBy(client, entry).includes(link)) links.push(called(entry));
  return [...new Set(links)].filter((one) => one !== link).map((one) => endOf(client, one)).filter((one) => one !== null);
}

/** What refers to an entry: it would be shown as broken if the entry went. A finding that names it is no reason to ask
 *  unless it became this action. @param {any} client @param {string} id @returns {End[]} */
export function dependants(client, id) {
  const entry = client.get(id);
  return entry && !entry.removed && entry.kind !== "rating" ? beside(client, called(entry)).filter((one) => one.kind !== "comment") : [];
}

const NAMED = 3;

/** What refers to an entry, as a sentence: “2 actions and 1 trend refer to it: …”; empty where nothing does.
 *  @param {any} client @param {string} id @param {string} [locale] */
export function dependantWords(client, id, locale = "en-GB") {
  const { t } = client;
  const found = dependants(client, id);
  if (!found.length) return "";
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const counts = ["action", "trend", "need", "note", "question"].map((kind) => ({ kind, n: found.filter((one) => one.kind === kind).length })).filter(({ n }) => n);
  const what = list.format(counts.map(({ kind, n }) => t(`thread.depends.${kind}${n === 1 ? "" : "s"}`, { n })));
  const quoted = found.slice(0, NAMED).map(({ name }) => `“${name}”`);
  const names = found.length > NAMED ? t("thread.depends.more", { names: quoted.join(", "), n: found.length - NAMED }) : list.format(quoted);
  return t(`thread.depends.${found.length === 1 ? "one" : "many"}`, { what, names });
}

/** The connections of an entry whose other end is gone. @param {any} client @param {any} entry
 *  @returns {{link:string, name:string, back:boolean}[]} `back`: it was removed and can be brought back */
export function brokenOf(client, entry) {
  return namedBy(client, entry).filter((link) => !endOf(client, link)).map((link) => {
    const gone = kindOf(link) === "trend" ? null : client.get(idOf(link));
    return { link, name: (gone && nameOf(client, gone)) || client.t("thread.lost"), back: Boolean(gone?.removed) };
  });
}

/** What to write so that an entry is connected with a link. An action without an origin takes a note or a need as that.
 *  @param {any} client @param {string} id @param {string} link */
export function connectSteps(client, id, link) {
  const entry = client.get(id);
  const put = (/** @type {any} */ one, /** @type {Object<string,any>} */ fields) => [{ sheet: one.sheet, entry: one.id, kind: one.kind, fields }];
  if (entry.kind === "action" && kindOf(link) === "trend") return put(entry, { trends: [...(entry.fields.trends ?? []), idOf(link)] });
  if (entry.kind === "action" && !entry.fields.origin && ["note", "need"].includes(kindOf(link))) return put(entry, { origin: idOf(link) });
  return put(entry, { links: [...linksOf(entry), link] });
}

/** What to write so that an entry and a link are connected no more, on either side. @param {any} client @param {string} id @param {string} link */
export function takeOffSteps(client, id, link) {
  const other = kindOf(link) === "trend" ? null : client.get(idOf(link));
  const entry = client.get(id);
  return [...without(client, entry, link), ...(other && !other.removed ? without(client, other, called(entry)) : [])];
}

function without(/** @type {any} */ client, /** @type {any} */ entry, /** @type {string} */ link) {
  if (!namedBy(client, entry).includes(link)) return [];
  const { origin, trends } = entry.fields;
  const fields = /** @type {Object<string,any>} */ ({});
  if (linksOf(entry).includes(link)) fields.links = linksOf(entry).filter((one) => one !== link);
  if (entry.kind === "action" && origin === idOf(link)) fields.origin = "";
  if (entry.kind === "action" && kindOf(link) === "trend" && trends?.includes(idOf(link))) fields.trends = trends.filter((/** @type {string} */ key) => key !== idOf(link));
  return Object.keys(fields).length ? [{ sheet: entry.sheet, entry: entry.id, kind: entry.kind, fields }] : [];
}
