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
    .map((root) => thread(root, replies.get(root.id) ?? [], me))
    .sort((a, b) => rank(a) - rank(b) || Date.parse(spokenAt(b)) - Date.parse(spokenAt(a)));
}

function thread(root, replies, me) {
  const { fields } = root;
  const state = fields.state || "open";
  const last = replies.at(-1) ?? root;
  return {
    root, replies, state, quote: fields.quote ?? "",
    anchor: { sheet: root.sheet, block: root.block ?? "", entry: fields.entry ?? "", section: fields.section ?? "" },
    waits: OPEN.includes(state) && last.created_by !== me,
  };
}

const rank = (/** @type {Thread} */ one) => (one.waits ? 0 : OPEN.includes(one.state) ? 1 : 2);

/** Tell whether the reader looks at the workbook from outside: coach, trainer or organiser.
 *  @param {any} client */
export function guides(client) {
  const { me, workbook } = client.state;
  return me.id !== workbook.owner?.id && (me.roles ?? []).some((role) => role !== "participant");
}

/** The state that a thread takes when this person has written in it. @param {any} client */
export const stateAfter = (client) => (guides(client) ? "open" : "answered");

/** The words that an entry consists of, for a quote. @param {any} entry */
export function wordsOf(entry) {
  const { text, title, value, reason, ...rest } = entry?.fields ?? {};
  const first = [text, title, value, reason, ...Object.values(rest)].find((one) => typeof one === "string" && one.trim());
  return first?.trim() ?? "";
}

/** The title of the part of a sheet that `block` names: a canvas block, a question, a trend.
 *  @param {any} template @param {string} block */
export function titleOf(template, block) {
  const parts = template?.parts?.flatMap((part) => part.questions) ?? template?.blocks ?? template?.trends ?? [];
  const found = parts.find((part) => part.key === block);
  return found?.title ?? found?.name ?? "";
}

/** Say what a thread is about, without its quote: “Revenue Streams”, “the roadmap, Trends”.
 *  @param {any} client @param {Anchor} anchor */
export function nameOf(client, anchor) {
  if (anchor.sheet === ROADMAP) {
    const sections = client.state.person?.roadmap?.sections ?? client.state.person?.sections ?? client.state.home?.sections ?? [];
    const title = sections.find((section) => section.key === anchor.section)?.title;
    return title ? client.t("threads.roadmap_section", { section: title }) : client.t("threads.roadmap");
  }
  const template = client.state.sheets.get(anchor.sheet);
  return titleOf(template, anchor.block) || template?.title || anchor.sheet;
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

const day = (/** @type {Date} */ date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 864e5;

/** A moment in few words: “10:42”, “yesterday 17:20”, “1 March”, “1 March 2023”.
 *  @param {any} client @param {string} moment @param {string} [language] */
export function whenSaid(client, moment, language = "en-GB") {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "";
  const { today } = client.state.edition ?? {};
  const now = today ? new Date(`${today}T12:00:00`) : new Date();
  const time = date.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  const ago = day(now) - day(date);
  if (ago === 0) return client.t("threads.today_at", { time });
  if (ago === 1) return client.t("threads.yesterday_at", { time });
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: /** @type {const} */ ("numeric") };
  return date.toLocaleDateString(language, { day: "numeric", month: "long", ...year });
}
