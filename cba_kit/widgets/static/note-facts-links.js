// The connections of a note: tags that lead there, and a search field that is used with the keyboard alone.
import { h, hidden, icon, replace, say } from "./dom.js";
import { found, linksOf, targetsOf } from "./note-links.js";

let made = 0;

/** @param {{client:any, note:string, sheet:string, go:(hash:string)=>void}} options */
export function createLinks({ client, note, sheet, go }) {
  const { t } = client;
  const id = `cba-links-${++made}`;
  const mayWrite = client.may("note");
  let active = 0;
  /** @type {any[]} */ let shown = [];
  const tags = h("ul", { class: "facts-tags", "aria-label": t("facts.links") });
  const none = h("p", { class: "small mute", text: t("facts.no_links") });
  const input = h("input", { id: `${id}-find`, class: "inp small", type: "text", autocomplete: "off", role: "combobox", "aria-expanded": "false",
    "aria-controls": `${id}-list`, "aria-autocomplete": "list", "aria-describedby": `${id}-count` });
  const list = h("ul", { id: `${id}-list`, class: "facts-found", role: "listbox", "aria-label": t("facts.find"), hidden: true });
  const count = h("p", { id: `${id}-count`, class: "xs mute", role: "status" });
  const element = h("div", { class: "facts-links" }, h("h3", { class: "small", text: t("facts.links") }), none, tags,
    mayWrite && h("label", { class: "small", for: `${id}-find`, text: t("facts.find") }), mayWrite && input, mayWrite && list, mayWrite && count);

  const links = () => linksOf(client.get(note));
  const targets = () => targetsOf(client, note);
  const write = (next, step) => client.put({ sheet, entry: note, kind: "note", fields: { links: next } }, t(`facts.step.${step}`));

  function connect(target) {
    write([...links(), target.link], "link");
    input.value = "";
    search();
    draw();
    say(t("facts.linked", { name: target.name }));
    input.focus();
  }

  function take(link) {
    const name = targets().find((one) => one.link === link)?.name ?? t("facts.gone");
    write(links().filter((one) => one !== link), "unlink");
    draw();
    say(t("facts.unlinked", { name }));
    (tags.querySelector("button") ?? input).focus();
  }

  function search() {
    shown = found(targets(), input.value, links());
    active = 0;
    drawFound();
    const words = shown.length === 1 ? t("facts.found_one") : shown.length ? t("facts.found", { n: shown.length }) : t("facts.found_none");
    count.textContent = input.value.trim() ? words : "";
  }

  function drawFound() {
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    if (shown.length) input.setAttribute("aria-activedescendant", `${id}-${active}`); else input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...shown.map((target, index) => h("li", { id: `${id}-${index}`, role: "option", "aria-selected": String(index === active),
      onmousedown: (event) => event.preventDefault(), onclick: () => connect(target) },
    h("span", { class: "tag", text: t(`facts.kind_${target.kind}`) }), " ", target.name, " ", h("span", { class: "xs mute", text: target.where }))));
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function draw() {
    const known = new Map(targets().map((target) => [target.link, target]));
    none.hidden = links().length > 0;
    tags.hidden = !links().length;
    replace(tags, ...links().map((link) => {
      const target = known.get(link);
      const name = target?.name ?? t("facts.gone");
      const kind = h("span", { class: "tag", text: t(`facts.kind_${target?.kind ?? link.split(":")[0]}`) });
      return h("li", {}, kind, target ? h("a", { href: target.hash, dataset: { hash: target.hash }, text: name }) : h("span", { class: "mute", text: name }),
        mayWrite && h("button", { type: "button", class: "btn icon quiet", dataset: { link }, "aria-label": t("facts.remove_link", { name }) }, icon("close"), hidden("")));
    }));
  }

  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      active = (active + step + shown.length) % shown.length;
      drawFound();
    } else if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      connect(shown[active]);
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      event.stopPropagation();
      input.value = "";
      search();
    }
  });
  tags.addEventListener("click", (event) => {
    const from = (selector) => /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest(selector));
    const gone = from("[data-link]");
    const to = from("a[data-hash]");
    if (gone) take(gone.dataset.link);
    else if (to) { event.preventDefault(); go(/** @type {string} */ (to.dataset.hash)); }
  });
  draw();
  return { element, draw };
}
