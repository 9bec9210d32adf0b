// A seat: a page's place at the server, with a kernel of its own. A page whose kernel has gone asks for a new one.

/** How long the server may take to answer, in ms. */
const PATIENCE = 15_000;

/** @typedef {{kind:"given", kernel:string, models:string[], version:string, esm?:string[]}
 *   | {kind:"queue", place:number, after:number} | {kind:"later", after:number}
 *   | {kind:"ended", reason:string, message:string, text:string}} Answer `after`: seconds until it makes sense to ask again */

/** Ask for a new seat. @param {{base:string, page:string}} home @param {string} kernel the one that has gone
 *  @returns {Promise<Answer>} */
export async function askForSeat({ base, page }, kernel) {
  try {
    const answer = await fetch(`${base}seat`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": token() },
      body: JSON.stringify({ page, kernel }),
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const after = Number(answer.headers.get("Retry-After")) || 0;
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 200) return { kind: "given", ...said };
    if (answer.status === 202) return { kind: "queue", place: said.place ?? 0, after: after || 1 };
    if ([401, 403, 404].includes(answer.status)) return { kind: "ended", reason: said.reason ?? "no_link", message: said.message ?? "", text: said.text ?? "" };
    return { kind: "later", after };
  } catch {
    return { kind: "later", after: 0 }; // no network, or what answers is no server of ours
  }
}

/** Ask the server about a kernel: "there", "gone" (also when it is not ours any more) or "nowhere" (no answer).
 *  @param {{base:string}} home @param {string} kernel */
export async function askForKernel({ base }, kernel) {
  try {
    const answer = await fetch(`${base}api/kernels/${kernel}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if ([401, 403, 404].includes(answer.status)) return "gone";
    return answer.ok ? "there" : "nowhere";
  } catch {
    return "nowhere";
  }
}

/** The browser says that this page was closed: its kernel may end. @param {{base:string}} home @param {string} kernel */
export function leaveSeat({ base }, kernel) {
  const form = new FormData();
  form.set("_xsrf", token());
  navigator.sendBeacon(`${base}voila/api/shutdown/${kernel}`, form);
}

/** What proves that a request comes from our own page. */
const token = () => /(?:^|; *)_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
