// One person's work: the roadmap, made anew when it is opened, or the sheets of the workbook to read.
import { h, icon, replace } from "./dom.js";
import { createPaper } from "./paper.js";
import { OPEN, threadsOf } from "./threads-facts.js";

/** @param {HTMLElement} root @param {{client:any, mountSheet:(root:HTMLElement, key:string) => any}} ctx */
export function mountPerson(root, { client, mountSheet }) {
  const { t } = client;
  /** @type {any} */ let sheet = null; // the editor on screen
  /** @type {any} */ let paper = null; // the roadmap on screen
  let shown = ""; // which sheet
  const back = h("a", { class: "btn quiet coach-back", href: "#queue" }, icon("left"), t("coach.back"));
  const title = h("h2", { class: "grow", tabindex: "-1" });
  const state = h("p", { class: "small mute coach-state" });
  const views = h("nav", { class: "seg", "aria-label": t("coach.show") });
  const tools = h("div", { class: "row" });
  const sheets = h("nav", { class: "coach-sheets", "aria-label": t("coach.sheets") });
  const stage = h("div", { class: "coach-stage" });
  root.append(back, h("div", { class: "coach-bar" }, title, views), h("div", { class: "coach-bar coach-under" }, state, tools), sheets, stage);

  function clear() {
    sheet?.destroy();
    sheet = null;
    paper?.destroy();
    paper = null;
    shown = "";
  }

  function drawRoadmap({ person }) {
    if (paper) return;
    clear();
    state.textContent = "";
    paper = createPaper(client, { className: "coach-paper", told: (words) => { state.textContent = words; } });
    stage.replaceChildren(paper.element);
    paper.show(person.roadmap.html, t("coach.roadmap_of", { name: person.name }));
  }

  function drawSheet(key) {
    if (shown === key && sheet) return;
    clear();
    const template = client.state.sheets.get(key);
    const place = h("div", { class: `view view-${template.kind}` });
    stage.replaceChildren(place);
    sheet = mountSheet(place, key);
    shown = key;
  }

  return {
    /** Show a person's roadmap, one sheet of the workbook, or the way to both beside the comments. @param {string} view @param {string} key */
    show(view, key) {
      const { person } = client.state;
      const here = `#queue/${encodeURIComponent(person.id)}`;
      const reads = view === "workbook";
      const talks = view === "comments";
      const chosen = client.state.sheets.has(key) ? key : (client.state.sheets.keys().next().value ?? "");
      const name = t(reads ? "coach.workbook_of" : talks ? "coach.comments_of" : "coach.roadmap_of", { name: person.name });
      if (title.textContent !== name) title.textContent = name;
      const link = (hash, label, now) => h("a", { class: "btn", href: hash, "aria-current": now ? "page" : null, text: label });
      const waits = threadsOf(client).filter((thread) => thread.waits || OPEN.includes(thread.state)).length;
      const comments = link(`${here}/comments`, waits ? t("coach.comments_open", { n: waits }) : t("threads.title"), talks);
      comments.classList.add("coach-to-talk");
      replace(views, link(here, t("coach.roadmap"), !reads && !talks), link(`${here}/workbook`, t("coach.workbook"), reads), comments);
      const { html, pdf, pdf_label: label } = person.roadmap;
      replace(tools, ...(reads ? [] : [
        h("a", { class: "btn", href: html, target: "_blank", rel: "noopener" }, icon("doc"), t("coach.open_alone")),
        h("a", { class: "btn", href: pdf, download: "" }, icon("down"), label)]));
      sheets.hidden = !reads;
      if (!reads) {
        drawRoadmap(client.state);
        return;
      }
      const words = t("coach.read_only", { name: person.first });
      if (state.textContent !== words) state.textContent = words;
      replace(sheets, ...[...client.state.sheets.values()].map((one) =>
        h("a", { href: `${here}/workbook/${one.key}`, "aria-current": one.key === chosen ? "page" : null }, one.short,
          one.progress?.complete && h("span", { class: "vh", text: `, ${t("coach.complete")}` }), one.progress?.complete && icon("check"))));
      drawSheet(chosen);
    },
    update(ids) {
      sheet?.update(ids);
      paper?.update();
    },
    /** The old person's work leaves the page. */
    reset() { clear(); stage.replaceChildren(); },
    focus: () => title.focus({ preventScroll: true }),
    destroy: clear,
  };
}
