// The coach's page: the queue, one person's roadmap and workbook, and the conversation about it.
import { createClient } from "./client.js";
import { mountCoach } from "./coach.js";
import { mountSheet } from "./editors.js";
import { createRouter } from "./router.js";
import { createShell } from "./shell.js";

function render({ model, el }) {
  el.classList.add("cba");
  const client = createClient(model);
  const tabs = () => [{ hash: "#queue", label: client.t("coach.queue"), sign: "people", phone: true }];
  const shell = createShell(el, { client, tabs, label: () => client.t("coach.navigation"), home: "#queue" });
  shell.main.classList.add("coach-main");
  let shown = null;

  const router = createRouter(() => {
    if (!client.state.ready) return;
    shell.frame();
    shown?.route(location.hash);
  });
  client.on("ready", () => {
    if (!shown) {
      const mountReading = (root, key) =>
        mountSheet(root, { client, template: client.state.sheets.get(key), go: router.go, reader: true });
      shown = mountCoach(shell.main, { client, go: router.go, mountSheet: mountReading });
      document.title = `${client.t("coach.queue")} · ${client.state.academy.name}`;
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
