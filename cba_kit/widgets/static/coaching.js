// The coach's page: the queue with one person's roadmap, workbook and conversation, and the list of all roadmaps.
import { createClient } from "./client.js";
import { mountCoach } from "./coach.js";
import { mountSheet } from "./editors.js";
import { mountLedger } from "./ledger.js";
import { createRouter } from "./router.js";
import { createShell } from "./shell.js";

const LEDGER = "roadmaps";

function render({ model, el }) {
  el.classList.add("cba");
  const client = createClient(model);
  const tabs = () => [
    { hash: "#queue", label: client.t("coach.queue"), sign: "people", phone: true },
    { hash: `#${LEDGER}`, label: client.t("ledger.tab"), sign: "doc", phone: true }];
  const shell = createShell(el, { client, tabs, label: () => client.t("coach.navigation"), home: "#queue" });
  let shown = null;
  let room = "";

  const mountReading = (root, key) =>
    mountSheet(root, { client, template: client.state.sheets.get(key), go: router.go, reader: true });

  function enter(/** @type {string} */ wanted) {
    if (shown && room === wanted) return;
    const arrived = Boolean(shown);
    shown?.destroy();
    room = wanted;
    shell.main.classList.toggle("coach-main", room !== LEDGER);
    shell.main.classList.toggle("wide", room === LEDGER);
    shown = room === LEDGER ? mountLedger(shell.main, { client }) : mountCoach(shell.main, { client, go: router.go, mountSheet: mountReading });
    document.title = `${client.t(room === LEDGER ? "ledger.title" : "coach.queue")} · ${client.state.academy.name}`;
    if (arrived) { scrollTo(0, 0); shell.main.focus({ preventScroll: true }); }
  }

  const router = createRouter(([first = ""]) => {
    if (!client.state.ready) return;
    enter(first === LEDGER ? LEDGER : "queue");
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
  client.on("state", () => shown?.update(null));
  return () => { shown?.destroy(); shell.destroy(); router.dispose(); client.dispose(); };
}

export default { render };
