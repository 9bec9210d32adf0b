// The time machine of a sheet: any moment of its past beside another one or beside now, what is different between them,
// and bringing back a note, a block or all of it.
import { ask, createMoments } from "./time-moments.js";
import { drawBoard, drawPair } from "./time-board.js";
import { createControls } from "./time-controls.js";
import { NOW, compared, counted, firstPick, ledBy, madeBy, stopsOf } from "./time-facts.js";
import { createNames } from "./time-names.js";
import { bring } from "./time-restore.js";
import { createTable } from "./time-table.js";
import { commenter, partsOf, shortStop } from "./time-words.js";
import { h, icon, replace, say } from "./dom.js";
import { threadsOf } from "./threads-facts.js";

const SHOWN = ["note", "answer", "action", "rating"];
/** Below this width only the list fits. */
const NARROW = "(max-width: 800px)";
/** Milliseconds after which new changes are stops of the slider. */
const PAUSE = 1500;

/** @param {HTMLElement} root @param {{client:any, template:any, close:() => void, reader:boolean}} ctx */
export function mountTime(root, { client, template, close, reader }) {
  const { t } = client;
  const sheet = template.key;
  const stop = new AbortController();
  /** What the parts of the time machine share. @type {any} */
  const time = {
    root, client, template, t, writes: !reader, parts: partsOf(template),
    past: null, stops: [], pick: { then: 0, now: NOW, free: false },
    earlier: null, later: null, found: [], labels: { then: "", now: "" }, acts: false,
    /** The entries as they are now. */
    present: (removed = false) => client.list(sheet, { removed }).filter((entry) => SHOWN.includes(entry.kind)),
  };
  const narrow = matchMedia(NARROW);
  let view = template.kind === "canvas" ? "board" : "pair";
  let kept = false; // a name was asked for: say when it is there
  let timer = 0;

  const moments = createMoments(client, sheet, arrived);
  const controls = createControls(time, { changed: draw });
  const names = createNames(time, {
    go(version) { time.pick.then = version; controls.draw(); draw(); },
    keep(asked) { kept = true; ask(client, sheet, { t: "keep", ...asked }); },
  });
  const table = createTable(time);
  const title = h("h1", { tabindex: "-1", text: t("time.title", { sheet: template.title }) });
  const button = (name) => h("button", { type: "button", class: "btn", dataset: { view: name } }, icon({ board: "grid", pair: "form", list: "list" }[name]), t(`time.view_${name}`));
  const views = (template.kind === "canvas" ? ["board", "pair", "list"] : ["pair", "list"]).map(button);
  const seg = h("div", { class: "seg", role: "group", "aria-label": t("time.views") }, ...views);
  const whole = h("button", { type: "button", class: "btn", dataset: { bring: "sheet", keep: "sheet" } }, icon("hist"), t("time.bring_sheet"));
  const said = h("p", { class: "grow", role: "status" });
  const banner = h("div", { class: "banner info time-says" }, icon("hist"), said, whole);
  const place = h("div", { class: "time-place" });
  const wait = h("p", { class: "mute time-wait", role: "status", text: t("time.loading") });
  const body = h("div", { class: "time-body", hidden: true }, controls.element, banner, place, names.element);
  root.replaceChildren(h("div", { class: "time-head" }, h("div", {}, title, h("p", { class: "lead", text: t(reader ? "time.lead_reader" : "time.lead") })),
    h("div", { class: "tools" }, seg, h("button", { type: "button", class: "btn pri", onclick: close }, t("time.back")))), wait, body);

  /** The stops have come. */
  function told(/** @type {any} */ past) {
    const first = !time.past;
    time.past = past;
    time.stops = stopsOf(past);
    if (first) time.pick.then = time.stops[firstPick(time.stops, past.whole)].version;
    const reach = (/** @type {any} */ version) => (version === NOW ? NOW : time.stops.findLast((one) => one.version <= version).version);
    time.pick.then = reach(time.pick.then);
    time.pick.now = reach(time.pick.now);
    const some = time.stops.length > 1;
    wait.textContent = t(some ? "time.loading" : "time.nothing");
    if (some) controls.draw();
    if (kept) say(t("time.kept"));
    kept = false;
    draw();
  }

  function arrived(/** @type {any} */ message) {
    if (message.t === "past") told(message); else draw();
  }

  /** The state at a moment that was chosen; null while it is on its way. */
  const state = (/** @type {any} */ version) => (version === NOW ? { version: NOW, entries: time.present(), gone: gone() } : moments.at(version));
  const gone = () => Object.fromEntries(time.present(true).filter((entry) => entry.removed).map((entry) => [entry.id, { at: entry.changed_at, by: entry.changed_by }]));
  const label = (/** @type {any} */ version) => (version === NOW ? t("time.now") : shortStop(client, time.stops.find((one) => one.version === version)));

  /** Draw the two moments that are chosen, the earlier one first. */
  function draw() {
    if (!time.past || time.stops.length < 2) return;
    const pair = [time.pick.then, time.pick.now].sort((a, b) => (a === NOW ? Infinity : a) - (b === NOW ? Infinity : b));
    const [earlier, later] = pair.map(state);
    body.toggleAttribute("aria-busy", !earlier || !later);
    if (!earlier || !later) return;
    wait.hidden = true;
    body.hidden = false;
    Object.assign(time, { earlier, later, acts: time.writes && time.pick.now === NOW, labels: { then: label(pair[0]), now: label(pair[1]) },
      found: compared(earlier.entries, later.entries, time.parts.map(({ key }) => key)) });
    const held = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.keep;
    sentence();
    show();
    names.draw();
    if (held && !root.contains(document.activeElement)) heir(held).focus({ preventScroll: true });
  }

  const heir = (/** @type {string} */ held) => [...root.querySelectorAll("[data-keep]")].find((one) => /** @type {HTMLElement} */ (one).dataset.keep === held && !one.closest("[hidden]")) ?? title;

  function show() {
    const shown = narrow.matches ? "list" : view;
    seg.hidden = narrow.matches;
    for (const one of views) one.setAttribute("aria-pressed", String(one.dataset.view === view));
    if (shown === "list") {
      if (table.element.parentNode !== place) place.replaceChildren(table.element);
      table.draw();
    } else replace(place, shown === "board" ? drawBoard(time) : drawPair(time));
  }

  function sentence() {
    const numbers = Object.entries(counted(time.found)).filter(([, n]) => n).map(([how, n]) => t(`time.sum_${how}`, { n }));
    const words = [t("time.compare", time.labels), numbers.length ? `${numbers.join(", ")}.` : t("time.same"), ...ledWords()].join(" ");
    if (said.textContent !== words) said.textContent = words;
    whole.hidden = !time.acts || !numbers.length;
  }

  /** Whose comments came before how many of the changes. */
  function ledWords() {
    const threads = threadsOf(client, sheet);
    const by = new Map();
    for (const one of time.found.filter(({ how }) => how !== "same")) {
      const blocks = [one.then?.block, one.now?.block].filter(Boolean);
      const thread = ledBy({ id: one.id, blocks, ...madeBy(one, time.later) }, threads);
      if (thread) by.set(thread.root.created_by, (by.get(thread.root.created_by) ?? 0) + 1);
    }
    return [...by].map(([person, n]) => t(n === 1 ? "time.led_one" : "time.led", { n, name: commenter(client, person) }));
  }

  root.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest("[data-bring], [data-view]"));
    if (pressed?.dataset.view) { view = pressed.dataset.view; draw(); }
    else if (pressed) void bring(time, pressed.dataset.bring, pressed.dataset.of ?? "");
  }, { signal: stop.signal });
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || /** @type {Element} */ (event.target).matches("input:not([type=range])")) return;
    event.preventDefault();
    if (event.shiftKey ? client.redo() : client.undo()) say(t("time.undone"));
  }, { signal: stop.signal });
  narrow.addEventListener("change", draw, { signal: stop.signal });
  ask(client, sheet, { t: "past" });
  title.focus({ preventScroll: true });

  return {
    /** Entries changed, by whomever: now is another moment. */
    update(/** @type {Set<string>|null} */ ids) {
      if (ids === null || [...ids].some((id) => client.get(id)?.kind === "stage")) moments.forget();
      draw();
      clearTimeout(timer);
      timer = setTimeout(() => ask(client, sheet, { t: "past" }), PAUSE);
    },
    destroy() {
      clearTimeout(timer);
      stop.abort();
      moments.destroy();
      root.replaceChildren();
    },
  };
}
