// Words that are kept on this device and not in the store yet: how they are told, and offered to be copied.
import { h, icon } from "./dom.js";
import { toast } from "./toast.js";

/** Fields whose text is chosen, not typed. */
const CHOSEN = new Set(["meaning", "horizon", "state", "thread", "entry", "section", "origin", "status", "funding_status"]);
let made = 0;

/** The typed words of an operation, a line for each field. @param {any} operation */
export function wordsOf(operation) {
  return Object.entries(operation.fields)
    .filter(([name, value]) => typeof value === "string" && value.trim() && !CHOSEN.has(name))
    .map(([, value]) => value).join("\n");
}

/** The last operation of every entry: what a person calls a change. @param {any[]} operations */
export function changesOf(operations) {
  const last = new Map();
  for (const operation of operations) {
    const before = last.get(operation.entry);
    last.delete(operation.entry);
    last.set(operation.entry, operation.op === "put" && before?.op === "put" ? { ...operation, fields: { ...before.fields, ...operation.fields } } : operation);
  }
  return [...last.values()];
}

/** One change as a sentence. @param {any} client @param {any} operation */
export function describe(client, operation) {
  const sheet = client.state.sheets?.get(operation.sheet)?.title ?? "";
  const told = operation.op === "remove" ? "status.removed_in" : "status.changed_in";
  const words = wordsOf(operation);
  const where = sheet ? client.t(told, { sheet }) : client.t(`${told}_other`);
  return words ? `${where}: “${words}”` : where;
}

/** Put words on the clipboard; where the browser forbids it, show them to be copied by hand.
 *  @param {HTMLElement} root @param {any} client @param {string} words */
export async function copy(root, client, words) {
  try {
    await navigator.clipboard.writeText(words);
    toast(client.t("app.copied"));
  } catch {
    offer(root, client, { title: client.t("status.kept_list"), items: [{ words }] }); // only https has a clipboard
  }
}

/** Show words in a dialog. `closed` is called when the person has pressed Close.
 *  @param {HTMLElement} root @param {any} client
 *  @param {{title:string, items:{reason?:string, words:string}[], closed?:()=>void}} options */
export function offer(root, client, { title, items, closed = () => {} }) {
  const name = `cba-words-${++made}`;
  const { t } = client;
  const field = ({ reason, words }, index) => [
    reason && h("p", { text: reason }),
    h("label", { for: `${name}-${index}`, text: t("status.your_words") }),
    h("textarea", { id: `${name}-${index}`, class: "inp", rows: "6", readonly: true, value: words }),
    navigator.clipboard && h("p", {}, h("button", { type: "button", class: "btn", onclick: () => copy(root, client, words), text: t("app.copy") })),
  ];
  const close = h("button", { type: "button", class: "btn pri", text: t("app.close"), onclick: () => { closed(); dialog.close(); } });
  const dialog = h("dialog", { class: "words-dialog", "aria-labelledby": name },
    h("h2", { id: name, text: title }), ...items.flatMap(field), h("div", { class: "actions" }, close));
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  return dialog;
}
