// The frame of a page: top bar, navigation, status of what is saved, and the place where a sheet is shown.
import { avatar, h, hidden, icon } from "./dom.js";
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
  const clock = (moment) => new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const kept = t(status.count === 1 ? "status.kept_one" : "status.kept", { n: status.count });
  if (status.kind === "offline") return { sign: "wifi", tone: "warn", text: status.count ? kept : t("status.offline"), since: clock(status.since) };
  if (status.kind === "dead") return { sign: "warn", tone: "warn", text: status.count ? kept : t("status.stopped") };
  if (status.kind === "trouble") return { sign: "warn", tone: "warn", text: t(`status.storage_${status.trouble}`) };
  if (status.kind === "opening") return { sign: "clock", tone: "", text: t("status.opening") };
  if (status.kind === "saving") return { sign: "clock", tone: "", text: t("status.saving") };
  return { sign: "check", tone: "", text: status.saved ? t("status.saved", { time: status.saved }) : t("status.all_saved") };
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
  const chip = h("span", { class: "saved", role: "status" });
  const banner = h("div", { class: "lost" });
  const nav = h("nav", { class: "tabs", "aria-label": label });
  const bottom = h("nav", { class: "bottom", "aria-label": t("app.main_navigation") });
  const brand = h("a", { class: "brand", href: home });
  const person = h("span", { class: "person" });
  const main = h("main", { id: "cba-main", tabindex: "-1" });
  const header = h("header", { class: "top" }, brand, nav, h("div", { class: "top-end" }, chip, person));
  root.replaceChildren(
    h("a", { class: "skip", href: "#cba-main", text: t("app.skip"), onclick: (event) => { event.preventDefault(); main.focus(); } }),
    header, banner, main, bottom,
  );
  let words = "";
  let waiting = 0;

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
    const now = statusWords(client);
    const count = client.status().count;
    if (now.text !== words) {
      words = now.text;
      chip.className = now.tone ? "saved tag warn" : "saved";
      chip.replaceChildren(icon(now.sign), h("span", { text: now.text }));
    }
    const lost = ["offline", "dead"].includes(client.status().kind);
    if (lost !== Boolean(banner.firstChild) || (lost && count !== waiting)) drawLost(lost, now.since);
    waiting = count;
  }

  function drawLost(lost, since) {
    if (!lost) return banner.replaceChildren();
    const gone = client.status().kind === "dead";
    const list = client.waiting().slice(-6).map((operation) => h("li", {}, icon("form"), h("span", { class: "grow", text: describe(operation) })));
    const copy = h("button", { type: "button", class: "btn quiet", text: t("status.copy"), onclick: () => navigator.clipboard?.writeText(client.waiting().map(describe).join("\n")) });
    return banner.replaceChildren(
      h("div", { class: "banner warn", role: "status" }, icon(gone ? "warn" : "wifi"),
        h("div", { class: "grow" },
          h("b", { text: gone ? t("status.page_stopped") : t("status.no_connection", { time: since ?? "" }) }), h("br"),
          gone ? t("status.page_stopped_more") : t("status.no_connection_more"),
          list.length ? h("ul", { class: "kept", "aria-label": t("status.kept_list") }, ...list) : null,
          h("div", { class: "actions" },
            h("button", { type: "button", class: "btn", text: gone ? t("status.open_again") : t("status.try_now"), onclick: client.retry }),
            list.length ? copy : null))),
    );
  }

  function describe(operation) {
    const sheet = client.state.sheets?.get(operation.sheet)?.title ?? "";
    const said = Object.values(operation.fields).find((value) => typeof value === "string" && value.length > 2);
    const word = operation.op === "remove" ? t("status.removed_in", { sheet }) : t("status.changed_in", { sheet });
    return said ? `${word}: “${said}”` : word;
  }

  client.on("status", status);
  client.on("back", (count) => toast(t(count === 1 ? "status.back_one" : "status.back", { n: count })));
  client.on("trouble", (message) => toast(message, { sign: "warn" }));
  client.on("refused", ({ reason, operation }) => {
    const said = Object.values(operation.fields).filter((value) => typeof value === "string").join("\n");
    const dialog = h("dialog", { "aria-labelledby": "cba-refused" },
      h("h2", { id: "cba-refused", text: t("status.refused") }), h("p", { text: reason }),
      said && h("label", { for: "cba-refused-words", text: t("status.your_words") }),
      said && h("textarea", { id: "cba-refused-words", class: "inp", rows: "4", readonly: true, value: said }),
      h("form", { method: "dialog", class: "actions" }, h("button", { class: "btn pri", text: t("app.close") })));
    dialog.addEventListener("close", () => dialog.remove());
    root.append(dialog);
    dialog.showModal();
  });

  return { main, frame, status };
}
