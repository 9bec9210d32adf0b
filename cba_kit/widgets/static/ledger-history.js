// One person's roadmaps, newest first, and what changed from any of them to another.
import { h, icon, replace } from "./dom.js";
import { bySheet, kilobytes, seconds, versionsOf } from "./ledger-facts.js";
import { tag } from "./ledger-table.js";

const SIGN = { added: "+", changed: "±", removed: "−" };

/** @param {any} client @param {{compare:(person:string, older:number, newer:number) => void}} acts */
export function createHistory(client, { compare }) {
  const { t } = client;
  /** @type {any} */ let history = null;
  let asked = ""; // the two versions that are compared: “4-7”
  const title = h("h1", { tabindex: "-1" });
  const about = h("p", { class: "lead" });
  const open = h("a", { class: "btn pri" }, icon("doc"), t("ledger.open"));
  const [older, newer] = ["older", "newer"].map((name) => h("select", { class: "inp", id: `ledger-${name}`, onchange: () => ask() }));
  const field = (name, select) => h("div", { class: "ledger-field" }, h("label", { for: `ledger-${name}`, text: t(`ledger.${name}`) }), select);
  const result = h("div", { class: "ledger-result", "aria-live": "polite" });
  const pair = h("div", { class: "row ledger-pair" }, field("older", older), field("newer", newer));
  const single = h("p", { class: "mute", text: t("ledger.one_only") });
  const lines = h("ol", { class: "ledger-lines" });
  const none = h("p", { class: "mute" });
  const element = h("div", { class: "ledger-person" },
    h("a", { class: "btn quiet ledger-back", href: "#roadmaps" }, icon("left"), t("ledger.back")),
    h("div", { class: "row between" }, h("div", {}, title, about), open),
    h("section", { class: "card", "aria-labelledby": "ledger-compare" }, h("h2", { id: "ledger-compare", text: t("ledger.compare") }), pair, single, result),
    h("section", { class: "ledger-past", "aria-labelledby": "ledger-history" }, h("h2", { id: "ledger-history", text: t("ledger.history") }), none, lines));

  const many = (key, n) => t(n === 1 ? `${key}_one` : key, { n });
  const label = ({ version, made }) => (made ? t("ledger.of_version", { when: made, n: version }) : t("ledger.now", { n: version }));

  function choose(/** @type {any} */ select, versions, wanted) {
    const kept = versions.some(({ version }) => String(version) === select.value) ? select.value : String(wanted);
    replace(select, ...versions.map((one) => h("option", { value: String(one.version), text: label(one) })));
    select.value = kept;
  }

  function ask() {
    const wanted = `${older.value}-${newer.value}`;
    if (asked === wanted) return;
    asked = wanted;
    if (older.value === newer.value) draw({ total: 0, differences: [] });
    else compare(history.person.id, Number(older.value), Number(newer.value));
  }

  function line(one) {
    const facts = [t("ledger.column.version"), " ", String(one.version), " · ", seconds(one.ms), " s", one.size ? ` · ${kilobytes(one.size)}` : "", " · ", t(one.on_demand ? "ledger.on_demand" : "ledger.in_batch")];
    return h("li", {}, h("div", { class: "row" }, h("b", { text: one.made }), tag(one.status, t(`ledger.status.${one.status}`))),
      h("p", { class: "small mute" }, ...facts),
      one.error && h("p", { class: "small ledger-error", text: one.error }),
      one.notes.length > 0 && h("details", { class: "small" }, h("summary", { text: many("ledger.notes", one.notes.length) }), h("ul", {}, ...one.notes.map((note) => h("li", { text: note })))));
  }

  function difference(one) {
    const words = { added: [h("ins", { text: one.now })], removed: [h("del", { text: one.before })], changed: [
      h("p", {}, h("b", { text: t("ledger.before") }), " ", h("del", { text: one.before })), h("p", {}, h("b", { text: t("ledger.after") }), " ", h("ins", { text: one.now }))] }[one.how];
    return h("li", { class: one.how }, h("span", { class: "ledger-how" }, h("i", { "aria-hidden": "true", text: SIGN[one.how] }), t(`ledger.how.${one.how}`)),
      h("div", {}, one.block && h("span", { class: "small mute", text: one.block }), h("div", {}, ...words)));
  }

  function draw({ total, differences }) {
    replace(result, h("p", { class: "ledger-total", text: total ? many("ledger.differences", total) : t("ledger.same") }),
      ...bySheet(differences).map(({ sheet, items }) => h("section", {}, h("h3", { text: sheet }), h("ul", { class: "ledger-differences" }, ...items.map(difference)))),
      ...(total > differences.length ? [h("p", { class: "mute", text: t("ledger.more", { n: total - differences.length }) })] : []));
  }

  return {
    element,
    focus: () => title.focus({ preventScroll: true }),
    /** Show a person's lines. */
    update(/** @type {any} */ fresh) {
      const arrived = fresh.person.id !== history?.person.id;
      history = fresh;
      if (arrived) { asked = ""; older.value = newer.value = ""; replace(result); }
      const { person } = fresh;
      title.textContent = t("ledger.history_of", { name: person.name });
      about.textContent = person.fictional ? t("coach.fictional", { cluster: person.cluster }) : person.cluster;
      open.setAttribute("href", `#queue/${encodeURIComponent(person.id)}`);
      const versions = versionsOf(fresh);
      const two = versions.length > 1;
      pair.hidden = result.hidden = !two;
      single.hidden = two;
      none.hidden = fresh.lines.length > 0;
      none.textContent = t("ledger.no_history", { name: person.name });
      replace(lines, ...fresh.lines.map(line));
      if (!two) return;
      choose(older, versions, versions[1].version);
      choose(newer, versions, versions[0].version);
      ask();
    },
    /** Show what changed; an answer to an older question is left alone. */
    compared(/** @type {any} */ found) {
      if (found.person === history?.person.id && `${found.older}-${found.newer}` === asked) draw(found);
    },
  };
}
