// The queue: who waits for an answer, who is quiet, and all others.
import { groupsOf, neighbour } from "./coach-place.js";
import { h, icon, replace } from "./dom.js";

/** @param {HTMLElement} root @param {{client:any, keys:HTMLElement}} ctx */
export function mountQueue(root, { client, keys }) {
  const { t } = client;
  let shown = "";
  let words = "";
  const lead = h("p", { class: "small mute" });
  const filter = h("input", { type: "search", class: "inp", "aria-label": t("coach.filter"), placeholder: t("coach.filter"), autocomplete: "off",
    oninput: () => { words = filter.value; draw(); } });
  const title = h("h2", { text: t("coach.queue_title"), tabindex: "-1" });
  const list = h("div", { class: "coach-list" });
  root.append(h("header", { class: "coach-head" }, title, lead, filter), list, keys);

  const groups = () => groupsOf(client.state.queue ?? [], words);

  function person(one) {
    const timed = one.group !== "others";
    const wait = timed && h("span", { class: one.long ? "wait long" : "wait" }, one.long && icon("clock"), one.wait);
    const share = Math.round(one.share * 100);
    const parts = one.progress.map((part) => `${part.title} ${Math.round(part.share * 100)} %`).join(", ");
    const meter = h("span", { class: "meter", role: "img", "aria-label": t("coach.progress", { n: share }), title: parts }, h("i"));
    meter.firstElementChild.style.width = `${share}%`;
    const cluster = one.fictional ? t("coach.fictional", { cluster: one.cluster }) : one.cluster;
    return h("li", {}, h("a", { href: `#queue/${encodeURIComponent(one.id)}`, "aria-current": one.id === shown ? "true" : null },
      h("b", { text: one.name }), wait || h("span", {}),
      h("span", { class: "about" }, cluster, h("br"), one.say),
      h("span", { class: "foot" }, meter, h("span", { text: t("coach.last_edit", { when: one.last_edit }) }))));
  }

  function draw() {
    const { queue = [] } = client.state;
    const waiting = queue.filter((one) => one.group === "waiting").length;
    const count = waiting === 1 ? t("coach.waiting_one", { all: queue.length }) : t("coach.waiting", { n: waiting, all: queue.length });
    if (lead.textContent !== count) lead.textContent = count;
    filter.parentElement.classList.toggle("few", queue.length < 2);
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const found = groups();
    const empty = h("p", { class: "coach-none mute", text: t(queue.length ? "coach.filter_none" : "coach.nobody") });
    replace(list, ...(found.length
      ? found.flatMap(({ group, people }) => [h("h3", { class: "grp", text: t(`coach.group_${group}`) }), h("ul", {}, ...people.map(person))])
      : [empty]));
    if (focused) list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  draw();
  return {
    update: draw,
    /** Mark the person whose work is open. */
    mark(/** @type {string} */ id) {
      shown = id;
      draw();
      list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    },
    next: (/** @type {number} */ step) => neighbour(groups(), shown, step),
    focus: () => title.focus({ preventScroll: true }),
  };
}
