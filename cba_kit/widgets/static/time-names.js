// Named moments: to give the moment that is shown a name, to go to one, and to rename it.
import { h, icon, replace } from "./dom.js";
import { whenOf } from "./time-words.js";

const LONGEST = 80;

/** @param {any} time the shared state, see time.js @param {{go:(version:number) => void, keep:(asked:any) => void}} acts */
export function createNames(time, { go, keep }) {
  const { client, t } = time;
  let renaming = "";
  const input = h("input", { id: "time-name", class: "inp", maxlength: LONGEST, autocomplete: "off", "aria-describedby": "time-name-help" });
  const form = h("form", { class: "time-naming", onsubmit: (event) => {
    event.preventDefault();
    if (!input.value.trim()) { input.focus(); return; }
    keep({ name: input.value, version: time.pick.then });
    input.value = "";
  } }, h("label", { for: "time-name", text: t("time.name_label") }),
  h("div", { class: "row" }, input, h("button", { class: "btn" }, icon("flag"), t("time.name_it"))),
  h("p", { class: "small mute", id: "time-name-help", text: t("time.name_help") }));
  const list = h("ul", { class: "time-named" });
  const none = h("p", { class: "mute", text: t("time.names_none") });
  const element = h("section", { class: "card time-names", "aria-labelledby": "time-names" }, h("h2", { id: "time-names", text: t("time.names") }), list, none, form);

  const button = (text, about, act, extra = "") => h("button", { type: "button", class: `btn ${extra}`, onclick: act, dataset: { keep: about }, "aria-label": `${text}: ${about}`, text });

  function line(mark) {
    if (mark.name !== renaming) {
      return h("li", {}, h("span", {}, h("b", { text: mark.name }), " ", h("span", { class: "small mute", text: whenOf(client, mark.at) })),
        h("span", { class: "row" }, button(t("time.show"), mark.name, () => go(mark.version)),
          time.past.names && button(t("time.rename"), mark.name, () => { renaming = mark.name; draw(); field()?.focus(); field()?.select(); }, "quiet")));
    }
    const name = h("input", { id: "time-rename", class: "inp", maxlength: LONGEST, value: mark.name, autocomplete: "off",
      onkeydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); leave(); } } });
    return h("li", {}, h("form", { class: "time-naming", onsubmit: (event) => {
      event.preventDefault();
      if (name.value.trim() && name.value.trim() !== mark.name) keep({ name: name.value, was: mark.name });
      leave();
    } }, h("label", { for: "time-rename", text: t("time.renamed_to", { name: mark.name }) }),
    h("div", { class: "row" }, name, h("button", { class: "btn" }, t("time.save_name")), h("button", { type: "button", class: "btn quiet", onclick: leave }, t("time.leave_name")))));
  }

  const field = () => /** @type {HTMLInputElement|null} */ (element.querySelector("#time-rename"));

  function leave() {
    const name = renaming;
    renaming = "";
    draw();
    const rename = [...list.querySelectorAll("button.quiet")].find((one) => /** @type {HTMLElement} */ (one).dataset.keep === name);
    /** @type {HTMLElement|undefined} */ (rename)?.focus();
  }

  function draw() {
    const marks = time.past.marks.filter((mark) => mark.kind === "named");
    if (!renaming || !field()) replace(list, ...marks.map(line));
    none.hidden = marks.length > 0;
    form.hidden = !time.past.names || !time.pick.then;
    element.hidden = !marks.length && !time.past.names;
  }

  return { element, draw };
}
