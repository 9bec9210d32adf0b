// Signs on what others are writing in: a ring and a name, on whatever carries the id of an entry. The editors know
// nothing of it: they put `data-entry` on what shows an entry, and `data-brief` where there is room for a name only.
import { h } from "./dom.js";
import { listed, namesOf } from "./people.js";

const TAG = "held-by";

/** @param {any} client @param {HTMLElement} root the view that shows entries
 *  @param {{presence:any, kind:string}} options `kind` of the sheet: it says what people do there */
export function createMarks(client, root, { presence, kind }) {
  let asked = 0;

  /** Where the name stands: in a row of a table, its first cell. @param {Element} element */
  const seat = (element) => (element.tagName === "TR" ? element.firstElementChild ?? element : element);

  function unmark(/** @type {Element} */ element) {
    element.classList.remove("held", "w1", "w2", "w3");
    seat(element).querySelector(`:scope > .${TAG}`)?.remove();
  }

  function mark(/** @type {Element} */ element, /** @type {any[]} */ people) {
    const ids = people.map(({ id }) => id);
    const names = listed(namesOf(client, ids, people));
    const words = element.hasAttribute("data-brief") ? names : client.t(`presence.at_${kind}${ids.length === 1 ? "_one" : ""}`, { names });
    const tint = `w${presence.tint(ids[0])}`;
    const place = seat(element);
    const tag = place.querySelector(`:scope > .${TAG}`);
    if (tag?.textContent === words && element.classList.contains(tint)) return;
    unmark(element);
    element.classList.add("held", tint);
    place.prepend(h("span", { class: TAG, text: words }));
  }

  function draw() {
    asked = 0;
    for (const element of root.querySelectorAll("[data-entry], .held")) {
      const entry = element.getAttribute("data-entry");
      const people = entry ? presence.at(entry) : [];
      if (people.length) mark(element, people);
      else if (element.classList.contains("held")) unmark(element);
    }
  }
  /** Editors draw themselves anew at any time; the signs follow with the next frame. */
  const soon = () => { asked ||= requestAnimationFrame(draw); };
  const watch = new MutationObserver(soon);
  watch.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-entry"] });
  const off = presence.on(draw);
  draw();
  return {
    destroy() {
      off();
      watch.disconnect();
      cancelAnimationFrame(asked);
    },
  };
}
