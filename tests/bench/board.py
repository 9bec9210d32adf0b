"""Board: a canvas with many notes in real Chromium — from a keystroke to its paint, and until it is open."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.programme.demo import create, fill
from cba_kit.programme.demo.board import ORDER
from cba_kit.store import Store, open_store
from tests.bench.figures import p95
from tests.browser.conftest import running
from tests.chromium import launched
from tests.store.hand import Hand

PERSON, SHEET, BLOCK = "ilze-kalnina", "business_model", "channels"
MEANINGS = ("today", "wish", "risk")
WORDS = "A firm of the region tells what it wants to know in the next half a year"
PARTS = {
    "script ms": ("ScriptDuration", 1000),
    "style ms": ("RecalcStyleDuration", 1000),
    "layout ms": ("LayoutDuration", 1000),
    "layouts": ("LayoutCount", 1),
}
"""What Chromium counts, and what turns it into the unit."""
OPENS = 7
"""How often the board is opened; the first time is not counted."""
RESTS, REST = 12, 600
"""After so many letters the writer thinks, for milliseconds: what was typed is sent and confirmed."""

WATCH = """() => {
  window.strokes = [];
  window.told = () => {};
  let began = 0;
  addEventListener("keydown", () => { began = performance.now(); }, { capture: true });
  addEventListener("input", () => {
    const handled = performance.now();
    const start = began;
    requestAnimationFrame(() => {
      const framed = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const done = performance.now();
        window.strokes.push([handled - start + done - framed, done - start]);
        window.told();
      };
      port2.postMessage(0);
    });
  });
}"""
"""Notes for each letter the ms of work (what it starts, then layout and paint), and those until the frame."""

STRUCK = """count => new Promise((done) => {
  window.told = () => { if (window.strokes.length >= count) done(); };
  window.told();
})"""
"""Waits for a letter without looking again and again, which would be work of its own."""

OPEN = """count => new Promise((done) => {
  const began = performance.now();
  location.hash = "#sheet/%s";
  const look = () => {
    if (document.querySelectorAll(".board li[data-note]").length < count) return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - began);
    return requestAnimationFrame(() => port2.postMessage(0));
  };
  look();
})"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; milliseconds."""

    notes: int
    work: list[float]
    """From a keystroke until its letter is painted, without the wait for the next frame."""
    whole: list[float]
    """The same with that wait, which is up to 17 ms on a screen with 60 frames a second."""
    parts: dict[str, float]
    """What the browser did for one letter, on average: ms of script, style and layout, and layouts counted.

    The bench's own script is a part of it. Other work on the machine stretches these less than the times.
    """
    opened: list[float]
    """From a press on the sheet until all notes are painted, on a page that is there."""
    loaded: list[float]
    """From a reload of the page until all notes are there."""

    @property
    def said(self) -> str:
        """What is told beside the figure."""
        parts = ", ".join(f"{name} {value:.2f}" for name, value in self.parts.items())
        return (
            f"with the wait for the frame, which at 60 a second is up to 17 ms and no page can shorten: "
            f"median {statistics.median(self.whole):.1f} ms, p95 {p95(self.whole):.1f} ms; "
            f"one letter on average: {parts}"
        )


def measure(*, notes: int, letters: int) -> Figures:
    """Fill a board, open it in Chromium, and write in a note in the middle of it."""
    with _board(notes) as (page, shown):
        opened = []
        for _ in range(OPENS):
            page.evaluate("location.hash = '#home'")
            page.wait_for_selector(".view-home h1")
            opened.append(page.evaluate(OPEN % SHEET, shown))
        loaded = [_load(page, shown) for _ in range(OPENS)]
        work, whole, parts = _type(page, letters)
        return Figures(notes, work, whole, parts, opened[1:], loaded[1:])


def _load(page: Page, shown: int) -> float:
    page.reload(wait_until="commit")
    page.wait_for_function(
        "count => document.querySelectorAll('.board li[data-note]').length >= count", arg=shown
    )
    found = page.evaluate("() => performance.now()")
    return float(found)


def _type(page: Page, letters: int) -> tuple[list[float], list[float], dict[str, float]]:
    page.locator(f"section[data-block={BLOCK}] button.note").nth(20).click()
    page.wait_for_selector(".note.editing textarea")
    page.evaluate(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _counted(session)
    for place in range(letters):
        page.keyboard.press("Space" if place % 9 == 8 else "abcdefghi"[place % 9])
        page.evaluate(STRUCK, place + 1)
        if place % RESTS == RESTS - 1:
            page.wait_for_timeout(REST)
    after = _counted(session)
    strokes = page.evaluate("() => window.strokes")
    parts = {name: (after[key] - before[key]) * unit / letters for name, (key, unit) in PARTS.items()}
    return [work for work, _ in strokes], [whole for _, whole in strokes], parts


def _counted(session: CDPSession) -> dict[str, float]:
    found = session.send("Performance.getMetrics")["metrics"]
    return {one["name"]: float(one["value"]) for one in found}


@contextmanager
def _board(notes: int) -> Iterator[tuple[Page, int]]:
    """Serve the demo academy with that many notes more; yield a page and how many notes its board shows."""
    with tempfile.TemporaryDirectory() as place, launched() as chromium:
        folder = create(Path(place)).folder
        url = f"sqlite:///{folder / 'academy.db'}"
        academy = open_academy(folder)
        with open_store(url, clock=academy.now, create=True) as store:
            fill(academy, store, Library(academy.templates))
            shown = _write(store, notes)
        with running(folder, url, chromium) as room:
            page = room.open(PERSON)
            page.wait_for_selector(".view-home h1")
            yield page, shown


def _write(store: Store, notes: int) -> int:
    """Write until there are `notes` notes on the board; return how many there are."""
    known = [e for e in store.journal.entries(PERSON, kind="note") if e.sheet == SHEET and not e.conflict_of]
    hand = Hand(store, person=PERSON, workbook=PERSON)
    made = [
        hand.operation(
            f"bench-{n}",
            {"text": f"{n}. {WORDS[: 20 + n * 7 % 50]}", "meaning": MEANINGS[n % 3], "position": 100 + n},
            block=ORDER[n % len(ORDER)],
        )
        for n in range(notes - len(known))
    ]
    hand.send(made)
    return len(known) + len(made)
