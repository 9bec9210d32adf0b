"""The rule for “complete”: how far a sheet is filled, and what to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cba_kit.model.base import Frozen
from cba_kit.model.canvas import Canvas
from cba_kit.model.form import Form, Question
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry

Template = Form | Canvas | Trends | Plan
_WORK = ("answer", "note", "rating", "action")
"""Kinds of entries that fill a sheet; the others are said about it."""


class Progress(Frozen):
    """How far a sheet is: `done` of `needed` parts; `items` counts all that was written."""

    done: int
    needed: int
    items: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.done / self.needed) if self.needed else 1.0

    @property
    def complete(self) -> bool:
        """Tell whether nothing that counts is missing."""
        return self.done >= self.needed


def progress(template: Template, entries: Iterable[Entry]) -> Progress:
    """Measure one sheet.

    form: required questions that have an answer (a table of rows: at least `least` rows);
    canvas: blocks with at least `enough` notes; trends: trends with every required scale rated,
    “don't know” included, of those that were chosen, else of all; plan: actions that have title, owner, due
    date and measure, of `enough`.
    """
    here = [
        e
        for e in entries
        if e.sheet == template.key and not e.removed and not e.conflict_of and e.kind in _WORK
    ]
    if isinstance(template, Form):
        required = [q for q in template.questions if q.required]
        done = sum(_answered(question, here) for question in required)
        return Progress(done=done, needed=len(required), items=len([e for e in here if _says(e)]))
    if isinstance(template, Canvas):
        notes = [e for e in here if e.text()]
        filled = sum(sum(e.block == block.key for e in notes) >= template.enough for block in template.blocks)
        return Progress(done=filled, needed=len(template.blocks), items=len(notes))
    if isinstance(template, Trends):
        needed = [scale.key for scale in template.scales if scale.required]
        known = {trend.key for trend in template.trends}
        rated = {e.block for e in here if all(e.fields.get(key) is not None for key in needed)} & known
        counted = {e.block for e in here if e.fields.get("chosen") is True} & known or known
        return Progress(done=len(rated & counted), needed=len(counted), items=len(rated))
    actions = [e for e in here if e.text("title")]
    ready = sum(all(e.text(name) for name in ("title", "owner", "due", "measure")) for e in actions)
    return Progress(done=min(ready, template.enough), needed=template.enough, items=len(actions))


def _says(entry: Entry) -> bool:
    return any(value not in (None, "", []) for name, value in entry.fields.items() if name != "position")


def _answered(question: Question, entries: Sequence[Entry]) -> bool:
    given = [e for e in entries if e.block == question.key and _says(e)]
    return len(given) >= (question.least if question.type == "rows" else 1)
