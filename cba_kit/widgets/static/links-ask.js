// Nothing that others refer to is removed without being told: the question before it, with the names of what hangs on it.
import { ask } from "./board-dialog.js";
import { h } from "./dom.js";
import { nameOf } from "./findings-facts.js";
import { dependantWords } from "./links.js";

const LONG = 60;
const short = (/** @type {string} */ text) => (text.length > LONG ? `${text.slice(0, LONG - 1).trimEnd()}…` : text);

/** Tell whether an entry may go: at once where nothing refers to it, else as the person answers.
 *  @param {HTMLElement} root @param {any} client @param {string} id
 *  @param {{name?:string, more?:string}} [words] `name`: how it is called; `more`: what else hangs on it @returns {Promise<boolean>} */
export async function mayGo(root, client, id, { name = "", more = "" } = {}) {
  const { t } = client;
  const said = [dependantWords(client, id), more].filter(Boolean).join(" ");
  if (!said) return true;
  return ask(root, {
    title: t("thread.depends.title", { name: short(name || nameOf(client, client.get(id))) }),
    text: `${said} ${t("thread.depends.after")}`, yes: t("thread.depends.yes"), no: t("thread.depends.no"),
  });
}

/** Connections that are broken, each with its two ways out. @param {any} client
 *  @param {{says:(one:{link:string, name:string}) => string, broken:{id:string, link:string, name:string, back:boolean}[], act:(way:"off"|"back", one:any) => void}} options */
export function brokenList(client, { says, broken, act }) {
  const { t } = client;
  const button = (/** @type {"off"|"back"} */ way, /** @type {any} */ one) => h("button", { type: "button", class: "btn", onclick: () => act(way, one),
    "aria-label": `${t(way === "off" ? "thread.take_off" : "thread.bring_back")}${t("thread.of", { name: one.name })}` }, t(way === "off" ? "thread.take_off" : "thread.bring_back"));
  return broken.map((one) => h("li", { class: "broken-link" }, h("span", { class: "bead broken" }, says(one)),
    h("span", { class: "row" }, button("off", one), one.back && button("back", one))));
}
