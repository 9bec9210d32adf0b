// What a thread is, read from the comment entries of a sheet: pure, without a page.

/** @typedef {{sheet:string, block:string, entry:string, section:string}} Anchor */
/** @typedef {{root:any, replies:any[], state:string, anchor:Anchor, quote:string, waits:boolean}} Thread */

export const ROADMAP = "roadmap";
export const OPEN = ["open", "answered"];

/** The sign beside each state's word. */
export const SIGNS = { open: "ask", answered: "comment", used: "check", later: "clock", no: "close", settled: "check" };
/** The tint of each state's tag. */
export const TONES = { open: "info", answered: "info", used: "ok", later: "", no: "", settled: "ok" };

const lastOf = (/** @type {Thread} */ thread) => thread.replies.at(-1) ?? thread.root;

/** When a thread was last spoken in. @param {Thread} thread @returns {string} */
export const spokenAt = (thread) => lastOf(thread).created_at;

/** Gather the threads of a sheet, or of the whole workbook when `sheet` is null.
 *  Waiting ones first, then open ones, then the rest; each newest first.
 *  @param {any} client @param {string|null} sheet @returns {Thread[]} */
export function threadsOf(client, sheet = null) {
  const me = client.state.me?.id;
  const comments = [...client.entries.values()]
    .filter((entry) => entry.kind === "comment" && !entry.removed && (sheet === null || entry.sheet === sheet))
    .sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
  const replies = new Map();
  for (const comment of comments) {
    const root = comment.fields.thread;
    if (root) replies.set(root, [...(replies.get(root) ?? []), comment]);
  }
  return comments
    .filter((comment) => !comment.fields.thread)
    .map((root) => thread(root, replies.get(root.id) ?? [], { me, asks: guides(client) ? (id) => ofOwner(client, id) : null }))
    .sort((a, b) => rank(a) - rank(b) || Date.parse(spokenAt(b)) - Date.parse(spokenAt(a)));
}

/** Tell whether somebody writes as the owner of the workbook. */
function ofOwner(client, id) {
  const { owner } = client.state.workbook;
  return owner?.group ? client.state.people?.[id]?.role === "participant" : id === owner?.id;
}

/** `asks` is given where a coach reads: an answer of the owner's that they have not settled waits, whatever the owner made of it. */
function thread(root, replies, { me, asks }) {
  const { fields } = root;
  const state = fields.state || "open";
  const last = replies.at(-1) ?? root;
  return {
    root, replies, state, quote: fields.quote ?? "",
    anchor: { sheet: root.sheet, block: root.block ?? "", entry: fields.entry ?? "", section: fields.section ?? "" },
    waits: asks ? asks(last.created_by) && state !== "settled" : OPEN.includes(state) && last.created_by !== me,
  };
}

const rank = (/** @type {Thread} */ one) => (one.waits ? 0 : OPEN.includes(one.state) ? 1 : 2);

/** Tell whether the reader looks at the workbook from outside: coach, trainer or organiser.
 *  @param {any} client */
export const guides = (client) => !owns(client) && (client.state.me.roles ?? []).some((/** @type {string} */ role) => role !== "participant");

/** Tell whether the workbook is the reader's own, or that of a group in which they write. @param {any} client */
export function owns(client) {
  const { me, workbook } = client.state;
  if (workbook.owner?.group) return (workbook.kinds ?? []).some((/** @type {string} */ kind) => kind !== "comment");
  return me.id === workbook.owner?.id;
}

/** The state that a thread takes when this person has written in it. @param {any} client */
export const stateAfter = (client) => (guides(client) ? "open" : "answered");

const LONGEST_QUOTE = 160;

/** The words that an entry consists of, short enough for a quote. @param {any} entry */
export function wordsOf(entry) {
  const { text, title, value, reason, ...rest } = entry?.fields ?? {};
  const first = [text, title, value, reason, ...Object.values(rest)].find((one) => typeof one === "string" && one.trim());
  const words = first?.trim() ?? "";
  return words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE - 1).trimEnd()}…` : words;
}

/** The title of the part of a sheet that `block` names: a canvas block, a question, a trend.
 *  @param {any} template @param {string} block */
export function titleOf(template, block) {
  const parts = template?.parts?.flatMap((part) => part.questions) ?? template?.blocks ?? template?.trends ?? [];
  const found = parts.find((part) => part.key === block);
  return found?.title ?? found?.name ?? "";
}

/** Say what a thread is about, without its quote: “Revenue Streams”; with `whole`, “Canvas, Revenue Streams”.
 *  @param {any} client @param {Anchor} anchor @param {{whole?:boolean}} [options] */
export function nameOf(client, anchor, { whole = false } = {}) {
  const { person, home, sheets } = client.state;
  if (anchor.sheet === ROADMAP) {
    const section = (person?.sections ?? home?.sections ?? []).find((one) => one.key === anchor.section)?.title ?? sheets.get(anchor.section)?.title;
    return section ? client.t("threads.roadmap_section", { section }) : client.t("threads.roadmap");
  }
  const template = sheets.get(anchor.sheet);
  const part = titleOf(template, anchor.block);
  if (whole && part) return client.t("threads.place", { sheet: template.short, part });
  return part || template?.title || anchor.sheet;
}

/** The writer of a comment: “You”, or name and role. @param {any} client @param {string} id */
export function writerOf(client, id) {
  const { me, people, workbook } = client.state;
  const person = people?.[id] ?? (workbook.owner?.id === id ? workbook.owner : null);
  const outside = id !== workbook.owner?.id && person?.role && person.role !== "participant";
  if (id === me.id) return { name: client.t("threads.you"), initials: me.initials, outside };
  if (!person) return { name: client.t("threads.someone"), initials: "?", outside: false };
  const first = person.name.split(" ")[0];
  return { name: outside ? client.t(`threads.by_${person.role}`, { name: first }) : first, initials: person.initials, outside };
}

const DAY = 864e5;

/** A moment in few words, in the edition’s time zone: “today 10:42”, “yesterday 17:20”, “1 March”, “1 March 2023”.
 *  @param {any} client @param {string} moment @param {string} [language] */
export function whenSaid(client, moment, language = "en-GB") {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "";
  const { today, zone: timeZone } = client.state.edition ?? {};
  const dayOf = (one) => one.toLocaleDateString("en-CA", { timeZone });
  const now = today ?? dayOf(new Date());
  const then = dayOf(date);
  const time = date.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", timeZone });
  if (then === now) return client.t("threads.today_at", { time });
  if (then === new Date(Date.parse(now) - DAY).toISOString().slice(0, 10)) return client.t("threads.yesterday_at", { time });
  const year = then.slice(0, 4) === now.slice(0, 4) ? {} : { year: /** @type {const} */ ("numeric") };
  return date.toLocaleDateString(language, { day: "numeric", month: "long", ...year, timeZone });
}
