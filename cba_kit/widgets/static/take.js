// Take it with you: each sheet as a file, for other programmes, for a slide and for the wall.
import { h, icon } from "./dom.js";
import { mayBring, openIntake } from "./intake.js";

const WORDS = ["csv", "xlsx", "md", "json"];
const CANVAS = ["csv", "xlsx", "md", "svg", "json"];

/** Where a sheet can be had: the kind of file and its address. The A3 sheet is made of a person's own workbook only.
 *  @param {{workbook:{id:string, owner:any}, edition:{code:string}}} state @param {{key:string, kind:string}} template
 *  @returns {{form:string, href:string}[]} */
export function filesOf({ workbook, edition }, { key, kind }) {
  const files = (kind === "canvas" ? CANVAS : WORDS).map((form) => ({ form, href: `download/${workbook.id}/${key}.${form}` }));
  const printed = kind === "canvas" && workbook.owner && !workbook.owner.group;
  return printed ? [...files, { form: "pdf", href: `reports/${edition.code}/canvases/${workbook.owner.id}.pdf` }] : files;
}

let menus = 0;

/** A button that shows the files of a sheet; null where nothing is kept, as in a preview. @param {any} client @param {any} template */
export function createTake(client, template) {
  const { t } = client;
  const { preview, workbook } = client.state;
  if (preview || !workbook.id) return null;
  const id = `cba-take-${++menus}`;
  const button = h("button", { type: "button", class: "btn quiet", title: t("take.title"), "aria-label": t("take.title"), "aria-expanded": "false", "aria-controls": id, onclick: () => show(panel.hidden) },
    icon("down"), h("span", { class: "take-word", text: t("take.title") }));
  const lines = filesOf(client.state, template).map(({ form, href }) =>
    h("li", {}, h("a", { class: "btn quiet", href, download: form === "pdf" ? null : "", target: form === "pdf" ? "_blank" : null }, t(`take.${form}`))));
  lines.push(h("li", {}, h("button", { type: "button", class: "btn quiet", onclick: () => { show(false); window.print(); } }, t("take.print"))));
  const bring = mayBring(client, template) && h("button", { type: "button", class: "btn quiet take-in", onclick: () => { show(false); openIntake(element, client, template, () => button.focus()); } },
    icon("plus"), t("intake.open"));
  const panel = h("div", { id, class: "take-panel", hidden: true }, h("ul", { "aria-label": t("take.title") }, ...lines), bring);
  const element = h("div", { class: "take" }, button, panel);

  function show(/** @type {boolean} */ open) {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
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
  const outside = (event) => { if (!element.contains(event.target)) show(false); };
  document.addEventListener("pointerdown", outside);

  return { element, destroy() { document.removeEventListener("pointerdown", outside); } };
}

/** Mount an editor, and the menu in the line of its title. @param {HTMLElement} root @param {any} ctx
 *  @param {(root:HTMLElement, ctx:any) => any} mount the editor */
export function withTake(root, ctx, mount) {
  const editor = mount(root, ctx);
  const menu = createTake(ctx.client, ctx.template);
  const title = root.querySelector("h1");
  if (!menu || !title) return editor;
  (title.closest(".board-head, .row") ?? title.parentElement).append(menu.element);
  return { ...editor, destroy() { menu.destroy(); editor.destroy(); } };
}
