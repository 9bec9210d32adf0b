"""Beads: what a golden thread joins, read from the entries of a workbook; each has a name that links use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.model.assessment import Assessment, assess, middle
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.rules.filled import text_of
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry

BeadKind = Literal["note", "need", "comment", "question", "trend", "action"]
Weight = Literal["", "risk", "wish", "relevant", "threat"]
"""Why a bead asks for a consequence; empty: it does not."""
STARTS: tuple[BeadKind, ...] = ("note", "need", "comment", "question")


@dataclass(frozen=True, slots=True)
class Bead:
    """One thing on a thread: a note, a need, a comment, a blind spot, a trend or an action."""

    link: str
    """What others call it: “note:ENTRY”, “need:ENTRY”, “trend:KEY”, “action:ENTRY” …"""
    kind: BeadKind
    text: str
    sheet: str
    where: str
    """The short title of its sheet, and of its block."""
    mark: str = ""
    """The number of an action (“A3”) or of a trend (“5”)."""
    weight: Weight = ""

    @property
    def id(self) -> str:
        """The entry's id; of a trend, its key."""
        return self.link.partition(":")[2]


_LINK: dict[str, str] = {"note": "note", "answer": "need", "comment": "comment", "finding": "question"}


def called(entry: Entry) -> str:
    """Return what links call an entry."""
    return (
        f"trend:{entry.block}"
        if entry.kind == "rating"
        else f"{_LINK.get(entry.kind, entry.kind)}:{entry.id}"
    )


def beads_of(sheet: Template, present: Sequence[Entry]) -> Iterable[Bead]:
    """Return the beads of one sheet; `present` are entries that are there, in their order on the page."""
    here = [e for e in present if e.sheet == sheet.key]
    if isinstance(sheet, Canvas):
        return _notes(sheet, [e for e in here if e.kind == "note"])
    if isinstance(sheet, Form):
        return _needs(sheet, [e for e in here if e.kind == "answer"])
    if isinstance(sheet, Trends):
        return _trends(sheet, here)
    titled = (e for e in here if e.kind == "action" and e.text("title").strip())
    return [
        Bead(f"action:{e.id}", "action", e.text("title").strip(), sheet.key, sheet.short, f"A{number}")
        for number, e in enumerate(titled, start=1)
    ]


def _notes(canvas: Canvas, notes: Sequence[Entry]) -> Iterable[Bead]:
    tints: dict[str, str] = {meaning.key: meaning.tint for meaning in canvas.meanings}
    titles = {block.key: f"{canvas.short}, {block.title}" for block in canvas.blocks}
    order = list(titles)
    for e in sorted(notes, key=lambda e: order.index(e.block) if e.block in titles else len(order)):
        if text := e.text().strip():
            tint = tints.get(e.text("meaning"), "")
            weight: Weight = "risk" if tint == "risk" else "wish" if tint == "wish" else ""
            yield Bead(called(e), "note", text, canvas.key, titles.get(e.block, canvas.short), weight=weight)


def _needs(form: Form, answers: Sequence[Entry]) -> Iterable[Bead]:
    for e in answers:
        question = form.question(e.block)
        if question is None or question.type != "rows" or e.id == f"{form.key}.{e.block}":
            continue
        telling = next((c.key for c in question.columns if c.type == "text"), question.columns[0].key)
        if text := e.text(telling).strip() or text_of(e):
            yield Bead(called(e), "need", text, form.key, f"{form.short}, {question.title}")


def _trends(sheet: Trends, entries: Sequence[Entry]) -> Iterable[Bead]:
    rated = assess(entries, sheet.key)
    for trend in sheet.trends:
        weight = weigh(sheet, rated.get(trend.key))
        yield Bead(
            f"trend:{trend.key}", "trend", trend.short, sheet.key, sheet.short, str(trend.number), weight
        )


def weigh(sheet: Trends, said: Assessment | None) -> Weight:
    """Return whether a rated trend is relevant (above the middle), and a threat (direction below its own)."""
    if said is None or said.relevance is None or said.relevance <= middle(sheet, "relevance"):
        return ""
    return "threat" if said.direction is not None and said.direction < 0 else "relevant"


def asked(present: Sequence[Entry], sheets: Mapping[str, Template]) -> Iterable[Bead]:
    """Return comments that actions come from, and blind spots that became one."""
    origins = {e.text("origin") for e in present if e.kind == "action"}
    for e in present:
        where = sheets[e.sheet].short if e.sheet in sheets else ""
        if e.kind == "comment" and e.id in origins and e.text().strip():
            yield Bead(called(e), "comment", e.text().strip(), e.sheet, where)
        elif e.kind == "finding" and e.text("state") == "action" and e.sheet in sheets:
            yield Bead(called(e), "question", "", e.sheet, where)
