// The participant's page: home, every sheet, the roadmap, and the group's workbook, without loading a page in between.
import { EVERYBODY, GROUP, bookOf, openGroup } from "./books.js";
import { createClient } from "./client.js";
import { h } from "./dom.js";
import { mountSheet } from "./editors.js";
import { mountGolden } from "./golden.js";
import { mountGroup } from "./group.js";
import { createGroupLine } from "./group-line.js";
import { mountHome } from "./home.js";
import { THREAD, booksOf, labelOf, tabsOf, titleOf } from "./navigation.js";
import { createPassage, opening } from "./passage.js";
import { createMarks } from "./presence-marks.js";
import { createPresence } from "./presence.js";
import { mountRoadmap } from "./roadmap.js";
import { createRouter, parts } from "./router.js";
import { createShell } from "./shell.js";

const SHARED = [GROUP, EVERYBODY];

function render({ model, el }) {
  el.classList.add("cba");
  const client = createClient(model);
  const { t } = client;
  let shown = null;
  let name = "";

  const main = h("main", { id: "cba-main", tabindex: "-1" });
  const presence = createPresence(client, main);
  const line = createGroupLine(client, presence);
  const shell = createShell(el, { client, main, tabs: () => tabsOf(client), label: () => labelOf(client), home: "#home", books: () => booksOf(client, parts(location.hash)), below: line.element });
  el.querySelector(".top-end")?.prepend(line.timer);
  const passage = createPassage(client, main);
  const waiting = setTimeout(() => main.replaceChildren(opening(t("status.opening_page"))), 400);

  function leave() {
    client.flush();
    shown?.destroy();
    shown = null;
    name = "";
  }

  function mount(root, room, template) {
    const ctx = { client, template, go: router.go, presence, book: openGroup(client.state) };
    if (template) {
      const marks = createMarks(client, root, { presence, kind: template.kind });
      const editor = mountSheet(root, ctx);
      return { ...editor, destroy() { marks.destroy(); editor.destroy(); } };
    }
    if (room === THREAD) return mountGolden(root, ctx);
    if (SHARED.includes(room)) return mountGroup(root, ctx);
    return room === "roadmap" ? mountRoadmap(root, ctx) : mountHome(root, ctx);
  }

  function show([room = "home", key = "", ...rest]) {
    if (!client.state.ready) return;
    const book = bookOf(client.state, room);
    if (!book && SHARED.includes(room)) { router.go("#home"); return; }
    if (book && book.id !== client.state.workbook.id) {
      leave();
      passage.enter(book);
      return;
    }
    passage.stay();
    const template = [...SHARED, "sheet"].includes(room) ? client.state.sheets.get(key) : null;
    const place = SHARED.includes(room) && key === THREAD && !template ? THREAD : room;
    const next = [place, template ? key : ""].join("/");
    if (next !== name || !shown) {
      const arrived = Boolean(name) || passage.entered();
      leave();
      const root = h("div", { class: `view view-${template?.kind ?? place}` });
      main.replaceChildren(root);
      main.classList.toggle("wide", Boolean(template) || place === THREAD);
      shown = mount(root, place, template);
      name = next;
      if (arrived) { scrollTo(0, 0); main.focus({ preventScroll: true }); }
      document.title = titleOf(client, place, template);
      presence.show(template?.key ?? "");
    }
    shell.frame();
    shown.point?.(rest);
  }

  const router = createRouter(show);
  client.on("ready", () => {
    clearTimeout(waiting);
    leave();
    router.start();
    shell.status();
  });
  client.on("entries", (ids) => shown?.update(ids));
  client.on("state", () => { if (name.endsWith("/")) shown?.update(null); });
  return () => { leave(); passage.destroy(); line.destroy(); presence.destroy(); shell.destroy(); router.dispose(); client.dispose(); };
}

export default { render };
