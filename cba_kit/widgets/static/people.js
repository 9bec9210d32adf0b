// How people are called: by their first name, by the whole one where two share it, and “You”.
import { listWords, localeOf } from "./plan-format.js";

/** @typedef {{id:string, name:string, first?:string, initials:string}} Named */

/** Everybody whom this page knows by name: who wrote here, and who is in the workbook. @param {any} client @returns {Map<string, Named>} */
export function peopleOf(client) {
  const { me, people = {}, books = [], workbook } = client.state;
  const members = books.find((/** @type {any} */ book) => book.id === workbook?.id)?.members ?? [];
  return new Map([...Object.values(people), ...members, ...(me ? [me] : [])].map((/** @type {any} */ one) => [one.id, one]));
}

const firstOf = (/** @type {Named|undefined} */ person) => person?.first || (person?.name ?? "").split(" ")[0];

/** The names of these people, as a sentence says them; `more` are people whom the page may not know.
 *  @param {any} client @param {string[]} ids @param {Named[]} [more] @returns {string[]} */
export function namesOf(client, ids, more = []) {
  const known = new Map([...more.map((/** @type {Named} */ one) => [one.id, one]), ...peopleOf(client)]);
  const firsts = [...known.values()].map(firstOf);
  return ids.map((id) => {
    const first = firstOf(known.get(id));
    if (id === client.state.me?.id) return client.t("merge.you");
    if (!first) return client.t("merge.someone");
    return firsts.filter((other) => other === first).length > 1 ? known.get(id).name : first;
  });
}

/** “Anna, Georgi and Sofia”. @param {string[]} words */
export const listed = (words) => listWords(words, localeOf(globalThis.document?.documentElement?.lang ?? "en"));
