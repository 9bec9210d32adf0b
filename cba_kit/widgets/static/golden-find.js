// A search field for what to connect: arrows choose, Enter connects. Used by notes, by the plan and by the golden thread.
import { h } from "./dom.js";
import { found } from "./note-links.js";

let made = 0;

/** @param {any} client
 *  @param {{label:string, targets:() => import("./note-links.js").Target[], taken:() => string[], pick:(target:import("./note-links.js").Target) => void}} options
 *  @returns {{element:HTMLElement, focus:() => void}} */
export function createFinder(client, { label, targets, taken, pick }) {
  const { t } = client;
  const id = `cba-find-${++made}`;
  let active = 0;
  /** @type {import("./note-links.js").Target[]} */ let shown = [];
  const input = h("input", { id, class: "inp", type: "text", autocomplete: "off", role: "combobox", "aria-expanded": "false",
    "aria-controls": `${id}-list`, "aria-autocomplete": "list", "aria-describedby": `${id}-count`, oninput: search, onkeydown: keys });
  const list = h("ul", { id: `${id}-list`, class: "facts-found", role: "listbox", "aria-label": label, hidden: true });
  const count = h("p", { id: `${id}-count`, class: "xs mute", role: "status" });
  const element = h("div", { class: "thread-find" }, h("label", { for: id, text: label }), input, list, count);

  function search() {
    shown = found(targets(), input.value, taken());
    active = 0;
    draw();
    const words = shown.length === 1 ? t("thread.found_one") : shown.length ? t("thread.found", { n: shown.length }) : t("thread.found_none");
    count.textContent = input.value.trim() ? words : "";
  }

  function draw() {
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    if (shown.length) input.setAttribute("aria-activedescendant", `${id}-${active}`); else input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...shown.map((target, index) => h("li", { id: `${id}-${index}`, role: "option", "aria-selected": String(index === active),
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => take(target) },
    h("span", { class: "tag", text: t(`thread.kind.${target.kind}`) }), " ", target.name, " ", h("span", { class: "xs mute", text: target.where }))));
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function take(/** @type {import("./note-links.js").Target} */ target) {
    input.value = "";
    search();
    pick(target);
  }

  function keys(/** @type {KeyboardEvent} */ event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      active = (active + step + shown.length) % shown.length;
      draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (shown[active]) take(shown[active]);
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      event.stopPropagation();
      input.value = "";
      search();
    }
  }
  return { element, focus: () => input.focus() };
}
