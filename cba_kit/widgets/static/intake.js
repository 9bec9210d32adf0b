// Bringing a file in: choose it, read what it would do, and only then put it in, as one step of undo.
import { h, icon, say } from "./dom.js";
import { countWords, MOST, piecesOf } from "./intake-facts.js";
import { previewView, refusalView } from "./intake-preview.js";
import { createSending } from "./intake-send.js";
import { toast } from "./toast.js";

const KINDS = { canvas: "note", form: "answer", plan: "action", trends: "rating" };
let made = 0;

/** Tell whether the reader may bring a file into a sheet. @param {any} client @param {{kind:string}} template */
export const mayBring = (client, template) => client.may(KINDS[/** @type {keyof KINDS} */ (template.kind)]);

/** @param {Element} root @param {any} client @param {{key:string, title:string}} template @param {() => void} closed */
export function openIntake(root, client, template, closed) {
  const { t } = client;
  const id = `cba-intake-${++made}`;
  /** @type {any} */ let chosen = null; // {name, pieces}
  let token = "";
  let putting = false;

  const input = h("input", { type: "file", id: `${id}-file`, accept: ".csv,.xlsx,.json,.txt,.tsv", class: "intake-file", "aria-describedby": `${id}-takes`, onclick: () => { input.value = ""; }, onchange: choose }); // the same file, corrected, can be chosen again
  const result = h("div", { class: "intake-told" });
  const put = h("button", { type: "button", class: "btn pri", hidden: true, onclick: bring }, icon("check"), t("intake.put"));
  const leave = h("button", { type: "button", class: "btn", text: t("intake.close"), onclick: () => dialog.close() });
  const dialog = h("dialog", { class: "intake", "aria-labelledby": id },
    h("h2", { id, text: t("intake.title", { sheet: template.title }) }),
    h("p", { text: t("intake.lead") }),
    h("p", { id: `${id}-takes`, class: "small mute", text: t("intake.takes", { most: MOST }) }),
    h("p", {}, h("label", { for: `${id}-file`, text: t("intake.choose") }), input),
    result, h("div", { class: "actions" }, put, leave));
  const sending = createSending(client, {
    sheet: template.key,
    progress: (share) => wait(t("intake.sending", { name: chosen.name, n: Math.round(100 * share) })),
    weighed, brought,
    lost: () => wait(t(putting ? "intake.lost_putting" : "intake.lost"), "wifi"),
  });

  /** Show something; `told`: it is read out, and the focus goes there. */
  function show(/** @type {(Node|false)[]} */ parts, { ready = false, told = "" } = {}) {
    result.replaceChildren(...parts.filter((part) => part !== false));
    put.hidden = !ready;
    leave.textContent = t(ready ? "intake.leave" : "intake.close");
    if (!told) return;
    result.querySelector(".intake-result")?.focus();
    say(told);
  }

  function wait(/** @type {string} */ text, sign = "clock") {
    if (result.querySelector(".intake-wait")?.textContent === text) return;
    show([h("p", { class: "intake-wait", role: "status" }, icon(sign), h("span", { text }))]);
  }

  function refuse(/** @type {string} */ what, fix = "", title = t("intake.not_taken")) {
    show(refusalView(client, title, { what, problems: [], fix }), { told: what });
  }

  async function choose() {
    const [file] = input.files;
    if (!file) return;
    token = "";
    if (!navigator.onLine || client.status().since) { refuse(t("intake.offline")); return; }
    if (file.size > MOST * 2 ** 20) { refuse(t("intake.too_large", { most: MOST }), t("intake.smaller")); return; }
    if (!file.size) { refuse(t("intake.empty")); return; }
    wait(t("intake.reading", { name: file.name }));
    try {
      chosen = { name: file.name, pieces: piecesOf(new Uint8Array(await file.arrayBuffer())) };
    } catch {
      refuse(t("intake.unreadable")); // it has gone, or another programme holds it
      return;
    }
    if (dialog.open) sending.weigh(chosen.name, chosen.pieces);
  }

  function weighed(/** @type {any} */ message) {
    putting = false;
    if (message.refusal) {
      show(refusalView(client, t("intake.not_taken"), message.refusal), { told: message.refusal.what });
      return;
    }
    token = message.token;
    const { counts } = message;
    const ready = counts.refused === 0 && counts.new + counts.changed > 0;
    show(previewView(client, chosen.name, template.key, message), { ready, told: countWords(t, counts) || t("intake.nothing_read") });
  }

  function bring() {
    if (!navigator.onLine || client.status().since) { toast(t("intake.offline"), { sign: "wifi" }); return; }
    putting = true;
    wait(t("intake.putting"));
    sending.bring(token);
  }

  function brought(/** @type {any} */ message, /** @type {boolean} */ doubtful) {
    if (message.refusal && doubtful) { sending.weigh(chosen.name, chosen.pieces); return; } // another kernel: was it written?
    putting = false;
    if (message.refusal) {
      show(refusalView(client, t("intake.not_done"), message.refusal), { told: message.refusal.what });
      return;
    }
    const label = t("intake.step");
    client.remember(label, message.back);
    dialog.close();
    const text = t("intake.done", { list: countWords(t, { new: message.new, changed: message.changed, same: 0, refused: 0 }) });
    say(text);
    toast(text, { label: t("intake.undo"), act: () => { if (client.undoLabel() === label) { client.undo(); say(t("intake.undone")); } } });
  }

  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    sending.destroy();
    dialog.remove();
    closed();
  });
  (root.closest(".cba") ?? root).append(dialog);
  dialog.showModal();
}
