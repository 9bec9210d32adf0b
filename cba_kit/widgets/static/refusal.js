// What the store refused: the words are offered to the person, and stay on this device until they have seen them.
import { offer, wordsOf } from "./kept-words.js";
import { toast } from "./toast.js";

/** Milliseconds without a keystroke before a dialog may take the focus. */
const PAUSE = 1200;

/** @param {HTMLElement} root @param {any} client */
export function mountRefusals(root, client) {
  const { t } = client;
  let typed = -PAUSE;
  /** @type {any} */ let dialog = null;
  /** @type {any} */ let timer = 0;
  const key = () => { typed = performance.now(); };
  root.addEventListener("input", key, true);

  function show(refused) {
    clearTimeout(timer);
    const silent = refused.filter((item) => !wordsOf(item.operation));
    const spoken = refused.filter((item) => wordsOf(item.operation));
    if (silent.length) {
      toast(`${t("status.refused")}. ${silent.at(-1).reason}`, { sign: "warn" });
      client.forget(silent.map((item) => item.operation.id));
    }
    if (!spoken.length) return;
    const left = PAUSE - (performance.now() - typed);
    if (left > 0) { timer = setTimeout(show, left, spoken); return; }
    dialog?.remove();
    dialog = offer(root, client, {
      title: t("status.refused"),
      items: spoken.map(({ reason, operation }) => ({ reason, words: wordsOf(operation) })),
      closed: () => client.forget(spoken.map((item) => item.operation.id)),
    });
  }

  const off = client.on("refused", show);
  return {
    destroy() {
      off();
      clearTimeout(timer);
      root.removeEventListener("input", key, true);
      dialog?.remove();
    },
  };
}
