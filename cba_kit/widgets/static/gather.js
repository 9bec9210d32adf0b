// The merge screen: what the groups wrote on one sheet comes to everybody's board, alike notes as one, each with its groups.
import { sheetHash } from "./books.js";
import { h, icon, replace, say } from "./dom.js";
import { bundleLine } from "./gather-bundle.js";
import { createBringing } from "./gather-bring.js";
import { apart, begin, count, silent, taken, together, wanted, worded } from "./gather-facts.js";
import { listed } from "./people.js";

/** @param {HTMLElement} root @param {{client:any, template:any, book:any}} ctx */
export function mountGather(root, { client, template, book }) {
  const { t } = client;
  const sheet = template.key;
  const groups = client.state.books.filter((/** @type {any} */ one) => one.kind === "group" && one.id !== book.id);
  /** @type {import("./gather-facts.js").Part[]|null} */ let parts = null;
  /** @type {Object<string,string>} */ let names = {};
  let held = "";
  /** @type {{act:string, bundle:string}|null} */ let next = null;

  const lead = h("p", { class: "mute", text: t("gather.lead") });
  const none = h("p", { class: "small mute" });
  const list = h("div", { class: "gather-parts" });
  const total = h("p", { role: "status" });
  const bring = h("button", { type: "button", class: "btn pri", onclick: start });
  const foot = h("div", { class: "gather-foot" }, total, bring);
  const bringing = createBringing(client, { sheet, groups, ended: ask, board: sheetHash(client, sheet) });
  const element = h("div", { class: "gather" }, h("h1", { text: t("gather.title", { sheet: template.title }) }), lead, bringing.element, none, list, foot);
  root.replaceChildren(element);

  const titleOf = (/** @type {string} */ key) => template.blocks.find((/** @type {any} */ one) => one.key === key)?.title ?? t("gather.no_block");

  function ask() {
    client.send({ t: "gather", sheet });
  }

  function part({ block, bundles }) {
    const id = `cba-gather-${block || "none"}`;
    const own = bundles.some((one) => one.id === held) ? held : "";
    return h("section", { "aria-labelledby": id }, h("h2", { id }, titleOf(block), " ", h("span", { class: "small mute", text: t(bundles.length === 1 ? "gather.in_block_one" : "gather.in_block", { n: bundles.length }) })),
      h("ul", { class: "gather-bundles" }, ...bundles.map((one) => bundleLine(t, one, { block, groups: names, held: own, alone: bundles.length < 2 }))));
  }

  /** The control that had the focus keeps it; after a step it is where the step went. */
  function focus() {
    const { act, bundle } = next ?? {};
    next = null;
    if (!act) return;
    const found = [...list.querySelectorAll(`[data-bundle="${CSS.escape(bundle)}"][data-act]`)];
    (found.find((one) => one.dataset.act === act) ?? found.find((one) => one.dataset.act !== "take") ?? found[0])?.focus();
  }

  function draw() {
    const n = parts ? count(parts) : 0;
    const empty = parts !== null && parts.length === 0;
    replace(list, ...(parts ?? []).map(part));
    for (const box of list.querySelectorAll("input[data-act=take]")) {
      const at = parts?.find(({ block }) => block === box.dataset.block)?.bundles.find(({ id }) => id === box.dataset.bundle);
      box.checked = Boolean(at?.take);
    }
    const quiet = silent(groups, names);
    const said = parts === null ? t("gather.asking") : empty ? t("gather.empty") : quiet.length ? t("gather.silent", { groups: listed(quiet) }) : "";
    if (none.textContent !== said) none.textContent = said;
    none.hidden = !said;
    lead.hidden = foot.hidden = parts === null || empty;
    bring.textContent = t(n === 1 ? "gather.go_one" : "gather.go", { n });
    bring.disabled = n === 0 || bringing.busy;
    const words = parts ? t(n === 1 ? "gather.total_one" : "gather.total", { n, groups: Object.keys(names).length }) : "";
    if (total.textContent !== words) total.textContent = words;
    focus();
  }

  function start() {
    if (!parts) return;
    held = "";
    bringing.start(wanted(parts));
    draw();
  }

  function onClick(/** @type {any} */ event) {
    const { act, block, bundle, source } = event.target.closest("[data-act]")?.dataset ?? {};
    if (!act || !parts || bringing.busy) return;
    next = { act, bundle };
    if (act === "take") parts = taken(parts, block, bundle);
    else if (act === "word") { parts = worded(parts, block, bundle, source); next = { act: "apart", bundle: source }; say(t("gather.worded")); }
    else if (act === "apart") { parts = apart(parts, block, bundle, source); next = { act: "join", bundle: source }; say(t("gather.taken_apart")); }
    else if (act === "join") { held = bundle; next = { act: "cancel", bundle }; say(t("gather.choose")); }
    else if (act === "cancel") cancel(bundle);
    else if (act === "here") { parts = together(parts, block, held, bundle); held = ""; next = { act: "join", bundle }; say(t("gather.put_together")); }
    draw();
  }

  function cancel(/** @type {string} */ bundle) {
    held = "";
    next = { act: "join", bundle };
  }

  function onKey(/** @type {KeyboardEvent} */ event) {
    if (event.key !== "Escape" || !held) return;
    cancel(held);
    draw();
  }

  element.addEventListener("click", onClick);
  element.addEventListener("keydown", onKey);
  const offs = [
    client.on("message", (/** @type {any} */ message) => {
      if (message?.t !== "gathered" || message.sheet !== sheet || bringing.busy) return;
      parts = begin(message.blocks);
      names = message.groups;
      held = "";
      draw();
    }),
    client.on("back", () => { if (!parts) ask(); }),
  ];
  ask();
  draw();
  return {
    update() {},
    destroy() {
      offs.forEach((off) => off());
      bringing.destroy();
      root.replaceChildren();
    },
  };
}
