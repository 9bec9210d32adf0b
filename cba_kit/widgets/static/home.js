// The participant's home: the programme, what is next, the roadmap, the coach, and every sheet's progress.
import { GROUP, groupBook } from "./books.js";
import { avatar, drawing, h, hidden, icon } from "./dom.js";
import { isThreaded, threadHash } from "./navigation.js";
import { listed } from "./people.js";

/** @param {HTMLElement} root @param {any} ctx */
export function mountHome(root, { client }) {
  const { t } = client;

  function draw() {
    const { home, sheets } = client.state;
    const focused = root.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
    root.replaceChildren(
      h("div", { class: "hello" },
        h("div", {}, h("h1", { text: home.greeting }), h("p", { class: "lead", text: home.line })),
        home.primary && h("a", { class: "btn pri", href: home.primary.href }, icon(home.primary.sign), home.primary.label)),
      programme(home),
      h("div", { class: "cols" }, tasks(home), side(home)),
      cards([...sheets.values()], home),
      footer(home),
    );
    if (focused) root.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }

  function programme(home) {
    const day = (item) =>
      h("li", { class: item.state, "aria-current": item.state.includes("today") ? "date" : null },
        h("i", { class: "dot" }, item.state.includes("done") && icon("check")),
        h("b", {}, item.label, item.state.includes("done") && hidden(t("home.day_done"))),
        item.when, h("br"), h("span", { class: "mute", text: item.about }));
    const session = (item) =>
      h("li", { class: item.state }, h("time", { text: item.time }), h("b", { text: item.title }),
        item.sheet ? h("a", { href: `#sheet/${item.sheet}`, text: item.about }) : item.about);
    const { today } = home;
    const days = h("ol", { class: "days" }, ...home.programme.map(day));
    days.style.setProperty("--days", String(home.programme.length));
    return h("section", { class: "card prog", "aria-labelledby": "home-programme" },
      h("h2", { id: "home-programme", class: "vh", text: t("home.programme") }), days,
      today && h("div", { class: "agenda" },
        h("div", { class: "row between" }, h("h3", { text: today.title }), h("span", { class: "small mute", text: today.place })),
        h("ol", {}, ...today.sessions.map(session))));
  }

  function tasks(home) {
    const row = (task) =>
      h("li", {}, h("span", { class: `i ${task.tone}` }, icon(task.sign)),
        h("div", {}, h("span", { class: `when ${task.tone === "w" ? "" : "ok"}`, text: task.when }), h("h3", { text: task.title }), h("p", { text: task.why })),
        h("a", { class: "btn", href: task.href, "aria-label": `${task.label}: ${task.title}`, text: task.label }));
    const list = home.tasks.slice(0, 5);
    const more = home.tasks.slice(5);
    const rest = more.length > 0 && h("details", {}, h("summary", { text: t("home.more_tasks", { n: more.length }) }), h("ul", { class: "todo" }, ...more.map(row)));
    return h("section", { "aria-labelledby": "home-next" },
      h("h2", { id: "home-next" }, t("home.next"), " ", h("span", { class: "faint", text: String(home.tasks.length) })),
      list.length ? h("ul", { class: "todo" }, ...list.map(row)) : h("p", { class: "card nothing" }, icon("check"), t("home.nothing")),
      rest);
  }

  function side(home) {
    const { roadmap, coach } = home;
    const cover = h("div", { class: "sheet", "aria-hidden": "true" }, drawing(home.rings ?? ""), h("i"));
    const card = h("section", { class: "card rm", "aria-labelledby": "home-roadmap" },
      h("div", { class: "cover" }, cover,
        h("div", {}, h("h2", { id: "home-roadmap", text: t("home.roadmap") }), h("p", { class: "small mute", text: roadmap.say }))),
      roadmap.html && h("div", { class: "row" },
        h("a", { class: "btn pri grow", href: "#roadmap", text: t("home.read") }),
        roadmap.pdf && h("a", { class: "btn grow", href: roadmap.pdf, download: "" }, icon("down"), roadmap.pdf_label)),
      h("p", { class: "small mute", text: t("home.who_reads") }));
    const person = coach && h("section", { class: "card coach", "aria-labelledby": "home-coach" },
      avatar(coach.initials, "lg w3"),
      h("div", {}, h("h2", { id: "home-coach", text: t("home.coach", { name: coach.name }) }), h("p", { class: "small mute", text: coach.about }),
        coach.email && h("div", { class: "row" }, h("a", { class: "btn", href: `mailto:${coach.email}`, text: t("home.write_to", { name: coach.first }) }))));
    return h("aside", { class: "side", "aria-label": t("home.side") }, group(), card, person,
      h("p", { class: "small mute safe" }, icon("check"), h("span", { text: t("home.safe") })));
  }

  /** The way into the group's workbook, for those who have one. */
  function group() {
    const book = groupBook(client.state);
    return book && h("section", { class: "card home-group", "aria-labelledby": "home-group" },
      h("h2", { id: "home-group", text: t("group.called", { name: book.name }) }),
      h("p", { class: "small mute", text: listed([t("merge.you"), ...book.members.filter(({ id }) => id !== client.state.me.id).map((member) => member.name)]) }),
      h("div", { class: "row" }, h("a", { class: "btn", href: `#${GROUP}` }, icon("people"), t("group.open"))));
  }

  function cards(sheets, home) {
    const card = (sheet) => {
      const share = Math.round(sheet.progress.share * 100);
      const meter = h("span", { class: "meter", role: "img", "aria-label": t("home.percent", { n: share }) }, h("i"));
      meter.firstElementChild.style.width = `${share}%`;
      return h("li", {}, h("a", { href: `#sheet/${sheet.key}` },
        drawing(home.minis?.[sheet.key] ?? "", "mini-box"), h("h3", { text: sheet.title }), h("p", { text: home.progress[sheet.key] ?? "" }), meter));
    };
    const thread = isThreaded(client.state) && h("li", {}, h("a", { href: threadHash(client.state) },
      drawing(home.thread ?? "", "mini-box"), h("h3", { text: t("thread.page") }), h("p", { text: t("home.thread") })));
    return h("section", { class: "sheets", "aria-labelledby": "home-sheets" },
      h("h2", { id: "home-sheets", text: t("home.sheets") }), h("ul", {}, ...sheets.map(card), thread));
  }

  function footer(home) {
    const { downloads, contact, fictional } = home;
    return h("footer", {},
      fictional && h("span", { text: t("home.fictional") }),
      downloads && h("span", {}, t("home.download_all"), " ",
        h("a", { href: downloads.xlsx, download: "", text: t("home.as_xlsx") }), " ",
        h("a", { href: downloads.json, download: "", text: t("home.as_json") })),
      contact && h("a", { href: `mailto:${contact}`, text: t("home.help") }));
  }

  draw();
  return {
    update: (ids) => { if (ids === null) draw(); },
    destroy: () => root.replaceChildren(),
  };
}
