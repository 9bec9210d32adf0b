// The frame of a page: top bar, navigation, status of what is saved, and the place where a sheet is shown.
import { avatar, h, hidden, icon } from "./dom.js";
import { changesOf } from "./kept-words.js";
import { createLost } from "./lost.js";
import { mountRefusals } from "./refusal.js";
import { toast } from "./toast.js";

const LOGO = "M2 30a15 15 0 0130 0M8 30a9 9 0 0118 0M20 28.5a3 3 0 11-6 0 3 3 0 016 0M11.6 13.2a3.2 3.2 0 11-6.4 0 3.2 3.2 0 016.4 0";

function logo() {
  const svg = icon("home");
  svg.setAttribute("viewBox", "0 0 34 34");
  svg.setAttribute("class", "logo");
  svg.setAttribute("fill", "none");
  svg.setAttribute("stroke", "currentColor");
  svg.setAttribute("stroke-width", "2.2");
  svg.firstChild.setAttribute("d", LOGO);
  return svg;
}

/** Words and sign of the status line. @param {any} client */
export function statusWords(client) {
  const { t } = client;
  const status = client.status();
  const count = changesOf(client.waiting()).length;
  const kept = t(count === 1 ? "status.kept_one" : "status.kept", { n: count });
  if (status.trouble) return { sign: "warn", tone: "warn", text: t(`status.storage_${status.trouble}`) };
  if (status.kind === "offline") return { sign: "wifi", tone: "warn", text: count ? kept : t("status.offline") };
  if (status.kind === "dead") return { sign: "warn", tone: "warn", text: count ? kept : t("status.stopped") };
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

/** This page brings its own landmarks and its own way past the navigation: those around it step back. */
function takeOver(/** @type {HTMLElement} */ root) {
  const around = root.closest("[role=main]");
  around?.removeAttribute("role");
  around?.removeAttribute("tabindex");
  document.querySelector(".cba-skip")?.remove();
}

/** Build the frame.
 *  @param {HTMLElement} root
 *  @param {{client:any, tabs:()=>{hash:string,label:string,sign:string,phone:boolean}[], label:string,
 *           home:string}} options */
export function createShell(root, { client, tabs, label, home }) {
  const { t } = client;
  takeOver(root);
  const chip = createChip(client);
  const lost = createLost(root, client);
  const nav = h("nav", { class: "tabs", "aria-label": label });
  const bottom = h("nav", { class: "bottom", "aria-label": t("app.main_navigation") });
  const brand = h("a", { class: "brand", href: home });
  const person = h("span", { class: "person" });
  const main = h("main", { id: "cba-main", tabindex: "-1" });
  const header = h("header", { class: "top" }, brand, nav, h("div", { class: "top-end" }, chip.element, person));
  root.replaceChildren(
    h("a", { class: "skip", href: "#cba-main", text: t("app.skip"), onclick: (event) => { event.preventDefault(); main.focus(); } }),
    header, lost.element, main, bottom,
  );

  function frame() {
    const { me, academy, edition } = client.state;
    brand.replaceChildren(logo(), h("span", {}, h("b", { text: academy.name }), h("small", { text: edition.short })));
    person.replaceChildren(avatar(me.initials), hidden(me.name));
    const here = location.hash || home;
    const link = (tab, phone) =>
      h("a", { href: tab.hash, "aria-current": here === tab.hash || here.startsWith(`${tab.hash}/`) ? "page" : null }, phone && icon(tab.sign), tab.label);
    header.classList.toggle("crowded", tabs().length > 8);
    nav.replaceChildren(...tabs().map((tab) => link(tab, false)));
    bottom.replaceChildren(...tabs().filter((tab) => tab.phone).map((tab) => link(tab, true)));
    nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    if (edition.brand) {
      root.dataset.brand = "own";
      root.style.setProperty("--brand-light", edition.brand.light);
      root.style.setProperty("--brand-dark", edition.brand.dark);
    }
  }

  function status() {
    chip.update();
    lost.update();
  }

  let trouble = "";
  client.on("status", status);
  client.on("back", (count) => { if (!count) toast(t("status.back_none")); });
  client.on("sent", (count) => toast(t(count === 1 ? "status.back_one" : "status.back", { n: count })));
  client.on("trouble", (message) => {
    if (message !== trouble) toast(message, { sign: "warn" });
    trouble = message;
  });
  client.on("state", () => { trouble = ""; });
  mountRefusals(root, client);

  return { main, frame, status };
}
