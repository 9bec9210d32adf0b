"""Roadmap: the personalised report as facts, before any look; every sheet of the edition is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from cba_kit.model.canvas import Canvas
from cba_kit.model.form import Form
from cba_kit.model.golden import Golden, golden
from cba_kit.model.plan import Plan
from cba_kit.model.roadmap.actions import ActionPlan, action_plan
from cba_kit.model.roadmap.answers import AnswerRow, FormSheet, form_sheet
from cba_kit.model.roadmap.board import Board, BoardNote, board
from cba_kit.model.roadmap.changes import History, history
from cba_kit.model.roadmap.outlook import Outlook, outlook
from cba_kit.model.roadmap.source import Source
from cba_kit.model.roadmap.talks import Talk, talks
from cba_kit.model.trends import Trends

Kind = TypeVar("Kind", Form, Canvas, Trends, Plan)
PROMISE = "value_propositions"
"""The block whose notes are the promise on the first page."""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What a participant leaves with; its sheets stand in the edition's order."""

    source: Source
    forms: tuple[FormSheet, ...]
    boards: tuple[Board, ...]
    outlooks: tuple[Outlook, ...]
    plans: tuple[ActionPlan, ...]
    golden: Golden
    """Why each action is there, and what leads nowhere."""
    talks: tuple[Talk, ...]
    history: History

    @property
    def years(self) -> tuple[int, int]:
        """The years from the plan's start to the end of its last horizon."""
        start = self.source.plan_start
        days = max((h.days for plan in self.plans for h in plan.template.horizons), default=0)
        return start.year, (start + timedelta(days=days)).year

    @property
    def promise(self) -> tuple[BoardNote, ...]:
        """Notes in the block of value propositions, of the first canvas that has some."""
        for found in self.boards:
            for block in found.blocks:
                if block.key == PROMISE and block.notes:
                    return block.notes
        return ()

    @property
    def priorities(self) -> tuple[AnswerRow, ...]:
        """The aims of the strategy, else its focus areas: what the first page calls priorities."""
        return tuple(a for key in ("aims", "focus_areas") if (a := self.answer(key)) and a.given)[:1]

    @property
    def risks(self) -> tuple[BoardNote, ...]:
        """Notes that are marked as at risk, on any canvas."""
        return tuple(
            note
            for found in self.boards
            for note in found.notes
            if note.meaning in {m.key for m in found.meanings if m.tint == "risk"}
        )

    @property
    def credits(self) -> tuple[str, ...]:
        """The credit lines of all sheets shown, each once."""
        lines = [sheet.credit for sheet in self.source.sheets.values() if sheet.credit]
        return tuple(dict.fromkeys(lines))

    def form(self, key: str) -> FormSheet | None:
        """The form with this key, or None."""
        return next((form for form in self.forms if form.key == key), None)

    def answer(self, key: str) -> AnswerRow | None:
        """The answer to the question with this key, on whichever form it stands."""
        return next((a for form in self.forms for a in form.answers if a.key == key), None)


def assemble(source: Source) -> Roadmap:
    """Put a roadmap together; nothing is left out because it is empty."""
    boards = tuple(board(source, sheet) for sheet in _of(source, Canvas))
    return Roadmap(
        source=source,
        forms=tuple(form_sheet(source, sheet) for sheet in _of(source, Form)),
        boards=boards,
        outlooks=tuple(outlook(source, sheet) for sheet in _of(source, Trends)),
        plans=tuple(action_plan(source, sheet) for sheet in _of(source, Plan)),
        golden=golden(source.entries, source.sheets),
        talks=talks(source),
        history=history(source),
    )


def _of(source: Source, kind: type[Kind]) -> Iterable[Kind]:
    return (sheet for sheet in source.sheets.values() if isinstance(sheet, kind))
