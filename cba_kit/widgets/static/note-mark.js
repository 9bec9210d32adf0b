// The small signs on a note that say how it is known, and with how much it is connected.
import { h, icon } from "./dom.js";
import { linksOf } from "./note-links.js";

/** The sign of each kind of evidence; nothing where nobody has said. */
export const SIGNS = { assumed: "ask", heard: "people", measured: "check" };

/** What the signs on a note say, to tell whether they must be drawn anew. @param {any} note */
export const factsOf = (note) => ({ evidence: SIGNS[note?.fields.evidence] ? String(note.fields.evidence) : "", links: linksOf(note).length });

/** The signs on a note, or false where there is nothing to say. @param {any} client @param {any} note */
export function factsMark({ t }, note) {
  const { evidence, links } = factsOf(note);
  if (!evidence && !links) return false;
  return h("span", { class: "meta facts-mark" },
    evidence && h("span", { class: "facts-sign" }, icon(SIGNS[evidence]), t(`facts.${evidence}`)),
    links > 0 && h("span", { class: "facts-sign" }, icon("link"), t(links === 1 ? "facts.mark_link" : "facts.mark_links", { n: links })));
}
