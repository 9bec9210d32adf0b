// The golden thread: why each action is there, what has no answer yet, and which connections are broken.
import { sheetHash } from "./books.js";
import { createDataTable } from "./data-table.js";
import { h, icon, replace, say } from "./dom.js";
import { createFinder } from "./golden-find.js";
import { actionForm } from "./golden-forms.js";
import { mountChange } from "./golden-change.js";
import { GAPS, beadWords, counts, openWords, shown, tableOf } from "./golden-facts.js";
import { createLines } from "./golden-list.js";
import { beside, connectSteps, takeOffSteps, trendOf } from "./links.js";
import { brokenList } from "./links-ask.js";
import { targetsOf } from "./note-links.js";
import { toast } from "./toast.js";
import { createUndo } from "./form-undo.js";

/** Kinds of entries that a thread is made of. */
const MADE_OF = ["note", "answer", "rating", "action", "finding", "comment", "stage"];
/** Milliseconds in which further edits are asked about together. */
const PAUSE = 150;
const FIRST = ["trends", "canvas", "plan"];
let made = 0;

/** @param {HTMLElement} root @param {{client:any, go:(hash:string) => void}} ctx */
export function mountGolden(root, { client, go }) {
  const { t } = client;
  const writes = ["note", "action"].some((kind) => client.may(kind));
  const filter = { gap: "", words: "" };
  /** @type {import("./golden-facts.js").Thread|null} */ let thread = null;
  /** @type {{close:() => void}|null} */ let open = null;
  let timer = 0;
  const undo = createUndo(client, root, { writes });
  const sum = h("p", { class: "mute", role: "status" });
  const select = h("select", { class: "inp", "aria-label": t("thread.show"), onchange: () => { filter.gap = select.value; draw(); } });
  const search = h("input", { type: "search", class: "inp search", "aria-label": t("thread.find"), placeholder: t("thread.find"), oninput: () => { filter.words = search.value; draw(); } });
  const print = h("button", { type: "button", class: "btn", onclick: () => window.print() }, icon("print"), t("thread.print"));
  const title = h("h1", { tabindex: "-1", text: t("thread.page") });
  const lines = createLines(client, { title });
  const none = h("p", { class: "mute", role: "status" });
  const broken = h("ul", { class: "broken-links" });
  const lost = h("section", { class: "card", "aria-labelledby": "thread-broken", hidden: true }, h("h2", { id: "thread-broken", text: t("thread.broken") }), h("p", { class: "small mute", text: t("thread.broken_lead") }), broken);
  const table = createDataTable(client, { file: () => t("thread.file") });
  const start = FIRST.map((kind) => [...client.state.sheets.values()].find((sheet) => sheet.kind === kind)).find(Boolean);
  const empty = h("div", { class: "card empty", hidden: true }, h("h2", { text: t("thread.empty") }), h("p", { class: "mute", text: t("thread.empty_lead") }),
    start && h("p", {}, h("a", { class: "btn pri", href: sheetHash(client, start.key), text: t("thread.empty_go", { sheet: start.title }) })));
  const body = h("div", { class: "stack", hidden: true }, h("div", { class: "row thread-tools" }, select, search, print), none, lines.element, lost, table.element);
  const wait = h("p", { class: "mute", role: "status", text: t("thread.loading") });
  root.classList.add("golden-view");
  root.replaceChildren(h("div", { class: "row between head" }, h("div", { class: "grow" }, title, h("p", { class: "lead", text: t("thread.lead") }), sum), undo.element), wait, empty, body);

  const ask = () => client.send({ t: "golden", workbook: client.state.workbook.id });
  const off = client.on("message", (/** @type {any} */ message) => {
    if (message.t !== "golden" || message.workbook !== client.state.workbook.id) return;
    thread = message;
    draw();
  });

  function draw() {
    undo.draw();
    if (!thread) return;
    const told = thread;
    const sums = counts(told.lines);
    const some = told.lines.length > 0 || told.broken.length > 0;
    wait.hidden = true;
    empty.hidden = some;
    body.hidden = !some;
    sum.textContent = !some ? "" : sums.whole === sums.all ? t("thread.whole") : t("thread.sum", { ...sums, open: openWords(t, sums) });
    replace(select, ...["", ...GAPS, "whole"].map((gap) => h("option", { value: gap, text: t(`thread.filter_${gap || "all"}`, { n: sums[gap || "all"] }) })));
    select.value = filter.gap;
    const found = shown(t, told, filter);
    lines.draw(told, found, filter.gap !== "" || filter.words.trim() !== "");
    none.textContent = found.length ? (found.length < told.lines.length ? t("thread.shown", { n: found.length }) : "") : t("thread.none");
    none.hidden = !none.textContent;
    lost.hidden = !told.broken.length;
    const ends = told.broken.map((one) => ({ ...one, id: told.beads[one.bead].id, holder: beadWords(t, told.beads[one.bead]), name: one.text || t("thread.lost") }));
    const held = broken.contains(document.activeElement);
    broken.replaceChildren(...brokenList(client, { broken: ends, act: mend, says: (/** @type {any} */ one) => t("thread.broken_says", { name: one.holder, lost: one.name }) }));
    if (held) (broken.querySelector("button") ?? title).focus();
    table.update(tableOf(t, told, found));
  }

  function mend(/** @type {"off"|"back"} */ way, /** @type {any} */ one) {
    if (way === "back") client.restore(one.link.slice(one.link.indexOf(":") + 1), t("thread.step.back"));
    else client.putAll(takeOffSteps(client, one.id, one.link), t("thread.step.unlink"));
    say(t(way === "back" ? "thread.brought" : "thread.taken_off", { name: one.name }));
  }

  /** Show what makes the missing piece; the page goes on below it. */
  function show(/** @type {string} */ heading, /** @type {string} */ key, /** @type {(place:HTMLElement, close:() => void) => {focus:() => void, destroy?:() => void}} */ fill) {
    const id = `cba-piece-${++made}`;
    const place = h("div", {});
    const dialog = h("dialog", { class: "thread-dialog", "aria-labelledby": id },
      h("div", { class: "row between" }, h("h2", { id, text: heading }), h("button", { type: "button", class: "btn icon quiet", "aria-label": t("thread.close"), onclick: () => dialog.close() }, icon("close"))), place);
    dialog.addEventListener("close", () => {
      parts.destroy?.();
      dialog.remove();
      open = null;
      lines.backTo(key);
    });
    const parts = fill(place, () => dialog.close());
    (root.closest(".cba") ?? root).append(dialog);
    dialog.showModal();
    open = dialog;
    parts.focus();
  }

  function added(/** @type {any} */ name, /** @type {() => void} */ close) {
    return (/** @type {string} */ what, /** @type {any} */ entry) => {
      close();
      toast(t(`thread.added_${what}`, { name }), { label: t("thread.open"), act: () => go(sheetHash(client, entry.sheet, entry.id)) });
    };
  }

  lines.element.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest("button[data-act]"));
    if (!button || !thread) return;
    const { act, about, station, trends } = button.dataset;
    const bead = thread.beads[about];
    const name = beadWords(t, bead);
    const key = button.closest("li")?.dataset.line ?? "";
    if (act === "change") {
      show(name, key, (place, close) => mountChange(place, { client, trend: trendOf(client, bead.id), go: (hash) => { close(); go(hash); } }));
    } else if (act === "make_action") {
      show(t("thread.make_action"), key, (place, close) => {
        const form = actionForm({ client, name, close, done: added(name, close) }, { origin: bead.id, trends: trends.split(" ").filter(Boolean).map((/** @type {string} */ link) => link.slice("trend:".length)) });
        place.append(form.element);
        return form;
      });
    } else show(t("thread.connect_with", { name }), key, (place, close) => {
      const wanted = station === "trends" ? ["trend"] : ["note", "need"];
      const finder = createFinder(client, { label: t(`thread.search_${station}`), taken: () => [about, ...beside(client, about).map(({ link }) => link)],
        targets: () => targetsOf(client).filter(({ kind }) => wanted.includes(kind)),
        pick(target) {
          client.putAll(connectSteps(client, bead.id, target.link), t("thread.step.link"));
          close();
          say(t("thread.connected", { name: target.name }));
        } });
      place.append(finder.element);
      return finder;
    });
  });

  ask();
  return {
    /** Entries changed, by whomever: ask anew. @param {Set<string>|null} ids */
    update(ids) {
      undo.draw();
      if (ids !== null && ![...ids].some((id) => MADE_OF.includes(client.get(id)?.kind ?? "note"))) return;
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    },
    destroy() {
      clearTimeout(timer);
      off();
      open?.close();
      undo.destroy();
      root.classList.remove("golden-view");
      root.replaceChildren();
    },
  };
}
