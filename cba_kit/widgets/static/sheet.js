// One sheet alone, for teaching notebooks: the same editor, with a small status line instead of the page's frame.
import { createClient } from "./client.js";
import { h, icon } from "./dom.js";
import { mountSheet } from "./editors.js";
import { createLost } from "./lost.js";
import { mountRefusals } from "./refusal.js";
import { createChip } from "./status.js";

function render({ model, el }) {
  el.classList.add("cba", "cba-alone");
  const client = createClient(model);
  const note = h("p", { class: "banner info alone-note" });
  const chip = createChip(client);
  const lost = createLost(el, client);
  const root = h("div", { class: "view" });
  el.replaceChildren(h("div", { class: "row between alone-bar" }, note, chip.element), lost.element, root);
  let shown = null;

  client.on("ready", () => {
    const template = client.state.sheets.get(model.get("sheet")) ?? [...client.state.sheets.values()][0];
    note.hidden = !client.state.preview;
    note.replaceChildren(icon("people"), h("span", { text: client.t("app.preview") }));
    shown?.destroy();
    root.className = `view view-${template.kind}`;
    shown = mountSheet(root, { client, template, go: () => {} });
  });
  client.on("entries", (ids) => shown?.update(ids));
  client.on("status", () => { chip.update(); lost.update(); });
  const refusals = mountRefusals(el, client);
  return () => { shown?.destroy(); refusals.destroy(); client.dispose(); };
}

export default { render };
