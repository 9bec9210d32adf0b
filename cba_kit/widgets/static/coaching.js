// The coach's page: the queue with one person's roadmap, workbook and conversation, the list of all roadmaps, and for
// those who lead sessions the groups' boards.
import { BOARDS } from "./books.js";
import { createClient } from "./client.js";
import { mountCoach } from "./coach.js";
import { mountSheet } from "./editors.js";
import { mountBoards } from "./group-boards.js";
import { mountLedger } from "./ledger.js";
import { mountPlenary } from "./plenary.js";
import { createPresence } from "./presence.js";
import { createRouter } from "./router.js";
import { createShell } from "./shell.js";

const LEDGER = "roadmaps";
const QUEUE = "queue";
const PLENARY = "plenary";
const TITLES = { [QUEUE]: "coach.queue", [BOARDS]: "boards.title", [PLENARY]: "plenary.title", [LEDGER]: "ledger.title" };

function render({ model, el }) {
  el.classList.add("cba");
  const client = createClient(model);
  /** Only those who lead know of groups' workbooks here. */
  const leads = () => (client.state.books ?? []).length > 0;
  const hasBoards = () => leads() && client.state.books.some((/** @type {any} */ book) => book.sheets.some((/** @type {any} */ sheet) => sheet.kind !== "trends"));
  const tabs = () => [
    { hash: `#${QUEUE}`, label: client.t("coach.queue"), sign: "people", phone: true },
    ...(hasBoards() ? [{ hash: `#${BOARDS}`, label: client.t("boards.tab"), sign: "grid", phone: true }] : []),
    ...(leads() ? [{ hash: `#${PLENARY}`, label: client.t("plenary.tab"), sign: "radar", phone: true }] : []),
    { hash: `#${LEDGER}`, label: client.t("ledger.tab"), sign: "doc", phone: true }];
  const shell = createShell(el, { client, tabs, label: () => client.t("coach.navigation"), home: `#${QUEUE}` });
  const presence = createPresence(client, shell.main);
  let shown = null;
  let room = "";

  const mountReading = (root, key) =>
    mountSheet(root, { client, template: client.state.sheets.get(key), go: router.go, reader: true });

  const mounts = {
    [QUEUE]: () => mountCoach(shell.main, { client, go: router.go, mountSheet: mountReading }),
    [BOARDS]: () => mountBoards(shell.main, { client, go: router.go, presence }),
    [PLENARY]: () => mountPlenary(shell.main, { client, go: router.go }),
    [LEDGER]: () => mountLedger(shell.main, { client }),
  };

  function enter(/** @type {string} */ wanted) {
    if (shown && room === wanted) return;
    const arrived = Boolean(shown);
    shown?.destroy();
    room = wanted;
    shell.main.classList.toggle("coach-main", room === QUEUE);
    shell.main.classList.toggle("wide", room !== QUEUE);
    shown = mounts[room]();
    document.title = `${client.t(TITLES[room])} · ${client.state.academy.name}`;
    if (arrived) { scrollTo(0, 0); shell.main.focus({ preventScroll: true }); }
  }

  const router = createRouter(([first = ""]) => {
    if (!client.state.ready) return;
    enter(first === LEDGER || ([BOARDS, PLENARY].includes(first) && leads()) ? first : QUEUE);
    shell.frame();
    shown?.route(location.hash);
  });
  client.on("ready", () => {
    if (!shown) {
      router.start();
    } else {
      shell.frame();
      shown.update(null);
    }
    shell.status();
  });
  client.on("entries", (ids) => shown?.update(ids));
  client.on("state", () => { if (room !== BOARDS) shown?.update(null); }); // a board follows its entries
  return () => { shown?.destroy(); presence.destroy(); shell.destroy(); router.dispose(); client.dispose(); };
}

export default { render };
