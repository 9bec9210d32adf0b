// The plenary on the projector: the rounds of a trends sheet, led from here; after the reveal one picture after the other.
import { createDataTable } from "./data-table.js";
import { h, icon, replace, say } from "./dom.js";
import { createLead } from "./plenary-lead.js";
import { drawScene, richest, scenesOf, tableOf } from "./plenary-scenes.js";
import { parts } from "./router.js";
import { watchPhone } from "./trends-picture.js";

/** Ask how many have begun after this time, in ms. */
const AGAIN = 3000;
/** How the id of everybody's workbook begins. */
const WHOLE = "plenary:";

/** The sheets with rounds. @param {any} state @returns {{key:string, title:string}[]} */
export const sheetsOf = ({ books = [] }) =>
  (books.find((/** @type {any} */ book) => book.id.startsWith(WHOLE))?.sheets ?? []).filter((/** @type {any} */ sheet) => sheet.kind === "trends");

/** @param {HTMLElement} root @param {{client:any, go:(hash:string) => void}} ctx */
export function mountPlenary(root, { client, go }) {
  const { t } = client;
  let sheet = "";
  let scene = "";
  let scale = "relevance";
  let number = 0; // the round that is shown; 0: the last one
  let dimension = "";
  let drawn = ""; // the picture on the page, by name, so that it is drawn once
  /** @type {any} */ let told = null;

  const lead = createLead(client, { set });
  const count = h("p", { class: "plenary-count small" });
  const sheets = h("select", { class: "inp", "aria-label": t("plenary.choose"), onchange: () => go(`#plenary/${sheets.value}`) });
  const scales = h("select", { class: "inp", "aria-label": t("plenary.scale"), onchange: () => { scale = scales.value; ask(); } });
  const rounds = h("select", { class: "inp", "aria-label": t("plenary.rounds"), onchange: () => { number = Number(rounds.value); ask(); } });
  const groups = h("select", { class: "inp", "aria-label": t("plenary.dimension"), onchange: () => { dimension = groups.value; draw(); } });
  const bar = h("div", { class: "plenary-bar row between" }, h("div", { class: "row" }, sheets, lead.element), h("div", { class: "row" }, count, rounds, scales, groups));
  const title = h("h1");
  const sub = h("p", { class: "sub" });
  const body = h("div", { class: "plenary-body" });
  const table = createDataTable(client, { file: () => `${sheet}-${scene}-${told?.shown ?? 0}` });
  const said = h("p", {});
  const nav = h("nav", { "aria-label": t("plenary.scenes") });
  const foot = h("div", { class: "plenary-foot" }, said, nav);
  const page = h("div", { class: "plenary" }, bar, h("section", { class: "plenary-scene" }, h("header", {}, title, sub), body, foot), table.element);
  root.replaceChildren(page);

  function set(/** @type {any} */ fields) {
    const book = client.state.books.find((/** @type {any} */ one) => one.id.startsWith(WHOLE));
    number = 0;
    client.send({ t: "stage", workbooks: [book.id], sheet, fields, client: client.id });
  }
  const phone = watchPhone(() => ask());
  const ask = (brief = false) => { if (sheet) client.send({ t: "plenary", sheet, scale, brief, narrow: phone.narrow, ...(number ? { round: number } : {}) }); };

  function options(/** @type {any} */ select, /** @type {{value:string, label:string}[]} */ list, /** @type {string} */ value) {
    replace(select, ...list.map((one) => h("option", { value: one.value, text: one.label })));
    select.value = value;
    select.hidden = list.length < 2;
  }

  function message(/** @type {string} */ head, /** @type {string} */ text, ...more) {
    title.textContent = head;
    sub.textContent = text;
    replace(body, ...more);
    drawn = "";
    place(false);
    foot.hidden = table.element.hidden = true;
  }

  /** Before the reveal: who many have begun, and nothing else. */
  function waiting() {
    message(told.title, t(`plenary.lead_${told.phase}`, { round: told.round }),
      h("div", { class: "plenary-wait", role: "status" }, h("p", { class: "big", text: t("plenary.count", told) }), h("p", { text: t("plenary.count_more") }),
        told.phase === "write" && h("p", { class: "mute" }, icon("lock"), t("plenary.hidden"))));
  }

  function draw() {
    lead.update(told);
    options(sheets, sheetsOf(client.state).map(({ key, title: label }) => ({ value: key, label })), sheet);
    const names = scenesOf(told);
    if (!names.includes(scene)) scene = names[0] ?? "";
    count.hidden = !names.length || told.phase !== "write";
    count.textContent = t("plenary.have_begun", told);
    const every = told.scenes?.groups.dimensions ?? [];
    if (!every.some((/** @type {any} */ one) => one.key === dimension)) dimension = richest(every);
    options(rounds, names.length ? Array.from({ length: told.revealed }, (_, at) => ({ value: String(at + 1), label: t("plenary.round", { round: at + 1 }) })) : [], String(told.shown));
    options(scales, ["agreement", "movement", "groups"].includes(scene) ? told.scales.map((/** @type {any} */ one) => ({ value: one.key, label: one.title })) : [], told.scale);
    options(groups, scene === "groups" ? every.map((/** @type {any} */ one) => ({ value: one.key, label: one.title })) : [], dimension);
    if (!names.length) { waiting(); return; }
    const name = JSON.stringify([sheet, scene, dimension, told.stamp]);
    if (name === drawn) return;
    drawn = name;
    const scaleTitle = told.scales.find((/** @type {any} */ one) => one.key === told.scale)?.title ?? "";
    title.textContent = t(`plenary.head.${scene}`);
    sub.textContent = t(`plenary.sub.${scene}`, { scale: scaleTitle });
    body.replaceChildren(...drawScene(t, scene, told, dimension));
    body.className = `plenary-body of-${scene}`;
    foot.hidden = false;
    said.textContent = t("plenary.foot", { n: told.raters, round: told.shown, date: told.date });
    const held = nav.contains(document.activeElement);
    nav.replaceChildren(...names.map((one) => h("a", { href: `#plenary/${sheet}/${one}`, "aria-current": one === scene ? "page" : null, text: t(`plenary.scene.${one}`) })));
    if (held) nav.querySelector("[aria-current]")?.focus();
    const found = tableOf(scene, told, dimension);
    table.element.hidden = !found?.rows.length;
    if (found) table.update(found);
    place(scene === "groups");
  }

  /** What groups say is a table: there it is the scene itself, and open; elsewhere it stands below. */
  function place(/** @type {boolean} */ within) {
    if (within) body.prepend(table.element);
    else if (table.element.parentElement !== page) { page.append(table.element); table.element.open = false; }
    if (within) table.element.open = true;
  }

  function hear(/** @type {any} */ fresh) {
    if (fresh?.t === "staged" && fresh.sheet === sheet) ask();
    if (fresh?.t !== "plenary" || fresh.sheet !== sheet) return;
    const turned = told && (told.phase !== fresh.phase || told.round !== fresh.round);
    if (fresh.brief && (!told || turned)) { ask(); return; }
    told = fresh.brief ? { ...told, rated: fresh.rated, of: fresh.of } : { ...fresh, stamp: performance.now() };
    draw();
  }

  function failed() {
    if (!told) message(t("plenary.trouble"), t("plenary.trouble_more"), h("button", { type: "button", class: "btn", text: t("plenary.again"), onclick: () => ask() }));
  }

  function keys(/** @type {any} */ event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || event.target.closest?.("input, textarea, select, dialog, .scroll")) return;
    const names = told ? scenesOf(told) : [];
    const next = names[names.indexOf(scene) + way];
    if (!next) return;
    event.preventDefault();
    go(`#plenary/${sheet}/${next}`);
  }

  const offs = [client.on("message", hear), client.on("trouble", failed), client.on("back", () => ask()), client.on("rounds", () => ask())];
  const beat = setInterval(() => { if (document.visibilityState === "visible" && told) ask(true); }, AGAIN);
  document.addEventListener("keydown", keys);

  return {
    /** Show what an address names: #plenary, #plenary/<sheet>, #plenary/<sheet>/<scene>. */
    route(/** @type {string} */ hash) {
      const [, wanted = "", view = ""] = parts(hash);
      const all = sheetsOf(client.state);
      const here = all.find(({ key }) => key === wanted) ?? all[0];
      if (!here) { message(t("plenary.title"), t("plenary.nothing")); bar.hidden = true; return; }
      const moved = Boolean(told) && view !== scene && Boolean(view);
      scene = view || scene;
      if (here.key === sheet && told) draw();
      else {
        [sheet, told] = [here.key, null];
        message(here.title, t("plenary.loading"));
        ask();
      }
      if (moved) say(title.textContent);
    },
    update() {}, // the pictures do not change with the entries of one workbook
    destroy() {
      clearInterval(beat);
      phone.stop();
      document.removeEventListener("keydown", keys);
      offs.forEach((off) => off());
      root.replaceChildren();
    },
  };
}
