// The list of all roadmaps and of the reports about the edition: how each one stands, and one person's history.
import { h, icon, replace } from "./dom.js";
import { createHistory } from "./ledger-history.js";
import { createReports } from "./ledger-reports.js";
import { createTable } from "./ledger-table.js";
import { parts } from "./router.js";

/** Ask for the list again after this time, in ms: somebody may be making roadmaps. */
const AGAIN = 10_000;
/** Show the shape of the list only when it takes longer than this, in ms. */
const PATIENCE = 400;

/** @param {HTMLElement} root @param {{client:any}} ctx */
export function mountLedger(root, { client }) {
  const { t } = client;
  const table = createTable(client);
  const history = createHistory(client, { compare: (person, older, newer) => client.send({ t: "diff", person, older, newer }) });
  const reports = createReports(client);
  const people = h("div", {}, h("p", { class: "mute", text: t("ledger.lead") }), table.element);
  const nobody = h("p", { class: "card ledger-none mute", text: t("ledger.nobody") });
  const list = h("div", { class: "ledger-all" }, h("h1", { text: t("ledger.title") }), people, nobody, reports.element);
  let wanted = ""; // the person whose history is shown; "" for the list
  let waits = false;
  let patience = 0;

  function message(title, text, ...more) {
    replace(root, h("div", { class: "card ledger-empty", role: "status" }, h("h1", { text: title }), h("p", { class: "mute", text }), ...more));
  }

  function shape() {
    if (waits) root.replaceChildren(h("p", { role: "status", text: t("ledger.loading") }), h("div", { class: "skel ledger-skel", "aria-hidden": "true" }));
  }

  function failed() {
    if (!waits) return;
    waits = false;
    clearTimeout(patience);
    if (wanted) message(t("ledger.not_found"), t("ledger.not_found_more"), h("a", { class: "btn", href: "#roadmaps" }, icon("left"), t("ledger.back")));
    else message(t("ledger.trouble"), t("ledger.trouble_more"), h("button", { type: "button", class: "btn", text: t("ledger.again"), onclick: ask }));
  }

  function ask() {
    waits = true;
    clearTimeout(patience);
    if (!root.contains(wanted ? history.element : list)) patience = setTimeout(shape, PATIENCE);
    client.send(wanted ? { t: "history", person: wanted } : { t: "ledger" });
  }

  function hear(/** @type {any} */ told) {
    if (told.t === "diff") history.compared(told);
    const mine = wanted ? told.t === "history" && told.person.id === wanted : told.t === "ledger";
    if (!mine) return;
    waits = false;
    clearTimeout(patience);
    const place = wanted ? history.element : list;
    const arrived = !root.contains(place);
    if (wanted) history.update(told);
    else {
      table.update(told.rows);
      reports.update(told.reports);
      people.hidden = !told.rows.length;
      nobody.hidden = !people.hidden;
      if (!told.rows.length && !told.reports.length) { message(t("ledger.title"), t("ledger.nobody")); return; }
    }
    if (arrived) root.replaceChildren(place);
    if (arrived && wanted) history.focus();
  }

  const off = [client.on("message", hear), client.on("trouble", failed), client.on("back", ask)];
  const beat = setInterval(() => { if (!wanted && document.visibilityState === "visible") ask(); }, AGAIN);

  return {
    /** Show what an address names: #roadmaps, #roadmaps/<person>. */
    route(/** @type {string} */ hash) {
      [, wanted = ""] = parts(hash);
      ask();
    },
    update() {}, // the list does not change with the entries of one workbook
    destroy() {
      clearTimeout(patience);
      clearInterval(beat);
      off.forEach((end) => end());
      root.replaceChildren();
    },
  };
}
