// A document in the page: it is asked for first, so that it is made anew unless it is fresh; then it is shown, and its
// reader is told when it was made, or why there is only an older one.
import { h, icon, replace } from "./dom.js";
import { whenWords } from "./moment.js";

/** Say that the document is being made only when it takes longer than this, in ms. */
const PATIENCE = 400;
/** Ask again for a document that takes long after this time, in ms; and how often. */
const AGAIN = 3000;
const MOST = 40;
/** The server's words beside a document; see cba_kit/server/report.py. */
const OLDER = "X-Document-Older";
const SLOW = "slow";
/** Answers without such a word: too many questions, and somebody who may not read it any more. */
const BY_STATUS = { 429: SLOW, 403: "refused" };
const WHYS = ["refused", "error", "timeout", SLOW, "died", "killed", "withheld"];

/** What the server's answer to a question means. @param {{ok:boolean, status:number, headers:{get:(name:string) => string|null}}} answer
 *  @returns {{made:Date|null, tag:string, why:string}} `made` is null where there is no document, `tag` differs from one to the
 *    next, `why` says why it is not the newest */
export function readAnswer(answer) {
  const why = answer.headers.get(OLDER) ?? BY_STATUS[answer.status] ?? "";
  const at = answer.headers.get("Last-Modified");
  const tag = (answer.headers.get("ETag") ?? "").replace(/\W/g, "");
  return { made: answer.ok && at ? new Date(at) : null, tag, why: !why || WHYS.includes(why) ? why : "unknown" };
}

/** @param {any} client @param {{className:string, told:(words:string, fresh:string) => void}} options `told` hears how fresh the document is, and
 *    when it was made if it is fresh */
export function createPaper(client, { className, told }) {
  const { t } = client;
  const notice = h("div", { class: "paper-notice" });
  const hint = h("div", { class: "paper-hint", hidden: true }, h("span", { text: t("made.newer") }),
    h("button", { type: "button", class: "btn", text: t("made.show_newest"), onclick: () => begin() }));
  const stage = h("div", { class: "paper-stage" });
  const element = h("div", { class: "paper-place" }, notice, hint, stage);
  let [src, title] = ["", ""];
  let patience = 0;
  let again = 0;
  let tries = 0;
  let held = 0; // the newest words that the shown document can hold
  /** @type {AbortController|null} */ let asking = null;

  /** The version of the newest words in the workbook; comments do not count. */
  const newest = () => Math.max(0, ...[...client.entries.values()].filter((entry) => entry.kind !== "comment").map((entry) => entry.version ?? 0));
  const words = (/** @type {Date} */ made, whole = false) => whenWords(made, { ...client.state.edition, t, whole });
  const retry = () => h("button", { type: "button", class: "btn", text: t("made.again"), onclick: () => begin() });

  function waiting() {
    notice.replaceChildren(h("p", { class: "paper-making", role: "status", text: t("made.opening") }));
    if (!stage.firstChild) stage.replaceChildren(h("div", { class: "skel paper-skel", "aria-hidden": "true" }));
  }

  function nothing(/** @type {string} */ why) {
    told("", "");
    notice.replaceChildren();
    const said = why === SLOW ? t("made.late_more") : why ? t("made.none_more", { why: t(`made.why.${why}`) }) : t("made.lost");
    replace(stage, h("div", { class: "card paper-none", role: "status" },
      h("h3", { text: t(why === SLOW ? "made.late" : "made.none") }), h("p", { class: "mute", text: said }), retry()));
  }

  function show(/** @type {Date} */ made, /** @type {string} */ tag, /** @type {string} */ why) {
    if (why) told("", ""); else told(t("made.fresh", { when: words(made) }), words(made, true));
    replace(notice, ...(why ? [h("div", { class: "banner warn", role: "status" }, icon("warn"),
      h("p", { class: "grow" }, h("b", { text: t("made.older", { when: words(made, true) }) }), ` ${t("made.not_newer", { why: t(`made.why.${why}`) })}`), retry())] : []));
    const address = `${src}?made=${tag}`;
    if (stage.querySelector("iframe")?.getAttribute("src") !== address) stage.replaceChildren(h("iframe", { class: className, src: address, title }));
  }

  /** Ask from the start: what was written until now has to be in the document. */
  function begin() {
    held = newest();
    hint.hidden = true;
    tries = 0;
    rest();
    patience = setTimeout(waiting, PATIENCE);
    ask();
  }

  function rest() {
    clearTimeout(patience);
    clearTimeout(again);
    asking?.abort();
    asking = null;
  }

  async function ask() {
    const mine = (asking = new AbortController());
    tries += 1;
    try {
      const { made, tag, why } = readAnswer(await fetch(src, { method: "HEAD", cache: "no-store", signal: mine.signal }));
      if (mine !== asking) return;
      if (made) show(made, tag, why); else nothing(why);
      if (why === SLOW && tries < MOST) again = setTimeout(ask, AGAIN); // it is still being made
    } catch {
      if (mine === asking) nothing(""); // else: it is not wanted any more
    } finally {
      if (mine === asking) clearTimeout(patience);
    }
  }

  return {
    element,
    /** Show the document at this address. */
    show(/** @type {string} */ address, /** @type {string} */ name) {
      [src, title] = [address, name];
      begin();
    },
    /** Words may have been written since: offer the newest document. */
    update() { hint.hidden = !stage.querySelector("iframe") || newest() <= held; },
    destroy() {
      rest();
      element.remove();
    },
  };
}
