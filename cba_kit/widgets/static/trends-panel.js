// The group's picture beside one's own: locked until a round is shown to everybody.
import { createDataTable } from "./data-table.js";
import { drawing, h, icon, replace } from "./dom.js";
import { watchPhone } from "./trends-picture.js";
import { revealed, roundOf } from "./trends-rounds.js";

const PICTURES = ["radar", "matrix"];

/** @param {any} client @param {{key:string}} template */
export function createPanel(client, template) {
  const { t } = client;
  let shown = "radar";
  /** @type {any} */ let told = null;
  const id = `${template.key}-all`;
  const said = h("p", { class: "small mute" });
  const place = h("div", { class: "radar-place" });
  const table = createDataTable(client, { file: () => `${template.key}-${shown}-${told?.shown ?? 0}` });
  const buttons = PICTURES.map((name) => h("button", { type: "button", class: "btn", "aria-pressed": "false", dataset: { picture: name }, text: t(`plenary.scene.${name}`), onclick: () => { shown = name; draw(); } }));
  const choice = h("div", { class: "seg", role: "group", "aria-label": t("plenary.scenes") }, ...buttons);
  const lock = h("p", { class: "dk-tray locked" }, icon("lock"), h("span", { text: t("trends.group_locked") }));
  const element = h("section", { class: "card all-panel", "aria-labelledby": id },
    h("div", { class: "row between" }, h("h2", { id, text: t("trends.group") }), choice), said, lock, place, table.element);
  const phone = watchPhone(ask);

  function draw() {
    const round = roundOf(client.state, template.key);
    const last = revealed(round);
    element.hidden = round.phase === "free" && !last;
    lock.hidden = last > 0;
    const scene = told?.shown && last ? told.scenes[shown] : null;
    choice.hidden = said.hidden = place.hidden = table.element.hidden = !scene;
    if (!scene) { place.replaceChildren(); return; }
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.picture === shown)));
    const few = !scene.table.rows.length;
    said.textContent = few ? t("plenary.few") : t("trends.group_of", { n: told.raters, round: told.shown });
    replace(place, ...(few ? [] : [drawing(scene.svg)]));
    table.element.hidden = few;
    table.update(scene.table);
  }

  function ask() {
    if (revealed(roundOf(client.state, template.key))) client.send({ t: "panel", sheet: template.key, narrow: phone.narrow });
    draw();
  }

  const offs = [
    client.on("message", (message) => {
      if (message?.t !== "panel" || message.sheet !== template.key) return;
      told = message;
      draw();
    }),
    client.on("back", ask),
  ];
  ask();
  return {
    element,
    /** The rounds have changed. */
    update: ask,
    destroy() {
      phone.stop();
      offs.forEach((off) => off());
    },
  };
}
