// The words of an entry and of a moment, as the time machine shows them.
import { whenWords } from "./moment.js";
import { wordsOf } from "./threads-facts.js";

/** When something was, in the zone of the programme. @param {any} client @param {string} at */
export function whenOf(client, at) {
  const { zone = "UTC", today = "" } = client.state.edition ?? {};
  return at ? whenWords(new Date(at), { zone, today, t: client.t, whole: true }) : "";
}

/** Who wrote: names, or a number where there are many; empty where names are not shown.
 *  @param {any} client @param {string[]} ids @param {Object<string, any>} people */
export function whoOf(client, ids, people) {
  const { me, people: known } = client.state;
  const names = ids.filter(Boolean).map((id) => (id === me.id ? client.t("time.you") : people[id]?.name ?? known?.[id]?.name ?? "")).filter(Boolean);
  return names.length > 2 ? client.t("time.several", { n: names.length }) : names.join(", ");
}

/** Who wrote a comment, by first name. @param {any} client @param {string} id */
export const commenter = (client, id) => client.state.people?.[id]?.name?.split(" ")[0] ?? client.t("threads.someone");

/** What a stop is called: “Day 1, end of “Canvas””, and when and by whom it was written.
 *  @param {any} client @param {any} stop @param {Object<string, any>} people */
export function stopWords(client, stop, people) {
  const { t } = client;
  if (!stop.version) return t("time.empty");
  const who = whoOf(client, stop.people, people);
  const when = whenOf(client, stop.at);
  const words = who ? t("time.stop_by", { when, who }) : t("time.stop", { when });
  return stop.names.length ? t("time.stop_named", { stop: stop.names.join(", "), name: words }) : words;
}

/** A stop in few words: its name, or when it was. @param {any} client @param {any} stop */
export const shortStop = (client, stop) => (stop.version ? stop.names[0] ?? whenOf(client, stop.at) : client.t("time.empty"));

/** The parts of a sheet by key, in their order: blocks, questions, trends; a plan has none.
 *  @param {any} template @returns {{key:string, title:string, columns:any[], choices:any[]}[]} */
export function partsOf(template) {
  const parts = template.parts?.flatMap((part) => part.questions) ?? template.blocks ?? template.trends ?? [];
  return parts.map(({ key, title, name, columns = [], choices = [] }) => ({ key, title: title ?? name, columns, choices }));
}

/** What a rating says where somebody does not know. */
const UNKNOWN = "unknown";

/** Fields that name other entries: that they changed is told, not their names. */
const LINKS = ["links", "sources", "depends_on", "trends", "origin", "part"];

const plain = (/** @type {any} */ value) => (value === null || value === undefined ? "" : Array.isArray(value) ? value.map(plain).join(", ") : String(value));

/** What a field says, in words where the template has them. @param {any} template @param {any} entry @param {string} name */
export function fieldWords(template, entry, name) {
  if (!entry) return "";
  const parts = partsOf(template);
  if (name === "block") return parts.find(({ key }) => key === entry.block)?.title ?? "";
  const value = entry.fields[name];
  if (LINKS.includes(name)) return "";
  if (name === "meaning") return template.meanings?.find(({ key }) => key === value)?.label ?? plain(value);
  const scale = template.scales?.find(({ key }) => key === name);
  if (scale) return value === UNKNOWN ? "?" : scale.words?.[value] ? `${value}: ${scale.words[value]}` : plain(value);
  if (value === true) return "✓";
  const part = parts.find(({ key }) => key === entry.block);
  const column = [...(template.columns ?? []), ...(part?.columns ?? [])].find(({ key }) => key === name);
  const lists = { value: part?.choices, status: template.statuses, funding_status: template.funding, horizon: template.horizons };
  const choices = column?.choices ?? lists[name] ?? [];
  const word = (/** @type {any} */ one) => choices.find((/** @type {any} */ choice) => choice.key === one)?.label ?? plain(one);
  return Array.isArray(value) ? value.map(word).join(", ") : word(value);
}

/** What a field is called. @param {any} client @param {any} template @param {any} entry @param {string} name */
export function fieldName(client, template, entry, name) {
  const part = partsOf(template).find(({ key }) => key === entry.block);
  const column = [...(template.columns ?? []), ...(part?.columns ?? [])].find(({ key }) => key === name);
  const key = `time.fields.${name}`;
  const words = client.t(key);
  return column?.title ?? (words === key ? name : words);
}

/** The field that an entry is known by: a note's text, an action's title, an answer's value. @param {any} entry */
export const mainField = (entry) => ["text", "title", "value"].find((name) => plain(entry?.fields[name])) ?? "";

/** The words that an entry is known by. @param {any} template @param {any} entry */
export function mainWords(template, entry) {
  const name = mainField(entry);
  if (name) return fieldWords(template, entry, name);
  return (!template.scales && wordsOf(entry)) || otherWords(template, entry);
}

/** All fields in one line, of an entry without any words: a rating, a row of numbers. */
function otherWords(template, entry) {
  const names = Object.keys(entry?.fields ?? {}).filter((name) => !["position", "private", "meaning", "chosen", "round"].includes(name));
  const scales = new Map(template.scales?.map((/** @type {any} */ scale) => [scale.key, scale.title]));
  const words = (/** @type {string} */ name) => (scales.has(name) ? `${scales.get(name)} ${entry.fields[name] === UNKNOWN ? "?" : plain(entry.fields[name])}` : fieldWords(template, entry, name));
  return names.filter((name) => plain(entry.fields[name])).map(words).filter(Boolean).join(", ");
}

const SHORT = 48;

/** The first words of an entry, for a sentence about it. @param {any} template @param {any} entry */
export function shortWords(template, entry) {
  const words = mainWords(template, entry).replace(/\s+/g, " ");
  return words.length > SHORT ? `${words.slice(0, SHORT - 1).trimEnd()}…` : words;
}
