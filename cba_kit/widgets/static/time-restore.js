// Bringing back: says first what it will do, does it as one step of undo, and offers to take it back.
import { leads, stageOf } from "./board-stage.js";
import { h, icon, say } from "./dom.js";
import { planWords, planned } from "./time-plan.js";
import { shortWords, whenOf } from "./time-words.js";
import { toast } from "./toast.js";

let made = 0;

/** Ask before anything is brought back. @param {Element} root
 *  @param {{title:string, text:string, yes:string, no:string}} words @returns {Promise<boolean>} */
function agreed(root, { title, text, yes, no }) {
  const id = `time-dialog-${++made}`;
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const dialog = h("dialog", { class: "time-dialog", "aria-labelledby": id, "aria-describedby": `${id}-text` },
    h("form", { method: "dialog" }, h("h2", { id, text: title }), h("p", { id: `${id}-text`, text }),
      h("div", { class: "actions" }, h("button", { value: "yes", class: "btn pri", autofocus: true }, icon("hist"), yes), h("button", { value: "", class: "btn", text: no }))));
  (root.closest(".cba") ?? root).append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

/** Bring back a note, a block or the whole sheet as the moment that is shown had it.
 *  @param {any} time the shared state, see time.js @param {string} what “note”, “block” or “sheet” @param {string} of its id or key */
export async function bring(time, what, of) {
  const { client, template, t, root } = time;
  const within = { note: (entry) => entry.id === of, block: (entry) => entry.block === of, sheet: () => true }[what];
  const { phase, locked } = stageOf(client, template.key);
  const shut = (/** @type {string} */ block) => !leads(client) && (phase === "closed" || locked.includes(block));
  const plan = () => planned(time.earlier.entries, time.present(true), within, { alone: what === "note", shut });
  if (!plan().operations.length) { toast(t(plan().shut ? "time.shut" : "time.already")); return; }
  const stop = time.stops.find(({ version }) => version === time.pick.then);
  const words = what === "note" ? shortWords(template, time.earlier.entries.find(({ id }) => id === of)) : "";
  const block = time.parts.find(({ key }) => key === of)?.title ?? "";
  const text = t("time.will", { list: planWords(t, plan(), template.kind) });
  if (!(await agreed(root, { title: t(`time.ask_${what}`, { words, block }), text, yes: t("time.yes"), no: t("time.no") }))) return;
  const { operations } = plan(); // others may have written while the question stood there
  if (!operations.length) return;
  const label = t("time.step", { when: stop?.version ? whenOf(client, stop.at) : t("time.empty") });
  client.putAll(operations, label);
  say(t("time.brought"));
  toast(t("time.brought"), { label: t("time.undo"), act: () => { if (client.undoLabel() === label) { client.undo(); say(t("time.undone")); } } });
}
