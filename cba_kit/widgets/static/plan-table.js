// The plan as a table by horizon: cells are buttons, Enter edits, Esc leaves, Alt with an arrow moves an action.
import { h, hidden, icon, replace, say } from "./dom.js";
import { UNDATED } from "./plan-actions.js";
import { COLUMNS, SHOWN, beads, marksOf, nameOf } from "./plan-cells.js";
import { createField } from "./plan-field.js";
import { dayWords } from "./plan-format.js";

/** @param {any} plan */
export function createTable(plan) {
  const { t } = plan;
  const rows = new Map();
  let editing = /** @type {any} */ (null);
  const heads = ["title", ...Object.keys(COLUMNS)].map((key) => h("th", { scope: "col", text: t(`plan.column.${key}`) }));
  const bodies = [UNDATED, ...plan.template.horizons].map((horizon) => {
    const name = h("th", { colspan: String(heads.length), scope: "rowgroup" });
    const none = h("tr", { class: "none" }, h("td", { colspan: String(heads.length), class: "small mute", text: t("plan.none_here") }));
    return { horizon, name, none, body: h("tbody", {}, h("tr", { class: "horizon" }, name)) };
  });
  const table = h("table", { class: "tbl plan-table" }, h("caption", { class: "vh", text: t("plan.table") }), h("thead", {}, h("tr", {}, ...heads)), ...bodies.map(({ body }) => body));
  const box = h("div", { class: "card pad0" }, h("div", { class: "scroll" }, table));

  function cellOf(action, column, fields) {
    const place = h("td", { class: `c-${column}` });
    const shown = h(plan.writes ? "button" : "div", plan.writes ? { type: "button", class: "cell", onclick: () => edit() } : { class: "read" });
    place.append(shown);
    let current = action;
    let open = /** @type {any} */ (null);

    function draw(fresh) {
      current = fresh;
      const { nodes, missing } = SHOWN[column](plan, fresh);
      shown.classList.toggle("miss", Boolean(missing) && plan.writes);
      replace(shown, ...nodes.filter(Boolean), hidden(`, ${t("plan.cell_of", { column: t(`plan.column.${column}`), action: nameOf(plan, fresh) })}`));
      open?.fields.forEach((field) => field.update(fresh));
    }
    function edit(field = fields[0]) {
      if (!open) {
        editing?.close();
        const made = fields.map((name) => createField(plan, current, name));
        const label = t("plan.cell_of", { column: t(`plan.column.${column}`), action: nameOf(plan, current) });
        const form = h("div", { class: "cell-edit", role: "group", "aria-label": label, onkeydown: keys, onfocusout: left }, ...made.map((one) => one.box));
        open = { form, fields: made };
        shown.hidden = true;
        shown.after(form);
        editing = { close, id: action.id };
      }
      (open.fields.find((one) => one.name === field) ?? open.fields[0]).focus();
    }
    function keys(event) {
      const done = event.key === "Enter" && event.target.tagName !== "SELECT" && !event.isComposing;
      if (event.key !== "Escape" && !done) return;
      event.preventDefault();
      event.stopPropagation();
      close();
      if (event.key === "Escape" && plan.leave(action.id)) return;
      shown.focus();
    }
    function left() {
      // the focus may only pass to the next field of the cell, or to another window
      requestAnimationFrame(() => { if (open && !open.form.contains(document.activeElement)) close(); });
    }
    function close() {
      if (!open) return;
      plan.client.flush();
      open.form.remove();
      open = null;
      editing = null;
      shown.hidden = false;
      plan.refresh();
    }
    return { place, shown, draw, edit };
  }

  function createRow(action) {
    const cells = { title: cellOf(action, "title", ["title"]) };
    for (const [column, fields] of Object.entries(COLUMNS)) cells[column] = cellOf(action, column, fields);
    const thread = h("div", { class: "thread-line" });
    const marks = h("div", { class: "marks" });
    const open = h("button", { type: "button", class: "btn icon quiet whole", onclick: () => plan.open(action.id) });
    const top = h("div", { class: "title-line" }, ...cells.title.place.childNodes, open);
    cells.title.place.append(top, thread, marks);
    const row = h("tr", { dataset: { action: action.id, entry: action.id }, onkeydown: (event) => move(event, action.id) }, ...Object.values(cells).map((cell) => cell.place));
    return {
      row, cells,
      draw(fresh) {
        Object.values(cells).forEach((cell) => cell.draw(fresh));
        replace(open, icon("dots"), hidden(t("plan.open_whole", { action: nameOf(plan, fresh) })));
        const line = beads(plan, fresh);
        replace(thread, ...(line ? [line] : []));
        replace(marks, ...marksOf(plan, fresh));
      },
    };
  }

  function move(event, id) {
    if (!plan.writes || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    plan.move(id, event.key === "ArrowUp" ? -1 : 1);
  }

  /** Put the rows into their places; a row in which someone writes stays where it is. */
  function arrange(body, wanted) {
    const focused = /** @type {any} */ (document.activeElement);
    wanted.forEach((row, index) => { if (body.children[index + 1] !== row) body.insertBefore(row, body.children[index + 1] ?? null); });
    if (focused && focused !== document.activeElement && body.contains(focused)) focused.focus({ preventScroll: true });
  }

  return {
    box,
    /** @param {{horizon:any, until:string, from:string, actions:any[]}[]} groups @param {{shown:(action:any)=>boolean, horizon:string}} filter */
    update(groups, filter) {
      const ids = new Set(groups.flatMap((group) => group.actions.map((action) => action.id)));
      for (const [id, row] of rows) if (!ids.has(id)) { row.row.remove(); rows.delete(id); }
      bodies[0].body.hidden = groups[0].horizon !== UNDATED;
      groups.forEach(({ horizon, actions, from, until }) => {
        const { body, name, none } = bodies.find((one) => one.horizon === horizon) ?? bodies[0];
        const first = horizon === plan.template.horizons[0];
        if (horizon.key) body.hidden = Boolean(filter.horizon) && filter.horizon !== horizon.key;
        const days = !horizon.key ? t("plan.undated_help") : first ? t("plan.from_until", { from: dayWords(from, plan.locale), until: dayWords(until, plan.locale) }) : t("plan.until", { until: dayWords(until, plan.locale) });
        replace(name, `${horizon.title || t("plan.undated")} `, h("span", { class: "mute small", text: days }));
        const wanted = actions.map((action) => {
          if (!rows.has(action.id)) rows.set(action.id, createRow(action));
          const row = rows.get(action.id);
          row.draw(action);
          row.row.hidden = !filter.shown(action);
          return row.row;
        });
        if (!editing) arrange(body, wanted);
        else wanted.filter((row) => !row.isConnected).forEach((row) => body.append(row));
        const empty = wanted.every((row) => row.hidden);
        if (empty) body.append(none); else none.remove();
      });
    },
    /** Open the cell that edits `field`; false when the table has no such cell. */
    edit(id, field) {
      const row = rows.get(id);
      const column = field === "title" ? "title" : Object.keys(COLUMNS).find((key) => COLUMNS[key].includes(field));
      if (!row || row.row.hidden || !column) return false;
      row.row.scrollIntoView({ block: "nearest" });
      row.cells[column].edit(field);
      return true;
    },
    focus(id) {
      const row = rows.get(id);
      row?.row.scrollIntoView({ block: "nearest" });
      (row?.cells.title.shown ?? box.querySelector("button"))?.focus();
      if (row) say(row.cells.title.shown.textContent);
    },
    destroy() { editing?.close(); },
  };
}
