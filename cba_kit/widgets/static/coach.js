// The coach's page: the queue on the left, one person's work in the middle, the conversation on the right.
import { mountPerson } from "./coach-person.js";
import { mountQueue } from "./coach-queue.js";
import { mountTalk } from "./coach-talk.js";
import { h, say } from "./dom.js";
import { parts } from "./router.js";

const KEYS = "cba:coach-keys";
const VIEWS = ["workbook", "comments"];
/** Wait this long after an answer before the queue is asked for again, in ms. */
const CALM = 1500;
/** Show the shape of the page only when a person takes longer than this to open, in ms. */
const PATIENCE = 400;
const MOST_TRIES = 3;
/** Where the conversation has no room beside the work, it is a view of its own. */
const NARROW = "(max-width: 1100px)";

/** @param {HTMLElement} root
 *  @param {{client:any, go:(hash:string) => void, mountSheet:(root:HTMLElement, key:string) => any}} ctx */
export function mountCoach(root, { client, go, mountSheet }) {
  const { t } = client;
  let wanted = { person: "", view: "", sheet: "" };
  let shown = ""; // the person on screen
  /** @type {any} the snapshot that was in hand when the person was asked for */ let asked = null;
  let tries = 0;
  let failed = false;
  let answers = false; // R was pressed: the cursor goes into the answer
  let calm = 0;
  let patience = 0;

  const keysOn = h("input", { type: "checkbox", checked: readKeys(), onchange: () => keepKeys(keysOn.checked) });
  const keys = h("label", { class: "check coach-keys" }, keysOn, h("span", { text: t("coach.keys") }));
  const left = h("section", { class: "coach-queue", "aria-label": t("coach.queue") });
  const work = h("div", { class: "coach-work" });
  const notice = h("div", { class: "coach-notice" });
  const middle = h("section", { class: "coach-doc", "aria-label": t("coach.work") }, notice, work);
  const right = h("aside", { class: "coach-talk", "aria-label": t("threads.title") });
  const columns = h("div", { class: "coach-columns" }, left, middle, right);
  const heading = h("h1", { class: "vh", text: t("coach.queue") });
  root.replaceChildren(heading, columns);
  const queue = mountQueue(left, { client, keys });
  const person = mountPerson(work, { client, mountSheet });
  const talk = mountTalk(right, { client, sent: askSoon });

  const narrow = matchMedia(NARROW);
  const view = () => (wanted.view === "comments" && !narrow.matches ? "" : wanted.view);

  const ready = () => client.state.person?.id === wanted.person && client.state.workbook.id !== "";

  /** The queue changes with each answer; ask for it once the writing has come to rest. */
  function askSoon() {
    clearTimeout(calm);
    calm = setTimeout(() => { if (shown) client.send({ t: "open", person: shown }); }, CALM);
  }

  /** Ask once for each snapshot that shows someone else (the kernel may be new), but not for ever. */
  function ask() {
    if (asked === client.state) return;
    asked = client.state;
    tries += 1;
    if (tries > MOST_TRIES) failed = true; else client.send({ t: "open", person: wanted.person });
  }

  function message(title, text, extra) {
    notice.replaceChildren(h("div", { class: "card coach-empty", role: "status" }, h("h2", { text: title }), h("p", { class: "mute", text }), extra));
  }

  function drawNotice() {
    clearTimeout(patience);
    const back = h("a", { class: "btn", href: "#queue", text: t("coach.back") });
    if (wanted.person && ready()) notice.replaceChildren();
    else if (!wanted.person) message(t("coach.choose"), t("coach.choose_more"));
    else if (failed) message(t("coach.not_found"), t("coach.not_found_more"), back);
    else {
      notice.replaceChildren();
      patience = setTimeout(() => notice.replaceChildren(
        h("p", { role: "status", text: t("coach.opening") }), h("div", { class: "skel coach-skel", "aria-hidden": "true" })), PATIENCE);
    }
  }

  function draw() {
    const here = Boolean(wanted.person) && ready();
    if (wanted.person && !here && !failed) ask();
    const name = here ? client.state.person.name : t("coach.queue");
    if (heading.textContent !== name) heading.textContent = name;
    columns.classList.toggle("has-person", Boolean(wanted.person));
    columns.classList.toggle("reads", here && wanted.view === "workbook");
    columns.classList.toggle("talks", here && view() === "comments");
    work.hidden = !here;
    right.hidden = !here || wanted.view === "workbook";
    if (!here && shown) { person.reset(); shown = ""; }
    if (here) {
      const arrived = shown !== client.state.person.id;
      shown = client.state.person.id;
      if (arrived) { person.reset(); talk.reset(); } else talk.update();
      person.show(view(), wanted.sheet);
      tries = 0;
      if (arrived) welcome();
      reply();
    }
    drawNotice();
  }

  function welcome() {
    say(t("coach.opened", { name: client.state.person.name }));
    middle.scrollTop = 0;
    right.scrollTop = 0;
    if (!left.offsetParent) { scrollTo(0, 0); person.focus(); }
  }

  /** Put the cursor into the answer, once the conversation is in sight. */
  function reply() {
    if (!answers || !right.offsetParent) return;
    answers = false;
    talk.reply();
  }

  function onKey(event) {
    if (event.key === "Escape" && event.target.matches?.("textarea")) event.target.blur(); // its words stay as a draft
    if (!keysOn.checked || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const id = queue.next(key === "j" ? 1 : -1);
      if (id) go(`#queue/${encodeURIComponent(id)}${wanted.view ? `/${wanted.view}` : ""}`);
      else say(t(key === "j" ? "coach.last" : "coach.first"));
    } else if (key === "r" && shown) {
      answers = true;
      if (right.offsetParent) reply(); else go(`#queue/${encodeURIComponent(shown)}${narrow.matches ? "/comments" : ""}`);
    } else return;
    event.preventDefault();
  }

  const trouble = client.on("trouble", () => { if (wanted.person && !ready()) { failed = true; drawNotice(); } });
  const back = client.on("back", () => { asked = null; tries = 0; draw(); });
  document.addEventListener("keydown", onKey);
  narrow.addEventListener("change", draw);

  return {
    /** Show what an address names: #queue, #queue/<person>, #queue/<person>/comments, #queue/<person>/workbook/<sheet>. */
    route(hash) {
      const [, id = "", view = "", sheet = ""] = parts(hash);
      const leaves = Boolean(wanted.person) && !id;
      if (id !== wanted.person) { failed = false; asked = null; tries = 0; }
      wanted = { person: id, view: VIEWS.includes(view) ? view : "", sheet };
      queue.mark(id);
      draw();
      if (leaves) queue.focus();
    },
    /** Entries changed; null: everything may have changed. */
    update(ids) {
      queue.update();
      if (ids === null) { draw(); return; }
      if (!shown || !ready()) { draw(); return; }
      person.update(ids);
      person.show(view(), wanted.sheet);
      if ([...ids].some((id) => (client.get(id)?.kind ?? "comment") === "comment")) talk.update();
    },
    destroy() {
      clearTimeout(calm);
      clearTimeout(patience);
      trouble();
      back();
      document.removeEventListener("keydown", onKey);
      narrow.removeEventListener("change", draw);
      person.destroy();
      root.replaceChildren();
    },
  };
}

function readKeys() {
  try {
    return localStorage.getItem(KEYS) !== "off";
  } catch {
    return true; // blocked: the choice lasts for this page
  }
}

function keepKeys(/** @type {boolean} */ on) {
  try {
    localStorage.setItem(KEYS, on ? "on" : "off");
  } catch {
    // blocked: the choice lasts for this page
  }
}
