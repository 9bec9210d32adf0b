// Bringing: block by block the notes go to everybody's board; how far it is, and what came of it, is told.
import { h, icon } from "./dom.js";

/** Milliseconds without an answer before a block is sent again: what was brought before is not brought twice. */
const AGAIN = 6000;

/** @param {any} client @param {{sheet:string, groups:any[], board:string, ended:() => void}} options `board`: the address of everybody's
 *    board, `ended` is called when there is nothing more to send */
export function createBringing(client, { sheet, groups, board, ended }) {
  const { t } = client;
  /** @type {string[][][]} blocks that wait; the first one is on its way */ let waiting = [];
  let steps = 0;
  let asked = 0;
  let sum = { notes: 0, gone: 0 };
  /** @type {string[]} */ let refused = [];

  const bar = h("progress", { max: "1", value: "0", "aria-label": t("gather.progress") });
  const words = h("p", { role: "status" });
  const acts = h("div", { class: "row" },
    h("a", { class: "btn pri", href: board }, icon("grid"), t("gather.open")),
    h("button", { type: "button", class: "btn", onclick: close }, icon("flag"), t("gather.close")));
  const element = h("div", { class: "gather-told banner", hidden: true }, icon("check"), h("div", { class: "stack" }, words, bar, acts));

  function send() {
    asked = performance.now();
    client.send({ t: "merge", sheet, bundles: waiting[0], client: client.id });
  }

  /** The groups' boards take no more, and their people are told where it goes on. */
  function close() {
    const workbooks = groups.map(({ id }) => id);
    client.send({ t: "stage", workbooks, sheet, fields: { phase: "closed", ends: "" }, client: client.id });
    words.textContent = t("gather.closed");
  }

  function draw() {
    const busy = waiting.length > 0;
    element.hidden = false;
    bar.hidden = !busy;
    acts.hidden = busy;
    bar.max = steps;
    bar.value = steps - waiting.length;
    element.classList.toggle("ok", !busy && !refused.length);
    element.classList.toggle("warn", !busy && refused.length > 0);
    const said = busy ? [t("gather.bringing", { n: steps - waiting.length, of: steps })] : [
      t(sum.notes === 1 ? "gather.done_one" : "gather.done", { n: sum.notes }),
      sum.gone && t(sum.gone === 1 ? "gather.gone_one" : "gather.gone", { n: sum.gone }),
      refused.length && t("gather.refused", { why: refused[0] })];
    words.textContent = said.filter(Boolean).join(" ");
  }

  function end() {
    waiting = [];
    draw();
    ended();
  }

  const offs = [
    client.on("message", (/** @type {any} */ message) => {
      if (message?.t !== "merged" || message.sheet !== sheet || !waiting.length) return;
      sum = { notes: sum.notes + message.notes, gone: sum.gone + message.gone };
      refused = [...refused, ...message.refused];
      waiting = waiting.slice(1);
      if (waiting.length) { send(); draw(); } else end();
    }),
    client.on("trouble", (/** @type {string} */ text) => {
      if (!waiting.length) return;
      refused = [...refused, text];
      end();
    }),
    client.on("status", () => { if (waiting.length && performance.now() - asked > AGAIN) send(); }),
  ];

  return {
    element,
    get busy() { return waiting.length > 0; },
    /** @param {string[][][]} blocks the bundles of each block */
    start(blocks) {
      waiting = blocks;
      steps = blocks.length;
      sum = { notes: 0, gone: 0 };
      refused = [];
      if (!steps) return;
      send();
      draw();
    },
    destroy: () => offs.forEach((off) => off()),
  };
}
