// Facts about a stage for whoever leads: what each phase sets, who gets it, and how much time is left. Pure functions.

/** The phases in the order of a session; “free” is a board without any. */
export const PHASES = ["write", "discuss", "vote", "closed", "free"];
const MINUTE = 60_000;
/** Milliseconds for which a page says that the time is over; then the timer is history. */
const OVER = 10 * MINUTE;

/** What a step to a phase sets; the time of the phase before goes with it.
 *  @param {string} phase @param {number} dots a person */
export const toPhase = (phase, dots) => ({ phase, ends: "", ...(phase === "vote" ? { dots } : {}) });

/** The moment of the academy's clock, in ms: devices go wrong by minutes. @param {any} state the client's state */
export const nowOf = (state) => Date.now() + (state.ahead ?? 0);

/** The moment in so many minutes, as the stage keeps it. @param {number} minutes @param {number} now ms */
export const endsIn = (minutes, now) => new Date(now + minutes * MINUTE).toISOString();

/** Milliseconds that are left, 0 when the time is over, null where there is no timer.
 *  @param {string|undefined} ends @param {number} now @returns {number|null} */
export function leftOf(ends, now) {
  const end = Date.parse(ends ?? "");
  return Number.isNaN(end) || now - end > OVER ? null : Math.max(0, end - now);
}

/** “4:05”. @param {number} milliseconds */
export function clockWords(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A whole number within its ends, from what was typed. @param {string} text @param {{least:number, most:number, else:number}} limits */
export function numberOf(text, { least, most, else: other }) {
  const number = Math.round(Number(text));
  return text.trim() === "" || Number.isNaN(number) ? other : Math.min(most, Math.max(least, number));
}

/** How far people are in the phase, in a few words; "" where nothing is counted.
 *  @param {any} t @param {{phase:string, votes?:{writers:number, voters:number}, members:number, writing:number}} now
 *    `members`: 0 where nobody knows how many there are */
export function farWords(t, { phase, votes, members, writing }) {
  const counted = (/** @type {string} */ key, /** @type {number} */ n) =>
    t(`stage.${key}${members ? "" : "_some"}${n === 1 ? "_one" : ""}`, members ? { n, of: members } : { n });
  const said = phase === "vote" ? [counted("voted", votes?.voters ?? 0)] : votes ? [counted("written", votes.writers)] : [];
  if (phase !== "closed" && phase !== "vote" && writing) said.push(t(writing === 1 ? "stage.writing_one" : "stage.writing", { n: writing }));
  return said.join(" ");
}
