// The banner for a page that has no kernel for now, or will have none: what happened, what is safe, what comes next.
import { changesOf, copy, describe, wordsOf } from "./kept-words.js";
import { h, icon } from "./dom.js";

const SHOWN = 6;

/** The time of day where the programme is, as the status line tells it. @param {number} moment @param {string} [zone] */
export const clock = (moment, zone) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });

/** Draw without moving the page under the hands of whoever writes. @param {() => void} draw */
function inPlace(draw) {
  const field = document.activeElement?.matches("input, textarea, select") ? document.activeElement : null;
  const top = field?.getBoundingClientRect().top ?? 0;
  draw();
  if (field) scrollBy(0, field.getBoundingClientRect().top - top);
}

/** What the banner says; no button where the page goes on by itself and pressing would not help.
 *  @param {any} client @returns {{sign:string, title:string, more:string, button:string}|null} */
export function lostWords({ t, status, state }) {
  const { kind, since, trouble, place, message, text, count } = status();
  const safe = trouble ? "_unkept" : "";
  if (kind === "offline") {
    const time = clock(since, state.edition?.zone);
    return { sign: "wifi", title: t("status.no_connection", { time }), more: t(`status.no_connection_more${safe}`), button: t("status.try_now") };
  }
  if (kind === "queue") return { sign: "clock", title: t("status.queue_title", { n: place }), more: t(`status.queue_more${safe}`), button: "" };
  if (kind === "taken") return { sign: "warn", title: t("status.taken_title"), more: t("status.taken_more"), button: t("status.use_here") };
  if (kind === "ended") {
    return { sign: "warn", title: message || t("status.ended"), more: `${text} ${t(count ? `status.ended_more${safe}` : "status.ended_saved")}`.trim(), button: "" };
  }
  if (kind === "dead" && state.preview) return { sign: "warn", title: t("status.preview_stopped"), more: t("status.preview_again"), button: "" };
  if (kind === "dead") {
    return { sign: "wifi", title: t(`status.renewed${safe}`), more: t(`status.renewed_more${safe}`), button: t("status.open_again") };
  }
  return null;
}

/** @param {HTMLElement} root where dialogs go @param {any} client */
export function createLost(root, client) {
  const { t } = client;
  const element = h("section", { class: "lost" });
  const said = h("div", { class: "banner warn", role: "status" });
  const list = h("ul", { class: "kept", "aria-label": t("status.kept_list") });
  const again = h("button", { type: "button", class: "btn", onclick: client.retry });
  const copies = h("button", { type: "button", class: "btn quiet", text: t("status.copy"),
    onclick: () => copy(root, client, changesOf(client.waiting()).map(wordsOf).filter(Boolean).join("\n\n")) });
  const actions = h("div", { class: "actions" }, again, copies);
  let shown = "null";
  let kept = "[]";

  /** Only what differs is drawn: the focus stays on a button, and a screen reader hears the news once. */
  function update() {
    const words = lostWords(client);
    const lines = words ? changesOf(client.waiting()).slice(-SHOWN).map((operation) => describe(client, operation)) : [];
    if (JSON.stringify(words) !== shown || JSON.stringify(lines) !== kept) inPlace(() => draw(words, lines));
    shown = JSON.stringify(words);
    kept = JSON.stringify(lines);
  }

  function draw(words, lines) {
    if (!words) {
      element.replaceChildren();
      element.removeAttribute("aria-label");
      return;
    }
    if (JSON.stringify(words) !== shown) {
      if (!element.firstChild) element.append(said, list, actions);
      said.replaceChildren(icon(words.sign), h("div", { class: "grow" }, h("b", { text: words.title }), h("br"), words.more));
      again.textContent = words.button;
      again.hidden = !words.button;
      element.setAttribute("aria-label", words.title);
    }
    list.hidden = copies.hidden = !lines.length;
    list.replaceChildren(...lines.map((line) => h("li", {}, icon("form"), h("span", { class: "grow", text: line }))));
  }

  return { element, update };
}
