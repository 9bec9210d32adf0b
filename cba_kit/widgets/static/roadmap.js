// The roadmap inside the page: the rendered document, and how fresh it is.
import { h, icon } from "./dom.js";
import { mountThreads } from "./threads.js";

/** @param {HTMLElement} root @param {any} ctx */
export function mountRoadmap(root, { client, go }) {
  const { t } = client;
  const { roadmap } = client.state.home;
  const rail = h("aside", { class: "rail", "aria-label": t("home.roadmap_comments") });
  const empty = h("div", { class: "card empty" }, h("h2", { text: t("home.roadmap_none") }), h("p", { class: "mute", text: roadmap.say }),
    h("p", {}, h("a", { class: "btn pri", href: "#home", text: t("home.to_home") })));
  const frame = roadmap.html && h("iframe", { class: "paper", src: roadmap.html, title: t("home.roadmap"), loading: "lazy" });
  root.replaceChildren(
    h("div", { class: "row between" },
      h("div", {}, h("h1", { text: t("home.roadmap") }), h("p", { class: "mute", text: roadmap.say })),
      roadmap.html && h("div", { class: "row" },
        h("a", { class: "btn", href: roadmap.html, target: "_blank", rel: "noopener" }, icon("doc"), t("home.open_alone")),
        roadmap.pdf && h("a", { class: "btn", href: roadmap.pdf, download: "" }, icon("down"), roadmap.pdf_label))),
    h("div", { class: "reading" }, frame || empty, rail),
  );
  const threads = mountThreads(rail, { client, sheet: "roadmap", go });
  return {
    update: (ids) => threads.update(ids),
    destroy: () => { threads.destroy(); root.replaceChildren(); },
  };
}
