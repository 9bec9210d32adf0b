// The connections of a note: tags that lead there, and a search field that is used with the keyboard alone.
import { h, hidden, icon, replace, say } from "./dom.js";
import { createFinder } from "./golden-find.js";
import { linksOf, targetsOf } from "./note-links.js";

/** @param {{client:any, note:string, sheet:string, go:(hash:string)=>void}} options */
export function createLinks({ client, note, sheet, go }) {
  const { t } = client;
  const mayWrite = client.may("note");
  const tags = h("ul", { class: "facts-tags", "aria-label": t("facts.links") });
  const none = h("p", { class: "small mute", text: t("facts.no_links") });
  const finder = createFinder(client, { label: t("facts.find"), targets: () => targetsOf(client, note), taken: () => linksOf(client.get(note)), pick: connect });
  const element = h("div", { class: "facts-links" }, h("h3", { class: "small", text: t("facts.links") }), none, tags,
    mayWrite && finder.element);

  const links = () => linksOf(client.get(note));
  const targets = () => targetsOf(client, note);
  const write = (next, step) => client.put({ sheet, entry: note, kind: "note", fields: { links: next } }, t(`facts.step.${step}`));

  function connect(/** @type {import("./note-links.js").Target} */ target) {
    write([...links(), target.link], "link");
    draw();
    say(t("facts.linked", { name: target.name }));
    finder.focus();
  }

  function take(link) {
    const name = targets().find((one) => one.link === link)?.name ?? t("facts.gone");
    write(links().filter((one) => one !== link), "unlink");
    draw();
    say(t("facts.unlinked", { name }));
    /** @type {HTMLElement} */ (tags.querySelector("button") ?? element.querySelector("input")).focus();
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
