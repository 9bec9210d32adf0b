// The questions beside a sheet: blind spots that its rules have found, each with three honest ways out.
import { sheetHash } from "./books.js";
import { h, hidden, icon, replace, say } from "./dom.js";
import { actionSteps, answerSteps, entriesOf, finding, hashOf, nameOf, planOf, sorted } from "./findings-facts.js";
import { noteForm, textForm } from "./findings-forms.js";
import { toast } from "./toast.js";

/** One question at a time is thought about; the others are one press away. */
const FIRST = 1;
const NAMED = 4;
const ACT = "button:not([hidden])";
let made = 0;

/** Show the questions about a sheet in `root`, before all that is there. `show(id)` goes to an entry of the sheet itself.
 *  @param {HTMLElement} root @param {{client:any, template:any, go:(hash:string)=>void, show?:(id:string)=>void}} options
 *  @returns {{update(ids:Set<string>|null):void, destroy():void, focus(number:number):void}} */
export function mountFindings(root, { client, template, go, show }) {
  const { t } = client;
  const sheet = template.key;
  const title = `cba-findings-${++made}`;
  const cards = new Map();
  let all = false;
  const heading = h("h2", { id: title, class: "findings-title", tabindex: "-1", text: t("findings.title") });
  const list = h("div", { class: "findings-list" });
  const more = h("button", { type: "button", class: "btn quiet", onclick: () => { all = !all; draw(); } });
  const aside = h("details", { class: "findings-aside" });
  const section = h("section", { class: "findings", "aria-labelledby": title }, heading, list, more, aside);
  root.prepend(section);

  /** Write `steps` as one, say it, and offer to take it back. */
  function settle(name, steps, { action = null } = {}) {
    const label = t(`findings.step.${name}`);
    const before = steps.map(({ entry }) => client.get(entry)).map((entry) => entry && { ...entry.fields });
    client.putAll(steps, label);
    const back = () => client.putAll(steps.map((step, index) => (before[index]
      ? { sheet: step.sheet, entry: step.entry, kind: step.kind, fields: Object.fromEntries(Object.keys(step.fields).map((key) => [key, before[index][key] ?? null])) }
      : { op: "remove", sheet: step.sheet, entry: step.entry, kind: step.kind })), t("findings.undo"));
    toast(label, action ?? { label: t("findings.undo"), act: back });
    draw();
    (list.querySelector(`section ${ACT}`) ?? heading).focus();
  }

  function card(first) {
    let hit = first;
    /** @type {any} */ let form = null;
    const id = `${title}-${first.rule}`;
    const eyebrow = h("p", { class: "eyebrow" });
    const words = h("div", {});
    const place = h("div", {});
    const plan = planOf(client);
    const button = (key, extra, open) => h("button", { type: "button", class: `btn ${extra}`.trim(), text: t(key), onclick: (event) => begin(open, event.currentTarget) });
    const add = button("findings.add_note", "", noteWay);
    const acts = h("div", { class: "row ask-acts" }, add, plan && button("findings.make_action", "", actionWay), button("findings.set_aside", "quiet", asideWay));
    const box = h("section", { class: "ask", "aria-labelledby": id, dataset: { rule: first.rule } }, eyebrow, words, client.may("finding") && acts, place);

    function begin(way, from) {
      form = way(() => { done(); draw(); (from.isConnected ? from : heading).focus(); });
      place.replaceChildren(form.element);
      acts.hidden = true;
      form.focus();
    }
    function done() {
      form = null;
      place.replaceChildren();
      acts.hidden = false;
    }

    function noteWay(close) {
      return noteForm(t, { client, block: template.blocks.find((one) => one.key === hit.block), about: entriesOf(client, hit),
        notes: client.list(sheet, { kind: "note", block: hit.block }).filter((note) => !hit.notes.includes(note.id)), close,
        send(said) { done(); settle("answered", answerSteps(client, hit, { template, ...said })); } });
    }
    function actionWay(close) {
      return textForm(t, { name: "action", close, send(text) {
        done();
        const steps = actionSteps(client, hit, { plan, title: text });
        settle("action", steps, { action: { label: t("findings.open_action"), act: () => go(sheetHash(client, plan.key, steps[0].entry)) } });
      } });
    }
    function asideWay(close) {
      return textForm(t, { name: "reason", close, send(reason) { done(); settle("aside", [finding(hit, { state: "aside", reason })]); } });
    }

    return {
      box,
      /** Somebody is writing an answer: the card stays. */
      get busy() { return form !== null; },
      gone() { replace(eyebrow, icon("check"), t("findings.answered_meanwhile")); },
      draw(fresh, number, count) {
        hit = fresh;
        add.hidden = !(template.blocks ?? []).some((one) => one.key === hit.block);
        replace(eyebrow, icon("ask"), t("findings.number", { n: number, all: count }));
        replace(words, h("p", { id, class: "ask-says" }, h("b", { text: hit.ask })), h("p", { class: "small", text: hit.why }), notesOf(hit));
      },
    };
  }

  function notesOf(hit) {
    const entries = entriesOf(client, hit);
    if (!entries.length) return h("span", {});
    const more = entries.length - NAMED;
    return h("ul", { class: "ask-notes small", "aria-label": t("findings.about") }, ...entries.slice(0, NAMED).map((entry) => h("li", {},
      h("a", { href: hashOf(client, entry), dataset: { entry: entry.id }, text: nameOf(client, entry) }))),
    more > 0 && h("li", { text: t("findings.more_notes", { n: more }) }));
  }

  function draw() {
    const { open, aside: put } = sorted(client, sheet);
    const shown = all ? open : open.slice(0, FIRST);
    const rules = shown.map((hit) => hit.rule);
    for (const [rule, one] of cards) {
      if (rules.includes(rule)) continue;
      if (one.busy) one.gone();
      else { one.box.remove(); cards.delete(rule); }
    }
    shown.forEach((hit, index) => {
      if (!cards.has(hit.rule)) cards.set(hit.rule, card(hit));
      const one = cards.get(hit.rule);
      one.draw(hit, index + 1, open.length);
      if (list.children[index] !== one.box && !one.busy) list.insertBefore(one.box, list.children[index] ?? null);
    });
    more.hidden = open.length <= FIRST;
    if (!more.hidden) more.textContent = all ? t("findings.fewer") : t("findings.more", { n: open.length - FIRST });
    drawAside(put);
    section.hidden = !open.length && !put.length && !cards.size;
  }

  function drawAside(put) {
    aside.hidden = !put.length;
    const count = t(put.length === 1 ? "findings.aside_one" : "findings.aside_many", { n: put.length });
    replace(aside, h("summary", { class: "small", text: count }), h("ul", { class: "small" }, ...put.map(({ hit, reason }) => h("li", {},
      h("b", { text: hit.ask }), h("p", { text: reason }),
      client.may("finding") && h("button", { type: "button", class: "btn quiet", dataset: { again: hit.rule } }, t("findings.ask_again"), hidden(`: ${hit.ask}`))))));
  }

  section.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const again = /** @type {HTMLElement|null} */ (target.closest("[data-again]"));
    const link = /** @type {HTMLElement|null} */ (target.closest("a[data-entry]"));
    if (again) {
      const put = sorted(client, sheet).aside.find(({ hit }) => hit.rule === again.dataset.again);
      if (!put) return;
      client.put(finding(put.hit, { state: "open" }), t("findings.asked_again"));
      say(t("findings.asked_again"));
      draw();
      cards.get(put.hit.rule)?.box.querySelector(ACT)?.focus();
    } else if (link) {
      event.preventDefault();
      const entry = client.get(link.dataset.entry);
      if (entry?.sheet === sheet && show) show(entry.id); else if (entry) go(hashOf(client, entry));
    }
  });

  const off = client.on("state", draw);
  draw();
  return {
    /** Entries changed: what became of questions, or words of the notes that they are about. */
    update(ids) {
      if (ids === null || [...ids].some((id) => !client.get(id) || ["finding", "note", "answer"].includes(client.get(id).kind))) draw();
    },
    destroy() { off(); section.remove(); },
    /** Go to the question with this number, counted from 1. */
    focus(number) {
      if (number > FIRST) { all = true; draw(); }
      const box = list.children[number - 1];
      box?.scrollIntoView({ block: "nearest" });
      /** @type {HTMLElement|null} */ (box?.querySelector(`${ACT}, a`))?.focus();
    },
  };
}
