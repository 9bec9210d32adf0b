// The reasons of an action beside its note and its trends: whatever it is connected with, by either side, as links there;
// a search field connects more; what is broken says so.
import { h, icon, say } from "./dom.js";
import { hashOf } from "./findings-facts.js";
import { createFinder } from "./golden-find.js";
import { beside, brokenOf, called, connectSteps, takeOffSteps } from "./links.js";
import { brokenList } from "./links-ask.js";
import { targetsOf } from "./note-links.js";
import { sheetHash } from "./books.js";

/** Where the other end of a connection is shown. @param {any} client @param {import("./links.js").End} end */
export function endHash(client, { link, entry }) {
  if (!entry) return targetsOf(client).find((one) => one.link === link)?.hash ?? "";
  return entry.kind === "finding" ? sheetHash(client, entry.sheet) : entry.kind === "comment" ? "" : hashOf(client, entry);
}

/** @param {any} plan @param {any} action */
export function linksField(plan, action) {
  const { client, t } = plan;
  const list = h("ul", { "aria-label": t("plan.field.links") });
  const none = h("p", { class: "small mute", text: t("thread.no_links") });
  const finder = createFinder(client, { label: t("thread.search"), targets: () => targetsOf(client), pick,
    taken: () => [`action:${action.id}`, ...beside(client, `action:${action.id}`).map(({ link }) => link)] });
  const element = h("div", { class: "plan-links" }, none, list, finder.element);
  const write = (/** @type {any[]} */ steps) => client.putAll(steps, plan.step(action.id, "links"));

  function pick(/** @type {any} */ target) {
    write(connectSteps(client, action.id, target.link));
    say(t("thread.connected", { name: target.name }));
    finder.focus();
  }
  function takeOff(/** @type {string} */ link, /** @type {string} */ name) {
    write(takeOffSteps(client, action.id, link));
    say(t("thread.taken_off", { name }));
    (list.querySelector("button") ?? element.querySelector("input"))?.focus();
  }
  function act(/** @type {"off"|"back"} */ way, /** @type {any} */ one) {
    if (way === "off") { takeOff(one.link, one.name); return; }
    client.restore(one.link.slice(one.link.indexOf(":") + 1), t("thread.step.back"));
    say(t("thread.brought", { name: one.name }));
  }
  function end(/** @type {import("./links.js").End} */ one) {
    const hash = endHash(client, one);
    const button = one.kind !== "question" && h("button", { type: "button", class: "btn icon quiet", "aria-label": t("thread.remove_link", { name: one.name }), onclick: () => takeOff(one.link, one.name) }, icon("close"));
    return h("li", {}, h("span", { class: "tag", text: t(`thread.kind.${one.kind}`) }), hash ? h("a", { class: "bead", href: hash, text: one.name }) : h("span", { class: "bead", text: one.name }), button);
  }
  /** @type {string} */ let told = "";
  return {
    fieldset: true, element,
    focus: finder.focus,
    update() {
      const fresh = client.get(action.id);
      if (!fresh) return;
      const ends = beside(client, called(fresh));
      const broken = brokenOf(client, fresh);
      const now = JSON.stringify([ends.map(({ link, name }) => [link, name]), broken]);
      none.hidden = ends.length + broken.length > 0;
      list.hidden = !none.hidden;
      if (now === told) return;
      told = now;
      list.replaceChildren(...ends.map(end), ...brokenList(client, { broken: broken.map((one) => ({ ...one, id: action.id })), act, says: (one) => `${t("thread.broken_word")} ${one.name}` }));
    },
  };
}

/** The reasons of an action as beads: notes, needs and blind spots, by either side; broken ones among them.
 *  @param {any} plan @param {any} action @param {(text:string) => string} shorten */
export function reasonBeads(plan, action, shorten) {
  const { client, t } = plan;
  const broken = brokenOf(client, action.entry).map((one) => (plan.writes
    ? h("button", { type: "button", class: "bead broken", onclick: () => plan.open(action.id, "links") }, `${t("thread.broken_word")} ${shorten(one.name)}`)
    : h("span", { class: "bead broken", text: `${t("thread.broken_word")} ${shorten(one.name)}` })));
  const starts = beside(client, `action:${action.id}`).filter(({ kind }) => kind !== "trend" && kind !== "action");
  return { count: starts.length, beads: [...starts.map((one) => {
    const href = endHash(client, one);
    return href ? h("a", { class: "bead", href, title: one.name, text: shorten(one.name) }) : h("span", { class: "bead", text: shorten(one.name) });
  }), ...broken] };
}
