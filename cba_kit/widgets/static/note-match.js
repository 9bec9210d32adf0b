// Finding notes: by their words, their meaning, how they are known, and who wrote them.
import { fold } from "./fold.js";

/** @typedef {{words:string, meaning:string, evidence:string, writer:string}} Wish "" is no wish */
/** @typedef {{text:string, more:string, meaning:string, evidence:string, writer:string}} Facts of a note; `more` is searched, too */

/** What is asked for where nobody said how a note is known. */
export const UNSAID = "unsaid";
export const EVIDENCE = ["assumed", "heard", "measured", UNSAID];
export const FACETS = /** @type {const} */ (["meaning", "evidence", "writer"]);

export const wordsOf = (/** @type {string} */ text) => fold(text).split(/\s+/).filter(Boolean);

/** Tell whether anything is asked for. @param {Wish} wish */
export const asks = (wish) => Boolean(wish.words.trim() || FACETS.some((facet) => wish[facet]));

/** Tell whether a note is one of those asked for. @param {Wish} wish @param {Facts} facts */
export function matches(wish, facts) {
  if (FACETS.some((facet) => wish[facet] && wish[facet] !== facts[facet])) return false;
  const words = wordsOf(wish.words);
  if (!words.length) return true;
  const text = fold(`${facts.text} ${facts.more}`);
  return words.every((word) => text.includes(word));
}

/** How many notes there are for each choice. @param {Facts[]} all @param {"meaning"|"evidence"|"writer"} facet @returns {Map<string, number>} */
export function counted(all, facet) {
  const found = new Map();
  for (const facts of all) found.set(facts[facet], (found.get(facts[facet]) ?? 0) + 1);
  return found;
}

/** A text cut where the words of a search stand in it. @param {string} text @param {string} asked
 *  @returns {{text:string, hit:boolean}[]} */
export function pieces(text, asked) {
  const words = wordsOf(asked);
  if (!words.length || !text) return [{ text, hit: false }];
  const signs = [...text];
  let folded = "";
  /** @type {number[]} the sign that each folded letter comes from */ const from = [];
  signs.forEach((sign, i) => { for (const letter of fold(sign)) { folded += letter; for (let n = 0; n < letter.length; n++) from.push(i); } });
  const hit = signs.map(() => false);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) hit.fill(true, from[at], from[at + word.length - 1] + 1);
  }
  /** @type {{text:string, hit:boolean}[]} */ const made = [];
  signs.forEach((sign, i) => {
    const last = made[made.length - 1];
    if (last && last.hit === hit[i]) last.text += sign; else made.push({ text: sign, hit: hit[i] });
  });
  return made;
}
