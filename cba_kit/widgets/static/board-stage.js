// The stage of a board: what the facilitator has set for it, and what that means for whoever works on it.
import { h, icon, replace } from "./dom.js";

const FREE = { phase: "free", locked: [], hidden: [], spotlight: "", authors: true, dots: 3 };
const LEADERS = ["trainer", "organiser"];

/** What is set for a sheet; `set`: somebody has set anything. @param {any} client @param {string} sheet */
export function stageOf(client, sheet) {
  const entry = client.get(`stage.${sheet}`);
  const set = Boolean(entry && !entry.removed);
  return { ...FREE, ...(set ? entry.fields : {}), set };
}

/** Tell whether the reader leads the sessions of their edition. @param {any} client */
export const leads = (client) => (client.state.me?.roles ?? []).some((/** @type {string} */ role) => LEADERS.includes(role));

/** @param {any} board @param {{look:(block:string) => void}} acts `look` shows a block without taking the focus */
export function createStage(board, { look }) {
  const { client, template, t } = board;
  const leading = leads(client);
  const line = h("div", { class: "stage-line" });
  let now = stageOf(client, template.key);
  let lit = now.spotlight;

  const titleOf = (/** @type {string} */ key) => template.blocks.find((/** @type {any} */ block) => block.key === key)?.title ?? "";
  const writing = () => board.editing || board.root.contains(document.activeElement?.closest("input, textarea, select") ?? null);

  function told() {
    const said = [];
    const add = (/** @type {string} */ sign, /** @type {string} */ text, ...more) => said.push(h("p", { class: "stage-say" }, icon(sign), h("span", { text }), ...more));
    if (now.phase === "write") add("lock", t("board.stage.write"));
    if (now.phase === "vote") add("check", t("board.stage.vote", { left: board.votes.left, n: now.dots }));
    if (now.phase === "closed") add("lock", t(leading ? "board.stage.closed_leading" : "board.stage.closed"));
    const title = titleOf(now.spotlight);
    if (title) add("flag", t("board.stage.look", { block: title }), h("button", { type: "button", class: "btn quiet", dataset: { look: now.spotlight } }, t("board.stage.go")));
    return said;
  }

  const stage = {
    element: h("div", { role: "status" }, line),
    get now() { return now; },
    leading,
    /** Tell whether the reader may change the notes of a block now. @param {string} block */
    opens: (block) => board.writes && (leading || (now.phase !== "closed" && !now.locked.includes(block))),
    /** Why not, in a sentence; "" where they may, or where they only read. @param {string} block */
    reason(block) {
      if (!board.writes || stage.opens(block)) return "";
      return t(now.phase === "closed" ? "board.stage.closed" : "board.stage.locked");
    },
    locks: (/** @type {string} */ block) => now.locked.includes(block),
    hides: (/** @type {string} */ block) => now.hidden.includes(block),
    /** What a new note has in this phase. */
    fresh: () => (now.phase === "write" ? { private: true } : {}),
    /** Tell whether notes say who wrote them. */
    get names() { return now.set && now.authors; },
    /** Read what is set now; tells whether all notes may look different. @returns {boolean} */
    read() {
      const before = JSON.stringify(now);
      now = stageOf(client, template.key);
      return JSON.stringify(now) !== before;
    },
    draw() {
      replace(line, ...told());
      if (now.spotlight === lit) return;
      lit = now.spotlight;
      if (titleOf(lit) && !leading && !writing()) look(lit);
    },
  };
  return stage;
}
