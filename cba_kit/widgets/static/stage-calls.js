// What a facilitator asks of everybody, on whatever sheet they are: the time that is left, where to look, where to go on.
import { stageOf } from "./board-stage.js";
import { EVERYBODY, isWhole, openGroup, sheetHash, wholeBook } from "./books.js";
import { h, icon, replace } from "./dom.js";
import { parts } from "./router.js";
import { createTimer } from "./stage-timer.js";

/** The calls to people on a sheet: links with an address. A board shows its own spotlight itself.
 *  @param {any} client @param {string} here the key of the sheet that is shown @returns {{hash:string, text:string}[]} */
export function callsOf(client, here) {
  const { t, state } = client;
  const found = [];
  for (const sheet of state.sheets.values()) {
    const { spotlight } = stageOf(client, sheet.key);
    const block = sheet.blocks?.find((/** @type {any} */ one) => one.key === spotlight);
    if (block && sheet.key !== here) found.push({ hash: sheetHash(client, sheet.key, block.key), text: t("stage.look_there", { block: block.title, sheet: sheet.title }) });
  }
  const whole = wholeBook(state);
  const goes = whole && !isWhole(openGroup(state)) && here && stageOf(client, here).phase === "closed" && whole.sheets.some(({ key }) => key === here);
  if (goes) found.push({ hash: `#${EVERYBODY}/${here}`, text: t("stage.go_on") });
  return found;
}

/** @param {any} client */
export function createCalls(client) {
  const timer = createTimer(client);
  const links = h("span", { class: "stage-links" });
  const here = () => parts(location.hash)[1] ?? "";
  return {
    /** The timer stands where it stays in sight. */
    timer: timer.element,
    element: h("div", { class: "stage-calls", role: "status" }, links),
    draw() {
      if (!client.state.ready) return;
      replace(links, ...callsOf(client, here()).map(({ hash, text }) => h("a", { class: "btn quiet", href: hash }, icon("flag"), text)));
      // on a sheet its own time; on a page without one, the time that ends first
      const shown = client.state.sheets.has(here()) ? [here()] : [...client.state.sheets.keys()];
      const times = shown.map((key) => stageOf(client, key).ends).filter(Boolean).sort();
      timer.show(times[0] ?? "");
    },
    destroy: timer.destroy,
  };
}
