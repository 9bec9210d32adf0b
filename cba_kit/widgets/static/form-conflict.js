// Two texts of one answer, or of one row of answers, below its field.
import { inWords } from "./form-answer.js";
import { copiesOf } from "./merge.js";

/** How words are written; what is not named here is chosen. @type {Object<string, "line"|"text">} */
const WRITTEN = { text: "text", line: "line" };

/** The fields in which a copy says something else.
 *  @param {any} client @param {any} entry @param {any} copy @param {Map<string, any>} asked the question or columns, by field
 *  @returns {import("./merge.js").Part[]} */
export function partsOf(client, entry, copy, asked) {
  const names = Object.keys(copy.fields).filter((name) => name !== "position" && copy.fields[name] !== entry.fields[name]);
  return names.map((name) => {
    const { type = "text", title = "", ...rest } = asked.get(name) ?? {};
    const [first, second] = [entry, copy].map(({ fields }) => inWords({ type, ...rest, unit: "" }, fields[name], client.state.lists));
    return { name, label: asked.size > 1 ? title : "", first, second, write: WRITTEN[type] ?? "" };
  });
}

/** The first choice that waits for an entry, if any. `both` is given the parts and the copy, and makes the operations
 *  that keep both, or null where a value cannot be two.
 *  @param {any} client @param {any} entry
 *  @param {{asked:Map<string, any>, both:(parts:any[], copy:any)=>(()=>any[])|null, done:()=>void}} options
 *  @returns {import("./merge.js").Choice[]} */
export function choicesFor(client, entry, { asked, both, done }) {
  return copiesOf(client, entry).slice(0, 1).map((copy) => {
    const parts = partsOf(client, entry, copy, asked);
    return { entry, copy, parts, both: both(parts, copy), done };
  });
}
