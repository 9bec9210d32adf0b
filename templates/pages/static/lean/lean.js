// The lean front end: runs a page that is made of anywidgets alone. It reads what the page holds from its JSON, speaks
// with the kernel, and gives each widget's module its model and its place.
import { putBack } from "./buffers.js";
import { createKernel } from "./kernel.js";
import { createModel, invoke } from "./model.js";
import { leaveSeat } from "./seat.js";

/** @typedef {{model:string, esm:string, css?:string, state?:any, stateUrl?:string,
 *   buffers?:{path:(string|number)[], data:string}[]}} Widget */

const home = JSON.parse(document.getElementById("cba-page")?.textContent ?? "{}");
/** @type {Widget[]} */ const widgets = home.widgets ?? [];
/** @typedef {{comm:string, model:any, ready:Promise<any>, closed:AbortController}} Part a model and its module */
/** @type {Map<string, Part>} */ const parts = new Map();

const kernel = createKernel({ ...home, esm: widgets.map((widget) => widget.esm) }, {
  hear(message) {
    const part = parts.get(message.content.comm_id);
    if (!part) return;
    if (message.header.msg_type === "comm_msg") part.ready.then(() => part.model.receive(message), () => {});
    if (message.header.msg_type === "comm_close") part.closed.abort();
  },
  moved(models) {
    const found = widgets.map((widget) => parts.get(widget.model));
    parts.clear();
    found.forEach((part, index) => {
      if (part) parts.set((widgets[index].model = part.comm = models[index]), part);
    });
    for (const { model } of parts.values()) model?.repeat();
  },
  told: tell,
});

/** The model of a widget and its module, made once however often the page shows it. */
function partOf(/** @type {Widget} */ widget) {
  const part = parts.get(widget.model) ?? { comm: widget.model, model: null, closed: new AbortController(), ready: Promise.resolve() };
  if (parts.has(widget.model)) return part;
  parts.set(widget.model, part);
  part.ready = make(widget, part);
  return part;
}

async function make(/** @type {Widget} */ widget, /** @type {Part} */ part) {
  const [state, module] = await Promise.all([stateOf(widget), import(widget.esm)]);
  part.model = createModel(state, (data, buffers) => kernel.post(() => part.comm, { data }, buffers), kernel);
  const found = module.default ?? { render: module.render };
  const made = typeof found === "function" ? await found() : found;
  const end = await made.initialize?.({ model: part.model.front, signal: part.closed.signal, experimental: experimentalOf(part) });
  if (typeof end === "function") part.closed.signal.addEventListener("abort", end);
  return made;
}

const experimentalOf = (/** @type {Part} */ part) => ({ invoke: invoke.bind(null, part.model.front) });

async function stateOf(/** @type {Widget} */ widget) {
  const state = widget.state ?? (await (await fetch(widget.stateUrl ?? "")).json());
  const found = widget.buffers ?? [];
  const bytes = found.map(({ data }) => new DataView(Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)).buffer));
  return putBack(state, found.map(({ path }) => path), bytes);
}

/** Show one widget in its place; what goes wrong is said there. */
async function show(/** @type {Widget} */ widget, /** @type {HTMLElement} */ el) {
  const part = partOf(widget);
  const { signal } = part.closed;
  try {
    if (widget.css) dress(widget.css);
    const made = await part.ready;
    const end = await made.render?.({ model: part.model.front, el, signal, experimental: experimentalOf(part) });
    const leave = () => { end?.(); el.replaceChildren(); };
    if (signal.aborted) leave(); else signal.addEventListener("abort", leave);
  } catch (error) {
    reportError(error);
    el.replaceChildren(notice("alert", home.texts?.part_failed));
  }
}

function dress(/** @type {string} */ href) {
  if ([...document.styleSheets].some((sheet) => sheet.href === new URL(href, location.href).href)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function notice(/** @type {string} */ role, /** @type {string} */ text) {
  const made = document.createElement("p");
  made.className = "cba-notice";
  made.setAttribute("role", role);
  made.textContent = text ?? "";
  return made;
}

/** Say why there is no kernel, on pages whose widgets do not say it themselves. */
function tell() {
  document.querySelector(".cba-trouble")?.remove();
  const { kind, message, text } = kernel.trouble;
  if (!kind || kernel.troubleChanged.heard) return;
  const said = notice("status", [message, text].filter(Boolean).join(". ") || home.texts?.[kind]);
  said.classList.add("cba-trouble");
  if (kind === "taken") {
    const here = document.createElement("button");
    here.type = "button";
    here.textContent = home.texts?.use_here ?? "";
    here.onclick = () => kernel.heal();
    said.append(" ", here);
  }
  document.getElementById("rendered_cells")?.prepend(said);
}

const leave = (/** @type {PageTransitionEvent} */ event) => { if (!event.persisted) leaveSeat(home, kernel.id); };
addEventListener("pagehide", leave);
Promise.allSettled(widgets.map((widget, index) => {
  const el = document.querySelector(`[data-widget="${index}"]`);
  return el instanceof HTMLElement && show(widget, el);
})).then(() => { // widgets have the first word when the page is closed
  removeEventListener("pagehide", leave);
  addEventListener("pagehide", leave);
});
