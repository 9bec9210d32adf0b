// Signing out: words that only this device has are shown first, so that nobody loses them by one press; then the
// server ends the session and nothing of the person stays in this browser.
import { keysOf, places, storage } from "./device.js";
import { h } from "./dom.js";
import { changesOf, copy, describe, wordsOf } from "./kept-words.js";
import { readItem } from "./outbox.js";
import { toast } from "./toast.js";

/** What of this person is on this device and nowhere else: `coming` is on its way to the store, `left` (refused words
 *  and answers that were begun) goes nowhere by itself. @param {any} client */
export function unsaved(client) {
  const own = places(client.state.me.id);
  const local = storage("localStorage");
  const read = (/** @type {string} */ prefix) => keysOf(local, prefix).map((key) => local?.getItem(key) ?? "");
  const operations = (/** @type {string} */ prefix) => read(prefix).map((text) => readItem(text)?.operation).filter(Boolean);
  const line = (/** @type {any} */ operation) => ({ line: describe(client, operation), words: wordsOf(operation) });
  const here = client.waiting();
  const elsewhere = operations(own.op).filter(({ id }) => !here.some((/** @type {any} */ one) => one.id === id));
  return {
    coming: changesOf([...elsewhere, ...here]).map(line),
    left: [...changesOf(operations(own.refused).filter(wordsOf)).map(line), ...read(own.draft).map((words) => ({ line: `“${words}”`, words }))],
  };
}

/** Sign out; ask first if there are words to lose. @param {HTMLElement} root where the dialog goes @param {any} client */
export function signOut(root, client) {
  client.flush();
  const { coming, left } = unsaved(client);
  if (coming.length || left.length) ask(root, client); else end(client);
}

function ask(/** @type {HTMLElement} */ root, /** @type {any} */ client) {
  const { t } = client;
  const button = (/** @type {string} */ name, /** @type {() => void} */ onclick, look = "btn") =>
    h("button", { type: "button", class: look, text: t(`sign_out.${name}`), onclick });
  const count = h("p", { role: "status" });
  const list = h("ul", { class: "kept", "aria-label": t("status.kept_list") });
  const after = h("p", { class: "mute" });
  const words = () => { const { coming, left } = unsaved(client); return [...coming, ...left].map((one) => one.words).filter(Boolean); };
  const dialog = h("dialog", { class: "words-dialog", "aria-labelledby": "cba-sign-out" },
    h("h2", { id: "cba-sign-out", text: t("sign_out.title") }), count, list, after,
    h("div", { class: "actions" },
      button("stay", () => dialog.close(), "btn pri"),
      button("copy", () => copy(root, client, words().join("\n\n"))),
      button("anyway", () => end(client))));

  /** What has been sent meanwhile is let go; when all is sent, the person is signed out as they asked. */
  function update() {
    const { coming, left } = unsaved(client);
    if (!coming.length && !left.length) { dialog.close(); end(client); return; }
    const n = coming.length + left.length;
    count.textContent = t(n === 1 ? "sign_out.one" : "sign_out.more", { n });
    after.textContent = t(left.length ? "sign_out.deleted" : "sign_out.after");
    list.replaceChildren(...[...coming, ...left].map(({ line }) => h("li", {}, h("span", { class: "grow", text: line }))));
  }

  const off = client.on("status", update);
  dialog.addEventListener("close", () => { off(); dialog.remove(); });
  root.append(dialog);
  dialog.showModal();
  update();
}

/** End the session at the server first: without that, clearing this device would only look like signing out. */
async function end(/** @type {any} */ client) {
  const token = /(?:^|; *)_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  try {
    const answer = await fetch(`${client.base}sign-out`, { method: "POST", headers: { "X-XSRFToken": token } });
    if (!answer.ok) throw new Error(String(answer.status));
    client.end();
    location.replace(answer.url);
  } catch {
    toast(client.t("sign_out.failed"), { sign: "warn" });
  }
}
