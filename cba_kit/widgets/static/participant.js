// The participant's page: home, every sheet, and the roadmap, without loading a page in between.
import { createClient } from "./client.js";
import { h, icon } from "./dom.js";
import { mountSheet } from "./editors.js";
import { mountHome } from "./home.js";
import { mountRoadmap } from "./roadmap.js";
import { createRouter } from "./router.js";
import { createShell } from "./shell.js";

const SIGNS = { form: "form", canvas: "grid", trends: "radar", plan: "plan" };

function render({ model, el }) {
  el.classList.add("cba");
  const client = createClient(model);
  let shown = null;
  let name = "";

  const tabs = () => {
    const sheets = [...client.state.sheets.values()];
    const onPhone = new Set(["canvas", "trends", "plan"].map((kind) => sheets.find((sheet) => sheet.kind === kind)?.key));
    return [
      { hash: "#home", label: client.t("app.home"), sign: "home", phone: true },
      ...sheets.map((sheet) => ({ hash: `#sheet/${sheet.key}`, label: sheet.short, sign: SIGNS[sheet.kind], phone: onPhone.has(sheet.key) })),
      { hash: "#roadmap", label: client.t("app.roadmap"), sign: "doc", phone: true },
    ];
  };
  const shell = createShell(el, { client, tabs, label: client.t("app.sheets"), home: "#home" });
  const waiting = setTimeout(() => shell.main.replaceChildren(opening(client)), 400);

  function show([room = "home", key = "", ...rest]) {
    if (!client.state.ready) return;
    const template = room === "sheet" ? client.state.sheets.get(key) : null;
    const next = template ? `sheet/${key}` : room;
    if (next !== name || !shown) {
      client.flush();
      shown?.destroy();
      const root = h("div", { class: `view view-${template?.kind ?? room}` });
      shell.main.replaceChildren(root);
      shell.main.classList.toggle("wide", Boolean(template));
      const ctx = { client, template, go: router.go };
      if (template) shown = mountSheet(root, ctx);
      else shown = room === "roadmap" ? mountRoadmap(root, ctx) : mountHome(root, ctx);
      if (name) { scrollTo(0, 0); shell.main.focus({ preventScroll: true }); }
      name = next;
      document.title = `${template?.title ?? client.t(room === "roadmap" ? "app.roadmap" : "app.home")} · ${client.state.academy.name}`;
    }
    shell.frame();
    shown.point?.(rest);
  }

  const router = createRouter(show);
  client.on("ready", () => {
    clearTimeout(waiting);
    shown?.destroy();
    shown = null;
    router.start();
    shell.status();
  });
  client.on("entries", (ids) => shown?.update(ids));
  client.on("state", () => { if (name === "home") shown?.update(null); });
  return () => { shown?.destroy(); router.dispose(); client.dispose(); };
}

/** The shape of a sheet while it opens. */
function opening(client) {
  const tiles = Array.from({ length: 10 }, () => h("div", { class: "skel" }));
  return h("div", { class: "opening", role: "status" },
    h("p", {}, icon("clock"), " ", h("b", { text: client.t("status.opening_page") })), h("div", { class: "tiles", "aria-hidden": "true" }, ...tiles));
}

export default { render };
