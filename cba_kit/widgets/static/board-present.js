// Presenting a board block by block, for a projector: large words, arrows, Esc.
import { h, icon, marker, replace } from "./dom.js";
import { smallPlan } from "./board-map.js";
import { meaning } from "./board-order.js";

/** Notes above which the words become smaller, and smaller again. */
const [MANY, CROWD] = [6, 12];
const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

/** @param {any} board @param {{closed:() => void}} acts */
export function createPresent(board, { closed }) {
  const { client, template, t } = board;
  const title = h("h1", { id: `${board.name}-present`, tabindex: "-1" });
  const questions = h("p", { class: "q" });
  const plan = h("div", { class: "mini" });
  const notes = h("ul", { class: "notes" });
  const room = h("div", { class: "present-notes", tabindex: "0", role: "group", "aria-labelledby": `${board.name}-present` }, notes);
  const count = h("p", { class: "grow", role: "status" });
  const owner = h("p", { class: "grow" });
  const go = (/** @type {number} */ step) => h("button", { type: "button", class: step > 0 ? "btn pri" : "btn", onclick: () => turn(step) });
  const [back, next] = [go(-1), go(1)];
  const leave = h("button", { type: "button", class: "btn", text: t("board.present.leave"), onclick: () => dialog.close() });
  const dialog = h("dialog", { class: "present", "aria-labelledby": `${board.name}-present` },
    h("div", { class: "ph" }, h("div", {}, title, questions), plan), room, h("div", { class: "pf" }, owner, count, back, next, leave));
  let key = "";

  /** What is hidden is not for the room, and neither is what only its writer sees. */
  const blocks = () => board.sections().filter((block) => !board.stage.hides(block.key));
  const place = () => Math.max(0, blocks().findIndex((block) => block.key === key));

  function turn(/** @type {number} */ step) {
    const all = blocks();
    key = all[Math.min(all.length - 1, Math.max(0, place() + step))]?.key ?? "";
    draw();
    room.scrollTop = 0;
    title.focus();
  }

  function card(note) {
    const kind = meaning(template, note);
    const dots = board.votes.total(note.id);
    const part = board.part.nameFor(note);
    const said = [kind.label, part && t("board.part.of", { name: part }), dots && t(dots === 1 ? "board.vote.total_one" : "board.vote.total", { n: dots })];
    return h("li", {}, h("div", { class: `note ${kind.tint}` }, h("p", { class: "words", text: String(note.fields.text ?? "") }),
      h("p", { class: "w" }, marker(kind.tint), said.filter(Boolean).join(" · "))));
  }

  function draw() {
    const all = blocks();
    const at = place();
    const block = all[at];
    if (!block) return;
    const shown = (board.blocks.get(block.key) ?? []).filter((note) => !note.fields.private && String(note.fields.text ?? "").trim());
    title.textContent = block.title;
    owner.textContent = board.part.name || client.state.workbook?.owner?.cluster || template.title;
    questions.textContent = block.questions.join(" ");
    replace(plan, smallPlan(template, block.key));
    replace(notes, ...(shown.length ? shown.map(card) : [h("li", { class: "none", text: t("board.present.empty") })]));
    dialog.toggleAttribute("data-many", shown.length > MANY && shown.length <= CROWD);
    dialog.toggleAttribute("data-crowd", shown.length > CROWD);
    const counted = shown.length === 1 ? t("board.present.notes_one") : t("board.present.notes", { n: shown.length });
    const said = `${t("board.present.place", { n: at + 1, all: all.length })} · ${counted}`;
    if (count.textContent !== said) count.textContent = said;
    back.hidden = at === 0;
    next.hidden = at === all.length - 1;
    replace(back, icon("left"), all[at - 1]?.short ?? "");
    replace(next, all[at + 1]?.short ?? "", icon("right"));
  }

  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const { key: pressed, target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || (pressed === " " && target.closest("button"))) return;
    const scrolls = target === room && room.scrollHeight > room.clientHeight && /^(ArrowUp|ArrowDown|Page)/.test(pressed);
    const step = pressed === "Home" ? -Infinity : pressed === "End" ? Infinity : STEPS[pressed];
    if (!step || scrolls) return;
    event.preventDefault();
    turn(step);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });

  return {
    get open() { return dialog.open; },
    /** Show one block to the room. @param {string} [block] */
    show(block = "") {
      key = block || key || blocks()[0]?.key || "";
      draw();
      if (!dialog.open) {
        (board.root.closest(".cba") ?? board.root).append(dialog);
        dialog.showModal();
      }
      title.focus();
    },
    close() { if (dialog.open) dialog.close(); },
    draw() { if (dialog.open) draw(); },
  };
}
