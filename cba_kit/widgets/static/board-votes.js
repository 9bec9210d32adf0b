// Dots: each person sets theirs on notes while a vote is open; how many a note got is told when it is over.
import { h, icon, say } from "./dom.js";

/** @param {any} board */
export function createVotes(board) {
  const { client, template, t } = board;
  const sheet = template.key;
  const me = client.state.me?.id;
  /** @type {any} */ let own = null; // the reader's vote, also when it was taken back
  const dotsOf = () => (own && !own.removed ? own.fields.dots ?? [] : []);

  const votes = {
    /** Tell whether the reader votes now. */
    get open() { return board.writes && client.may("vote") && board.stage.now.phase === "vote"; },
    /** Tell whether a note takes dots: others see it. @param {any} note */
    takes: (note) => !note?.fields.private,
    /** One's own dots on a note. @param {string} id */
    on: (id) => dotsOf().filter((/** @type {string} */ note) => note === id).length,
    get left() { return Math.max(0, board.stage.now.dots - dotsOf().length); },
    /** All dots on a note, once the vote is over. @param {string} id @returns {number} */
    total: (id) => client.state.votes?.[sheet]?.dots?.[id] ?? 0,
    read() { own = client.list(sheet, { kind: "vote", removed: true }).find((/** @type {any} */ vote) => vote.created_by === me) ?? null; },
    /** Set one more dot on a note, or take one away. @param {string} id @param {1|-1} step */
    set(id, step) {
      if (!votes.open) return;
      if (!votes.takes(client.get(id))) { say(t("board.vote.private")); return; }
      const dots = [...dotsOf()];
      const at = dots.lastIndexOf(id);
      if (step > 0 ? !votes.left : at < 0) {
        say(t(step > 0 ? "board.vote.none_left" : "board.vote.none_here"));
        return;
      }
      if (step > 0) dots.push(id); else dots.splice(at, 1);
      const vote = { sheet, entry: `vote.${sheet}.${me}`.slice(-80), kind: "vote" };
      client.putAll([...(own?.removed ? [{ ...vote, op: "restore" }] : []), { ...vote, fields: { dots } }], t("board.step.voted"));
      say(t("board.vote.said", { n: votes.on(id), left: votes.left }));
    },
  };
  return votes;
}

/** The control below a note; `draw` brings it up to date. @param {any} board @param {string} id @param {() => string} words */
export function createDots(board, id, words) {
  const { t, votes } = board;
  const button = (/** @type {1|-1} */ step, /** @type {string} */ sign) => {
    const one = h("button", { type: "button", class: "btn icon quiet" }, icon(sign));
    one.addEventListener("click", () => votes.set(id, step));
    return one;
  };
  const less = button(-1, "minus");
  const more = button(1, "plus");
  const count = h("span", { class: "dots-count" });
  const element = h("div", { class: "dots", role: "group" }, less, count, more);
  return {
    element,
    draw() {
      const mine = votes.on(id);
      element.setAttribute("aria-label", t("board.vote.mine", { n: mine, note: words() }));
      less.setAttribute("aria-label", t("board.vote.less"));
      more.setAttribute("aria-label", t("board.vote.more"));
      less.setAttribute("aria-disabled", String(!mine));
      more.setAttribute("aria-disabled", String(!votes.left));
      count.textContent = "●".repeat(mine) || t("board.vote.no_dot");
    },
  };
}
