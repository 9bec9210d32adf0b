// The status line: what is saved, what waits on this device and why, in one short sentence.
import { h, icon } from "./dom.js";
import { changesOf } from "./kept-words.js";

/** Kinds in which the kernel is there, as far as anybody knows. */
const WELL = ["opening", "saving", "saved"];
/** How a kind looks when it is not well. */
const SIGNS = { offline: "wifi", queue: "clock", dead: "wifi", ended: "warn", taken: "warn" };

/** What there is to say. `kind`: "opening", "saving", "saved", "offline", "queue" (the page waits for a place), "dead" (it
 *  will be loaded again), "taken" (by a newer tab), "ended" (with the link); never “saved” while something waits.
 *  `trouble` tells why what waits is not kept on this device: "", "blocked" or "full".
 *  @param {{link:any, outbox:any, saved:string, ready:boolean, unkept:number}} known */
export function statusOf({ link, outbox, saved, ready, unkept }) {
  const count = outbox.size;
  const { kind: why, place = 0, message = "", text = "" } = link.trouble;
  let kind = count ? "saving" : "saved";
  if (!ready) kind = "opening";
  if (link.since) kind = "offline";
  if (link.dead) kind = "dead";
  if (why === "healing" && place) kind = "queue";
  if (why === "taken" || why === "ended") kind = why;
  const matters = count > 0 || unkept > 0 || !WELL.includes(kind);
  return { kind, count, saved, since: link.since, place, message, text, trouble: matters ? outbox.trouble || (unkept ? "full" : "") : "" };
}

/** Words and sign of the status line. @param {any} client */
export function statusWords(client) {
  const { t } = client;
  const status = client.status();
  const count = changesOf(client.waiting()).length;
  if (status.trouble) return { sign: "warn", tone: "warn", text: t(`status.storage_${status.trouble}`) };
  if (!WELL.includes(status.kind)) {
    const sent = ["offline", "dead"].includes(status.kind) ? "lost" : "kept";
    const kept = t(`status.${sent}${count === 1 ? "_one" : ""}`, { n: count });
    return { sign: SIGNS[status.kind], tone: "warn", text: status.kind === "queue" || !count ? t(`status.${status.kind}`, { n: status.place }) : kept };
  }
  if (status.kind === "opening") return { sign: "clock", tone: "", text: t("status.opening") };
  if (status.kind === "saving") return { sign: "clock", tone: "", text: t("status.saving") };
  return { sign: "check", tone: "", text: status.saved ? t("status.saved", { time: status.saved }) : t("status.all_saved") };
}

/** The sign that says what is saved. It is read out when something is wrong, not at every keystroke.
 *  @param {any} client @returns {{element:HTMLElement, update:()=>void}} */
export function createChip(client) {
  const element = h("span", { class: "saved", role: "status", "aria-live": "off" });
  let words = "";
  function update() {
    const now = statusWords(client);
    if (now.text === words) return;
    words = now.text;
    element.className = now.tone ? "saved tag warn" : "saved";
    element.setAttribute("aria-live", now.tone ? "polite" : "off");
    element.replaceChildren(icon(now.sign), h("span", { text: now.text }));
  }
  return { element, update };
}
