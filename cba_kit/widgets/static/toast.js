// Toasts: good news in passing, one at a time, with Undo where it is possible.
import { h, icon } from "./dom.js";

const SHOWN = 8000;

/** Show a toast for 8 seconds, longer while the pointer or the focus is on it.
 *  @param {string} text @param {{label?:string, act?:()=>void, sign?:string}} [options] */
export function toast(text, { label = "", act, sign = "check" } = {}) {
  document.querySelector(".toasts")?.remove();
  // what lies outside an open dialog can neither be pressed nor heard
  const home = [...document.querySelectorAll(".cba dialog:modal")].at(-1) ?? document.querySelector(".cba") ?? document.body;
  const button = label && h("button", { type: "button", class: "btn", text: label, onclick: () => { close(); act?.(); } });
  const box = h("div", { class: "toasts" }, h("div", { class: "toast", role: "status" }, icon(sign), h("span", { text }), button));
  let timer = setTimeout(close, SHOWN);
  function close() {
    clearTimeout(timer);
    box.remove();
  }
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    if (!box.matches(":hover, :focus-within")) timer = setTimeout(close, SHOWN);
  };
  box.addEventListener("pointerenter", hold);
  box.addEventListener("pointerleave", release);
  box.addEventListener("focusin", hold);
  box.addEventListener("focusout", () => setTimeout(release)); // the focus has moved by then
  home.append(box);
  return close;
}
