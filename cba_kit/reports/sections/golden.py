"""The golden thread as a section: what has no answer yet, and why each action is in the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from cba_kit.model.bead import Bead
from cba_kit.model.golden import HANDFUL, Line
from cba_kit.model.roadmap.actions import ActionPlan
from cba_kit.reports.section import Section
from cba_kit.reports.sections.desk import Desk

STATIONS = ("note", "trend", "action", "number")
SHOWN = ("note", "need", "action")
"""Kinds of beads that have a place of their own in a roadmap, beside trends."""
MORE = "thread-more"
"""The place of the sentence that counts the notes which are not shown."""


def golden_thread(desk: Desk, plan: ActionPlan) -> Section:
    """Return the lines of a plan, from notes and trends to actions and numbers, gaps shown.

    What leads nowhere belongs to the first plan, so that it is told once; of its notes a handful is shown.
    """
    say, lines = desk.words.say, lines_of(desk, plan)
    told, folded = fold(lines)
    return Section(
        key=f"{plan.template.key}-thread",
        kind="thread",
        title=say("thread.title"),
        headline=say("thread.headline") if lines else "",
        lead=say("thread.lead") if lines else "",
        empty="" if lines else say("follows"),
        data={
            "head": [say(f"thread.{column}") for column in STATIONS],
            "lines": [_cells(desk, line) for line in told],
            "marks": [mark(line) for line in told],
            "more": _more(desk, folded),
            "more_mark": MORE,
        },
    )


def fold(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines that are shown, and the notes that are only counted (never a single one)."""
    notes = [line for line in lines if line.gap == "note"]
    folded = notes[HANDFUL:] if len(notes) > HANDFUL + 1 else []
    return list(lines[: len(lines) - len(folded)]), folded


def _more(desk: Desk, folded: Sequence[Line]) -> str:
    """Return a sentence that counts notes by their block; "" where there are none."""
    blocks = Counter(line.starts[0].where for line in folded)
    named = [desk.words.say("thread.more_block", block=block, n=n) for block, n in blocks.items()]
    return desk.words.say("thread.more", n=len(folded), blocks="; ".join(named)) if folded else ""


def lines_of(desk: Desk, plan: ActionPlan) -> list[Line]:
    """Return the lines that stand in a plan's section."""
    first = plan.template.key == desk.roadmap.plans[0].template.key
    sheet = plan.template.key
    lines = desk.roadmap.golden.lines
    return [line for line in lines if (line.action.sheet == sheet if line.action else first)]


def mark(line: Line) -> str:
    """Return the name of a line's place in the document."""
    bead = line.action or (line.starts[0] if line.gap == "note" else line.trends[0])
    return f"thread-{bead.link}"


def refs(desk: Desk, link: str) -> list[dict[str, str]]:
    """Return where the threads of a note, a trend or an action stand: their place and words."""
    if not desk.roadmap.plans:
        return []
    word = desk.words.say("thread.mark")
    told, folded = fold(desk.roadmap.golden.lines)
    lines = [line for line in told if link in _links(line)]
    found = [{"to": mark(line), "text": line.action.mark if line.action else word} for line in lines]
    return found or [{"to": MORE, "text": word} for line in folded if link in _links(line)]


def _links(line: Line) -> set[str]:
    return {bead.link for bead in line.beads}


def _cells(desk: Desk, line: Line) -> list[dict[str, Any]]:
    """Return the four stations of a thread; a gap carries the words for what is missing."""
    number = f"{line.baseline or '?'} → {line.target}" if line.target else ""
    stations = (
        [_part(desk, bead) for bead in line.starts],
        [_part(desk, bead) for bead in line.trends],
        [_part(desk, line.action)] if line.action else [],
        [{"text": number, "mark": "", "to": ""}] if number else [],
    )
    return [_station(desk, line, name, parts) for name, parts in zip(STATIONS, stations, strict=True)]


def _station(desk: Desk, line: Line, name: str, parts: Sequence[dict[str, str]]) -> dict[str, Any]:
    gap = not parts
    asks = gap and name == "action" and line.gap in ("threat", "trend", "note")
    empty = {"text": desk.words.say(f"thread.no_{name}"), "mark": "", "to": ""}
    if asks:
        empty["text"] = desk.words.say(f"thread.gap_{line.gap}")
    return {"gap": gap, "parts": list(parts) or [empty]}


def _part(desk: Desk, bead: Bead) -> dict[str, str]:
    text = bead.text or desk.words.say("thread.question", sheet=bead.where)
    if bead.kind == "trend":
        return {"text": f"{bead.mark} {text}", "mark": "", "to": bead.link}
    return {"text": text, "mark": bead.mark, "to": bead.link if bead.kind in SHOWN else ""}
