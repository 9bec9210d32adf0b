// “What does it change?” on a relevant trend: what it has changed already, and a note, a need or an action that is
// connected with it at once.
import { h, icon, replace } from "./dom.js";
import { hashOf } from "./findings-facts.js";
import { actionForm, needForm, noteForm } from "./golden-forms.js";
import { blocksOf, planOf, rowsOf } from "./golden-steps.js";
import { beside } from "./links.js";
import { toast } from "./toast.js";
import { assess } from "./golden-facts.js";

let made = 0;

/** Show what a trend changes in `element`; nothing where it is not rated as relevant. @param {HTMLElement} element
 *  @param {{client:any, trend:{key:string, number:number, short:string}, go:(hash:string) => void}} options
 *  @returns {{update:() => void, focus:() => void, destroy:() => void}} */
export function mountChange(element, { client, trend, go }) {
  const { t } = client;
  const id = `cba-change-${++made}`;
  const link = `trend:${trend.key}`;
  const name = t("thread.trend", { number: trend.number, trend: trend.short });
  /** @type {any} */ let form = null;
  const has = h("div", { class: "change-has" });
  const place = h("div", {});
  const way = (/** @type {string} */ what, /** @type {(ctx:any) => any} */ make) => h("button", { type: "button", class: "btn", dataset: { what }, onclick: () => begin(what, make) }, icon("plus"), t(`thread.change_${what}`));
  const ways = h("div", { class: "row change-ways" },
    blocksOf(client).length > 0 && way("note", (ctx) => noteForm(ctx, { link, threat: assess(client, trend.key).threat })),
    rowsOf(client).length > 0 && way("need", (ctx) => needForm(ctx, { link })),
    planOf(client) && way("action", (ctx) => actionForm(ctx, { trends: [trend.key] })));
  const box = h("section", { class: "change", "aria-labelledby": id }, h("h3", { id, tabindex: "-1", text: t("thread.change") }),
    h("p", { class: "small mute", text: t("thread.change_lead", { trend: name }) }), has, ways, place);
  element.append(box);

  function begin(/** @type {string} */ what, /** @type {(ctx:any) => any} */ make) {
    form = make({ client, name, done, close: () => end(what) });
    place.replaceChildren(form.element);
    ways.hidden = true;
    form.focus();
  }

  function end(/** @type {string} */ what) {
    form = null;
    place.replaceChildren();
    ways.hidden = false;
    draw();
    /** @type {HTMLElement|null} */ (ways.querySelector(`[data-what="${what}"]`))?.focus();
  }

  function done(/** @type {"note"|"need"|"action"} */ what, /** @type {any} */ entry) {
    end(what);
    toast(t(`thread.added_${what}`, { name }), { label: t("thread.open"), act: () => go(hashOf(client, entry)) });
  }

  function draw() {
    const found = beside(client, link).filter((one) => one.entry);
    const shown = assess(client, trend.key).relevant || found.length > 0;
    box.hidden = !shown && !form;
    replace(has, ...(found.length ? [h("p", { class: "small", text: t("thread.change_has") }), h("ul", { class: "beads" }, ...found.map(({ kind, name: words, entry }) => h("li", {},
      h("a", { class: "bead", href: hashOf(client, entry), text: `${t(`thread.kind.${kind}`)}: ${words}` }))))] : []));
  }
  has.addEventListener("click", (event) => {
    const to = /** @type {HTMLAnchorElement|null} */ (/** @type {Element} */ (event.target).closest("a.bead"));
    if (to) { event.preventDefault(); go(to.hash); }
  });
  draw();
  return {
    /** Entries changed. */
    update: draw,
    focus: () => (/** @type {HTMLElement|null} */ (ways.querySelector("button")) ?? box.querySelector("h3"))?.focus(),
    destroy() { box.remove(); },
  };
}
