"""The golden thread as a section: why each action is in the plan, and what has no answer yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cba_kit.model.bead import Bead
from cba_kit.model.golden import Line
from cba_kit.model.roadmap.actions import ActionPlan
from cba_kit.reports.section import Section
from cba_kit.reports.sections.desk import Desk

STATIONS = ("note", "trend", "action", "number")


def golden_thread(desk: Desk, plan: ActionPlan) -> Section:
    """Return the lines of a plan, from notes and trends to actions and numbers, gaps shown.

    What leads nowhere belongs to the first plan, so that it is told once.
    """
    say, lines = desk.words.say, lines_of(desk, plan)
    return Section(
        key=f"{plan.template.key}-thread",
        kind="thread",
        title=say("thread.title"),
        headline=say("thread.headline") if lines else "",
        lead=say("thread.lead") if lines else "",
        empty="" if lines else say("follows"),
        data={
            "head": [say(f"thread.{column}") for column in STATIONS],
            "lines": [_cells(desk, line) for line in lines],
            "marks": [mark(line) for line in lines],
        },
    )


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
    lines = [line for line in desk.roadmap.golden.lines if link in {bead.link for bead in line.beads}]
    return [{"to": mark(line), "text": line.action.mark if line.action else word} for line in lines]


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
    return {"text": text, "mark": bead.mark, "to": bead.link if bead.kind in ("note", "action") else ""}
