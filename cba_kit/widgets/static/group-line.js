// The line above every sheet of the group's workbook: that it is shared, whose it is, and who is here now.
import { isWhole, openGroup } from "./books.js";
import { avatar, h, icon, replace } from "./dom.js";
import { listed, namesOf } from "./people.js";
import { createCalls } from "./stage-calls.js";

const FACES = 5;
/** As many names as a sentence bears. */
const NAMES = 6;

/** Say who is here, in a few words. @param {any} client @param {import("./presence-facts.js").Present[]} present */
export function hereWords(client, present) {
  const ids = present.map(({ person }) => person.id);
  if (!ids.length) return client.t("presence.alone");
  if (ids.length > NAMES) return client.t("presence.here_many", { n: ids.length });
  const names = listed(namesOf(client, ids, present.map(({ person }) => person)));
  return client.t(ids.length === 1 ? "presence.here_one" : "presence.here", { names });
}

/** Where a member is now. @param {any} client @param {any} member @param {import("./presence-facts.js").Present[]} present */
export function whereWords(client, member, present) {
  const { t, state } = client;
  if (member.id === state.me.id) return t("presence.you");
  const found = present.find(({ person }) => person.id === member.id);
  if (!found) return t("presence.away");
  const titles = found.sheets.map((key) => state.sheets.get(key)?.title).filter(Boolean);
  return titles.length ? t("presence.in_sheet", { sheet: listed(titles) }) : t("presence.here_now");
}

/** The members of the group, or those who are here where everybody is one, with what each does now. @param {any} client @param {any} presence @returns {HTMLElement} */
export function memberList(client, presence) {
  const { me } = client.state;
  const present = presence.people();
  const where = (member) => (presence.deaf && member.id !== me.id ? client.t("presence.unknown") : whereWords(client, member, present));
  const here = new Set(present.map(({ person }) => person.id));
  const line = (member) => h("li", { class: member.id === me.id || here.has(member.id) ? "here" : "" },
    avatar(member.initials, member.id === me.id ? "" : `w${presence.tint(member.id)}`),
    h("span", {}, h("b", { text: member.name }), h("br"), h("span", { class: "small mute", text: where(member) })));
  const group = openGroup(client.state);
  const members = isWhole(group) ? [me, ...present.map(({ person }) => person)] : group?.members ?? [];
  return h("ul", { class: "members" }, ...members.map(line));
}

/** @param {any} client @param {any} presence */
export function createGroupLine(client, presence) {
  const { t } = client;
  let open = false;
  const title = h("b", {});
  const faces = h("span", { class: "avas", "aria-hidden": "true" });
  const words = h("span", { class: "here-words" });
  const toggle = h("button", { type: "button", class: "btn quiet", "aria-controls": "cba-members", onclick: () => { open = !open; draw(); } });
  const list = h("div", { id: "cba-members" });
  const more = h("span", { class: "group-more" });
  const calls = createCalls(client);
  const element = h("section", { class: "group-line", "aria-label": t("group.line"), hidden: true },
    h("div", { class: "group-row" },
      h("p", { class: "group-name" }, icon("people"), h("span", {}, title, " ", more)), calls.element,
      h("div", { class: "group-here" }, faces, words, toggle)), list);

  function draw() {
    const book = openGroup(client.state);
    element.hidden = !book;
    if (!book) return;
    const present = presence.people();
    const whole = isWhole(book);
    const name = whole ? t("group.shared_all") : t("group.shared", { name: book.name });
    if (title.textContent !== name) title.textContent = name;
    const about = t(whole ? "group.shared_all_more" : "group.shared_more");
    if (more.textContent !== about) more.textContent = about;
    calls.draw();
    replace(faces, ...present.slice(0, FACES).map(({ person }) => avatar(person.initials, `w${presence.tint(person.id)}`)));
    const said = presence.deaf ? "" : hereWords(client, present);
    if (words.textContent !== said) words.textContent = said;
    toggle.setAttribute("aria-expanded", String(open));
    toggle.hidden = whole;
    list.hidden = !open || whole;
    const label = t(book.members.length === 1 ? "group.members_one" : "group.members", { n: book.members.length });
    if (toggle.textContent !== label) toggle.textContent = label;
    if (!list.hidden) replace(list, memberList(client, presence));
  }
  const offs = [presence.on(draw), client.on("ready", draw), client.on("entries", calls.draw)];
  addEventListener("hashchange", calls.draw);
  return {
    element, draw,
    timer: calls.timer,
    destroy() {
      offs.forEach((off) => off());
      removeEventListener("hashchange", calls.draw);
      calls.destroy();
    },
  };
}
