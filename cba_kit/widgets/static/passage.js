// The way from one workbook to the other: it is asked for until it is here, and says so when that takes long.
import { isWhole } from "./books.js";
import { h, icon } from "./dom.js";

/** Milliseconds before we speak of waiting, and before a workbook is asked for again. */
const PATIENCE = 400;
const AGAIN = 4000;

/** The shape of a sheet while it opens. @param {string} text */
export function opening(text) {
  const tiles = Array.from({ length: 10 }, () => h("div", { class: "skel" }));
  return h("div", { class: "opening", role: "status" },
    h("p", {}, icon("clock"), " ", h("b", { text })), h("div", { class: "tiles", "aria-hidden": "true" }, ...tiles));
}

/** @param {any} client @param {HTMLElement} place where the waiting is shown */
export function createPassage(client, place) {
  const { t } = client;
  /** @type {any} the workbook that we wait for */ let wanted = null;
  let asked = 0;
  let timer = 0;
  let arrived = false;

  function ask() {
    asked = performance.now();
    client.open(wanted.id);
  }

  function tell() {
    if (!wanted) return;
    const { kind } = client.status();
    const away = !["saved", "saving", "opening"].includes(kind);
    const name = isWhole(wanted) ? t("group.opening_all") : wanted.kind === "group" ? t("group.opening", { name: wanted.name }) : t("group.opening_own");
    place.replaceChildren(...away
      ? [h("div", { class: "card empty", role: "status" }, h("h1", { text: t("group.offline") }), h("p", { class: "mute", text: t("group.offline_more") }),
        h("p", {}, h("button", { type: "button", class: "btn pri", text: t("group.back"), onclick: () => history.back() })))]
      : [h("h1", { class: "vh", text: name }), opening(name)]);
  }

  const offs = [
    client.on("ready", () => {
      arrived = Boolean(wanted);
      clearTimeout(timer);
      wanted = null;
    }),
    client.on("status", () => {
      if (!wanted || performance.now() - asked < AGAIN) return;
      tell();
      ask();
    }),
    client.on("back", () => { if (wanted) ask(); }),
  ];

  return {
    /** Ask for a workbook; “ready” comes when it is here. @param {any} book */
    enter(book) {
      if (wanted?.id === book.id) return;
      wanted = book;
      clearTimeout(timer);
      timer = window.setTimeout(tell, PATIENCE);
      place.replaceChildren();
      ask();
    },
    /** The workbook that is open is the one that is wanted. */
    stay() {
      clearTimeout(timer);
      wanted = null;
    },
    /** Tell, once, whether a workbook was waited for and has come. */
    entered() {
      const now = arrived;
      arrived = false;
      return now;
    },
    destroy() {
      clearTimeout(timer);
      offs.forEach((off) => off());
    },
  };
}
