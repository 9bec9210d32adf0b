// The person's own menu in the top bar: who is signed in, their work to take along, and signing out.
import { avatar, h, hidden, icon } from "./dom.js";
import { signOut } from "./sign-out.js";

/** @param {any} client */
export function createPersonMenu(client) {
  const { t } = client;
  const button = h("button", { type: "button", class: "person", "aria-expanded": "false", "aria-controls": "cba-person", onclick: () => show(panel.hidden) });
  const panel = h("div", { id: "cba-person", class: "person-panel", hidden: true });
  const element = h("div", { class: "person-menu" }, button, panel);
  /** @type {any} where one's work can be had; the home page of one's own workbook names it */ let downloads = null;

  function show(/** @type {boolean} */ open) {
    if (open) drawPanel();
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }

  function drawPanel() {
    const { me, preview } = client.state;
    const line = (sign, text, attributes) => h(attributes.href ? "a" : "button", { class: "btn quiet", ...attributes }, icon(sign), text);
    panel.replaceChildren(
      h("p", {}, h("b", { text: me.name }), h("br"), h("span", { class: "small mute", text: t("person.signed_in") })),
      ...[
        downloads && line("down", t("person.xlsx"), { href: downloads.xlsx, download: "" }),
        downloads && line("down", t("person.json"), { href: downloads.json, download: "" }),
        !preview && line("out", t("person.sign_out"), { type: "button", onclick: () => { show(false); signOut(element.closest(".cba") ?? element, client); } }),
      ].filter(Boolean));
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    show(false);
    button.focus();
  });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(/** @type {Node} */ (event.relatedTarget))) show(false);
  });
  const off = client.on("ready", () => { downloads = client.state.home?.downloads ?? downloads; });
  const outside = (event) => { if (!element.contains(event.target)) show(false); };
  document.addEventListener("pointerdown", outside);

  return {
    element,
    draw() {
      const { me } = client.state;
      button.replaceChildren(avatar(me.initials), hidden(t("person.menu", { name: me.name })));
    },
    destroy() {
      off();
      document.removeEventListener("pointerdown", outside);
    },
  };
}
