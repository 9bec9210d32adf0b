"""Notes: where a cohort writes on its canvases, and with which words."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cba_kit.model.canvas import Canvas
from cba_kit.model.cohort.members import Cohort, Member
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.plan import Plan
from cba_kit.model.suppression import Breakdown, Cell, at_least, disclose
from cba_kit.model.themes import Theme, themes
from cba_kit.model.workbook import Entry

_FREE = ("line", "text")
_ACTION_WORDS = ("title", "background", "description", "risks")


def notes_by_block(cohort: Cohort, canvas: Canvas) -> Breakdown:
    """Return how many notes stand in each block of a canvas."""
    every = frozenset(meaning.key for meaning in canvas.meanings)
    found = [(block.key, _writers(cohort, canvas, block.key, every)) for block in canvas.blocks]
    return disclose(Cell(key, frozenset(writers), len(writers)) for key, writers in found)


def people_at_risk(cohort: Cohort, canvas: Canvas) -> dict[str, int]:
    """Return how many people have a note at risk in a block, at least; blocks under five are left out.

    People rounded down, and no notes: beside the number of all notes, that of those at risk would tell how
    many are not.
    """
    risky = frozenset(meaning.key for meaning in canvas.meanings if meaning.tint == "risk")
    found = {block.key: set(_writers(cohort, canvas, block.key, risky)) for block in canvas.blocks}
    return {key: at_least(len(people)) for key, people in found.items() if at_least(len(people))}


def _writers(cohort: Cohort, canvas: Canvas, block: str, meanings: Collection[str]) -> list[str]:
    """Return who wrote each note of a block that has one of these meanings; an unknown one is the first."""
    known, first = {meaning.key for meaning in canvas.meanings}, canvas.meanings[0].key
    return [
        member.person.id
        for member in cohort.members
        for entry in member.entries
        if (entry.sheet, entry.block, entry.kind) == (canvas.key, block, "note")
        and entry.text().strip()
        and (entry.text("meaning") if entry.text("meaning") in known else first) in meanings
    ]


def themes_of(cohort: Cohort, *, stop_words: Collection[str]) -> tuple[Theme, ...]:
    """Return the words that at least five participants use in notes, answers and actions."""
    clusters = [member.person.cluster.name for member in cohort.members if member.person.cluster]
    return themes(
        {member.person.id: list(_texts(cohort, member)) for member in cohort.members},
        stop_words=stop_words,
        people=[person.name for person in cohort.people],
        clusters=clusters,
    )


def _texts(cohort: Cohort, member: Member) -> Iterable[str]:
    for entry in member.entries:
        template = cohort.sheets.get(entry.sheet)
        if template is not None and entry.kind != "comment":
            yield from (entry.text(name) for name in _fields(template, entry))


def _fields(template: Template, entry: Entry) -> Iterable[str]:
    """Return the fields in which people write freely; the key of a choice is not theirs."""
    if isinstance(template, Canvas):
        return ("text",)
    if isinstance(template, Plan):
        return _ACTION_WORDS
    question = template.question(entry.block) if isinstance(template, Form) else None
    if question is None:
        return ()
    columns = [column.key for column in question.columns if column.type in _FREE]
    return (*columns, "value") if question.type in _FREE else columns
