// Presence: who else is in the open workbook, kept up with what the kernel sends; and telling the others where we are.
import { isWhole, openGroup } from "./books.js";
import { say } from "./dom.js";
import { listed, namesOf } from "./people.js";
import { between, presentPeople, tintOf, writersOf } from "./presence-facts.js";

/** Milliseconds of rest before the others are told of a new place, and before comings and goings are spoken of. */
const REST = 300;
const CALM = 2500;
/** What a person writes or chooses in. */
const FIELDS = "input, textarea, select";

/** @typedef {import("./presence-facts.js").Here} Here */

/** @param {any} client @param {HTMLElement} root what the places are in */
export function createPresence(client, root) {
  const { t } = client;
  /** @type {Here[]} */ let list = [];
  /** @type {Here[]} the list that was spoken of last */ let told = [];
  /** @type {Set<() => void>} */ const listeners = new Set();
  let deaf = false;
  let sheet = "";
  let place = "";
  let beside = ""; // the entry and the people beside us, as they were spoken of
  let [moving, talking] = [0, 0];

  function set(/** @type {Here[]} */ fresh) {
    if (JSON.stringify(fresh) === JSON.stringify(list)) return;
    list = fresh;
    clearTimeout(talking);
    talking = window.setTimeout(tell, CALM);
    tellBeside();
    draw();
  }
  const draw = () => listeners.forEach((listener) => listener());
  const heard = () => (deaf ? [] : list);

  /** A sentence about one or several people. @param {string} key @param {string[]} ids */
  const counted = (key, ids) => t(`presence.${key}${ids.length === 1 ? "_one" : ""}`, { names: listed(namesOf(client, ids, list)) });

  /** Say who came and who left since the last time, in one sentence or two. */
  function tell() {
    const { came, left } = between(told, list);
    told = list;
    const said = [came.length && counted("came", came), left.length && counted("left", left)].filter(Boolean).join(" ");
    const group = openGroup(client.state);
    if (said && group && !isWhole(group)) say(said); // a whole room comes and goes all the time
  }

  /** Say at once that somebody else writes where we write. */
  function tellBeside() {
    const people = place ? writersOf(list, place) : [];
    const ids = people.map(({ id }) => id);
    const now = ids.length ? `${place} ${ids}` : "";
    if (now && now !== beside) say(counted("beside", ids));
    beside = now;
  }

  function look() {
    const { activeElement } = document;
    const field = activeElement && root.contains(activeElement) && activeElement.matches(FIELDS) ? activeElement : null;
    place = document.visibilityState === "hidden" ? "" : field?.closest("[data-entry]")?.getAttribute("data-entry") ?? "";
    client.here(sheet, place || null);
    tellBeside();
  }

  function moved() {
    clearTimeout(moving);
    moving = window.setTimeout(look, REST);
  }

  /** Nobody is known to be here while we hear nothing: better than a name that stays for ever. */
  function doubt() {
    const now = !["saved", "saving"].includes(client.status().kind);
    if (now === deaf) return;
    deaf = now;
    draw();
  }

  const offs = [
    client.on("message", (message) => {
      if (message?.t === "presence" && message.workbook === client.state.workbook?.id) set(message.people ?? []);
    }),
    client.on("ready", () => { list = told = []; draw(); }),
    client.on("status", doubt),
  ];
  root.addEventListener("focusin", moved);
  root.addEventListener("focusout", moved);
  document.addEventListener("visibilitychange", moved);

  return {
    /** Nothing is heard: nobody can say who is here. */
    get deaf() { return deaf; },
    /** Everybody else who is here, each once. */
    people: () => presentPeople(heard()),
    /** Who else writes in this entry. @param {string} entry */
    at: (entry) => writersOf(heard(), entry),
    /** How many others write on a sheet now. @param {string} sheet */
    writing: (sheet) => presentPeople(heard().filter((one) => one.sheet === sheet && one.entry)).length,
    /** The number of a person's colour. @param {string} id */
    tint: (id) => tintOf(openGroup(client.state)?.members ?? [], client.state.me?.id, id),
    /** Be told when somebody comes, goes or moves. @param {() => void} listener */
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Another sheet is shown; "" for none. @param {string} key */
    show(key) {
      sheet = key;
      moved();
    },
    destroy() {
      clearTimeout(moving);
      clearTimeout(talking);
      offs.forEach((off) => off());
      root.removeEventListener("focusin", moved);
      root.removeEventListener("focusout", moved);
      document.removeEventListener("visibilitychange", moved);
    },
  };
}
