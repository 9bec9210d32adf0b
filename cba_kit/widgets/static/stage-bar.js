// The facilitator's bar above a board: phases, time, dots, names and blocks, for this group or for all of them.
import { stageOf } from "./board-stage.js";
import { BOARDS, isWhole, openGroup, wholeBook } from "./books.js";
import { h, icon } from "./dom.js";
import { createBlocks } from "./stage-blocks.js";
import { farWords, numberOf, toPhase } from "./stage-facts.js";
import { createOrders } from "./stage-orders.js";
import { createPhases } from "./stage-phases.js";
import { createTime } from "./stage-time.js";

const DOTS = { least: 1, most: 20, else: 3 };

/** @param {any} client @param {any} template a canvas @param {any} presence */
export function createStageBar(client, template, presence) {
  const { t } = client;
  const sheet = template.key;
  const book = openGroup(client.state);
  const groups = client.state.books.filter((/** @type {any} */ one) => one.kind === "group" && !isWhole(one));
  const stage = () => stageOf(client, sheet);

  const far = h("p", { class: "stage-far small" });
  const told = h("p", { class: "stage-told small", role: "status" });
  const all = h("input", { type: "checkbox" });
  const names = h("input", { type: "checkbox", onchange: () => give({ authors: names.checked }) });
  const dots = h("input", { type: "number", class: "inp", id: "cba-stage-dots", min: String(DOTS.least), max: String(DOTS.most), inputmode: "numeric", onchange: deal });
  const phases = createPhases(client, (phase) => give(toPhase(phase, number())));
  const time = createTime(client, give);
  const blocks = createBlocks(client, template, give);
  const orders = createOrders(client, (how, { workbooks, text }) => {
    told.classList.toggle("bad", how === "failed");
    told.textContent = how === "done" ? t(workbooks.length === 1 ? "stage.done_one" : "stage.done", { n: workbooks.length })
      : how === "failed" ? t("stage.failed", { why: text ?? "" }) : t("stage.sending");
  });
  const whole = wholeBook(client.state);
  const gather = whole && h("a", { class: "btn", href: `#${BOARDS}/${encodeURIComponent(whole.id)}/${sheet}/gather` }, icon("people"), t("stage.gather"));
  const fold = h("button", { type: "button", class: "btn quiet", "aria-controls": "cba-stage-body", onclick: () => show(body.hidden) });
  const body = h("div", { id: "cba-stage-body", class: "stage-body" }, phases.element,
    h("div", { class: "stage-set" }, time.element,
      h("div", { class: "row stage-dots" }, h("label", { for: "cba-stage-dots", text: t("stage.dots") }), dots),
      h("label", { class: "check" }, names, h("span", { text: t("stage.names") })), blocks.element));
  const element = h("section", { class: `stage-bar${client.may("vote") ? "" : " only-leads"}`, "aria-labelledby": "cba-stage-title" },
    h("div", { class: "stage-head" }, h("h2", { id: "cba-stage-title", text: t("stage.title") }), far, time.timer,
      !isWhole(book) && groups.length > 1 && h("label", { class: "check" }, all, h("span", { text: t("stage.all", { n: groups.length }) })), gather, fold), body, told);

  /** The board has more room while the bar is folded; the phase and who has done something stay in sight. */
  function show(/** @type {boolean} */ open) {
    body.hidden = !open;
    fold.setAttribute("aria-expanded", String(open));
    fold.textContent = t(open ? "stage.fold" : "stage.unfold");
  }

  const number = () => numberOf(dots.value, DOTS);

  function give(/** @type {Object<string,any>} */ fields) {
    const workbooks = all.checked ? groups.map((/** @type {any} */ one) => one.id) : [book?.id ?? ""];
    orders.give({ workbooks, sheet, fields });
  }

  function deal() {
    dots.value = String(number());
    give({ dots: number() });
  }

  function count() {
    const now = stage();
    const done = farWords(t, { phase: now.phase, votes: client.state.votes?.[sheet], members: book?.members.length ?? 0, writing: presence.writing(sheet) });
    const words = `${t(`stage.at.${now.phase}`)} ${done}`.trim();
    if (far.textContent !== words) far.textContent = words;
  }

  function draw() {
    const now = stage();
    phases.draw(now.phase);
    time.draw(now.ends);
    blocks.draw(now);
    names.checked = now.authors;
    if (document.activeElement !== dots) dots.value = String(now.dots);
    count();
  }

  show(true);
  const offs = [client.on("entries", draw), client.on("state", count), presence.on(count)];
  draw();
  return {
    element,
    destroy() {
      offs.forEach((off) => off());
      orders.destroy();
      time.destroy();
      element.remove();
    },
  };
}
