// The waiting page: asks for its place in the queue, and opens the page as soon as there is one.
const place = document.getElementById("cba-place");
const EVERY = 1500;
/** Milliseconds; after a failure the next question waits longer, and not all pages ask at the same moment. */
const LONGEST = 10_000;
let pause = EVERY;

async function ask() {
  try {
    const answer = await fetch(place.dataset.address, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (found.place === 0) return location.reload();
    const words = place.dataset.words.replace("{place}", String(found.place));
    if (place.textContent !== words) place.textContent = words;
    pause = EVERY;
  } catch {
    pause = Math.min(LONGEST, pause * 1.7);
  }
  setTimeout(ask, pause * (0.75 + Math.random() / 2));
}

setTimeout(ask, EVERY);
