// The list of roadmaps as plain values: what its columns are sorted by, its lines in a file, and what can be compared.

/** @typedef {{id:string, name:string, cluster:string, fictional:boolean, state:string, changes:number, of:number, ms:number|null,
 *   error:string, tried:string, made:string, at:string, version:number|null, size:number|null, notes:string[]}} Row */

/** @typedef {{id:string, title:string, state:string, error:string, tried:string, made:string, at:string, size:number|null,
 *   links:Object<string,string>}} Report A document about the edition; `links` by format. */

/** The states of a roadmap, those that need somebody first; each with the tone and the sign of its tag. */
export const STATES = ["failed", "withheld", "stale", "never", "fresh"];
export const SIGNS = {
  failed: ["bad", "warn"], withheld: ["bad", "lock"], stale: ["warn", "clock"], never: ["", "dots"], fresh: ["ok", "check"],
  ok: ["ok", "check"], error: ["bad", "warn"], timeout: ["bad", "clock"], died: ["bad", "warn"], killed: ["bad", "warn"],
};

/** What the table's columns are sorted by. @type {Object<string, (row:Row) => string|number|null>} */
export const VALUES = {
  name: (row) => row.name,
  cluster: (row) => row.cluster,
  state: (row) => STATES.indexOf(row.state),
  made: (row) => row.at || null,
  version: (row) => row.version,
  ms: (row) => row.ms,
  size: (row) => row.size,
  notes: (row) => row.notes.length,
};
/** Columns of numbers stand to the right, and begin with the largest. */
export const NUMBERS = ["version", "ms", "size", "notes"];

/** How many people there are in each state; states without people are left out. @param {Row[]} rows @returns {{state:string, n:number}[]} */
export const countsOf = (rows) =>
  STATES.map((state) => ({ state, n: rows.filter((row) => row.state === state).length })).filter(({ n }) => n > 0);

/** “0.31”: seconds. @param {number|null} ms */
export const seconds = (ms) => (ms === null ? "–" : (ms / 1000).toFixed(ms < 10_000 ? 2 : 0));

/** “412 kB”, which no line breaks. @param {number|null} bytes */
export const kilobytes = (bytes) => (bytes === null ? "–" : `${Math.max(1, Math.round(bytes / 1000))}\u00a0kB`);

/** Rows as the lines of a file, its heads first. @param {Row[]} rows @param {(key:string) => string} t @returns {(string|number|null)[][]} */
export function linesOf(rows, t) {
  const heads = ["name", "cluster", "state", "changes", "made", "version", "of", "seconds", "bytes", "notes", "tried", "error"];
  const lines = rows.map((row) => [row.name, row.cluster, t(`ledger.state.${row.state}`), row.changes, row.at, row.version, row.of,
    row.ms === null ? null : row.ms / 1000, row.size, row.notes.join("; "), row.tried, row.error]);
  return [heads, ...lines];
}

/** The versions of a workbook that can be compared, newest first: as they are in its roadmaps, and as it is now.
 *  @param {{version:number, lines:any[]}} history @returns {{version:number, made:string}[]} `made` is empty for now */
export function versionsOf({ version, lines }) {
  const made = new Map();
  for (const line of lines) if (line.status === "ok" && !made.has(line.version)) made.set(line.version, line.made);
  if (!made.has(version)) made.set(version, "");
  return [...made].map(([number, when]) => ({ version: number, made: when })).sort((a, b) => b.version - a.version);
}

/** Differences by sheet, in their order. @param {any[]} differences @returns {{sheet:string, items:any[]}[]} */
export function bySheet(differences) {
  const found = new Map();
  for (const one of differences) found.set(one.sheet, [...(found.get(one.sheet) ?? []), one]);
  return [...found].map(([sheet, items]) => ({ sheet, items }));
}
