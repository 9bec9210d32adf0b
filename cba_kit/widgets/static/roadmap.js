// The roadmap inside the page: the document, made anew when it is opened, and how fresh it is.
import { h, icon } from "./dom.js";
import { createPaper } from "./paper.js";
import { mountThreads } from "./threads.js";

/** @param {HTMLElement} root @param {any} ctx */
export function mountRoadmap(root, { client, go }) {
  const { t } = client;
  const { roadmap } = client.state.home;
  const rail = h("aside", { class: "rail", "aria-label": t("home.roadmap_comments") });
  const state = h("p", { class: "mute" });
  const paper = createPaper(client, { className: "paper", told });
  const empty = h("div", { class: "card empty" }, h("h2", { text: t("home.roadmap_none") }), h("p", { class: "mute", text: roadmap.say }),
    h("p", {}, h("a", { class: "btn pri", href: "#home", text: t("home.to_home") })));
  root.replaceChildren(
    h("div", { class: "row between" },
      h("div", {}, h("h1", { text: t("home.roadmap") }), state),
      roadmap.html && h("div", { class: "row" },
        h("a", { class: "btn", href: roadmap.html, target: "_blank", rel: "noopener" }, icon("doc"), t("home.open_alone")),
        h("a", { class: "btn", href: roadmap.pdf, download: "" }, icon("down"), roadmap.pdf_label))),
    h("div", { class: "reading" }, roadmap.html ? paper.element : empty, rail),
  );
  function told(words, fresh) {
    state.textContent = words;
    if (fresh) client.state.home.roadmap = { ...client.state.home.roadmap, say: t("home.roadmap_fresh", { when: fresh }) };
  }

  if (roadmap.html) paper.show(roadmap.html, t("home.roadmap"));
  const threads = mountThreads(rail, { client, sheet: "roadmap", go });
  return {
    update(ids) {
      threads.update(ids);
      if (ids) paper.update();
    },
    destroy: () => { threads.destroy(); paper.destroy(); root.replaceChildren(); },
  };
}
