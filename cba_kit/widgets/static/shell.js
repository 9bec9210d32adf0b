// The frame of a page: top bar, navigation, status of what is saved, and the place where a sheet is shown.
import { h, hidden, icon, replace } from "./dom.js";
import { createLost } from "./lost.js";
import { createPersonMenu } from "./person-menu.js";
import { mountRefusals } from "./refusal.js";
import { createChip } from "./status.js";
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

/** This page brings its own landmarks and its own way past the navigation: those around it step back. */
function takeOver(/** @type {HTMLElement} */ root) {
  const around = root.closest("[role=main]");
  around?.removeAttribute("role");
  around?.removeAttribute("tabindex");
  document.querySelector(".cba-skip")?.remove();
}

/** Build the frame.
 *  @param {HTMLElement} root
 *  @param {{client:any, tabs:()=>{hash:string,label:string,sign:string,phone:boolean,alone?:boolean}[], label:()=>string, home:string,
 *    books?:()=>{hash:string,label:string,sign:string,current:boolean}[], below?:HTMLElement}} options `books` are the workbooks
 *    to choose from, if there is a choice; `below` stands between the bar and the page */
export function createShell(root, { client, tabs, label, home, books = () => [], below, main = h("main", { id: "cba-main", tabindex: "-1" }) }) {
  const { t } = client;
  takeOver(root);
  const chip = createChip(client);
  const more = h("button", { type: "button", class: "btn quiet", hidden: true, onclick: showKept }, t("status.show_kept"), hidden(`: ${t("status.kept_list")}`));
  const lost = createLost(root, client);
  const menu = createPersonMenu(client);
  const nav = h("nav", { class: "tabs" });
  const bottom = h("nav", { class: "bottom", "aria-label": t("app.main_navigation") });
  const choice = h("nav", { class: "books", "aria-label": t("group.switch"), hidden: true });
  const brand = h("a", { class: "brand", href: home });
  const header = h("header", { class: "top" }, brand, choice, nav, h("div", { class: "top-end" }, h("div", { class: "state" }, chip.element, more), menu.element));
  root.replaceChildren(
    h("a", { class: "skip", href: "#cba-main", text: t("app.skip"), onclick: (event) => { event.preventDefault(); main.focus(); } }),
    ...[header, below, lost.element, main, bottom].filter(Boolean),
  );

  function frame() {
    const { academy, edition } = client.state;
    const all = tabs();
    const here = location.hash || home;
    const link = (tab, phone) =>
      h("a", { href: tab.hash, "aria-current": here === tab.hash || (!tab.alone && here.startsWith(`${tab.hash}/`)) ? "page" : null }, phone && icon(tab.sign), tab.label);
    const found = books();
    replace(brand, logo(), h("span", {}, h("b", { text: academy.name }), h("small", { text: edition.short })));
    menu.draw();
    choice.hidden = !found.length;
    header.classList.toggle("two-books", found.length > 0);
    header.classList.toggle("crowded", all.length > 8 || found.length > 0);
    replace(choice, ...found.map((book) => h("a", { class: "btn", href: book.hash, "aria-current": book.current ? "true" : null }, icon(book.sign), h("span", { text: book.label }))));
    nav.setAttribute("aria-label", label());
    replace(nav, ...all.map((tab) => link(tab, false)));
    replace(bottom, ...all.filter((tab) => tab.phone).map((tab) => link(tab, true)));
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
    more.hidden = !lost.element.querySelector(".kept li");
  }

  /** Go to what is kept on this device: the list stands above the page. */
  function showKept() {
    scrollTo(0, 0);
    lost.element.querySelector("button:not([hidden])")?.focus({ preventScroll: true });
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

  return { main, frame, status, destroy: menu.destroy };
}
