"""Figures: what notes of a canvas and rows of a form say in numbers, and the pictures drawn of them."""

from __future__ import annotations

from collections.abc import Sequence

from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form, Question
from cba_kit.model.rules.filled import number, place, text_of
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Entry
from cba_kit.pictures.drawing import Style
from cba_kit.pictures.funding import Income, Kind, funding, funding_table
from cba_kit.pictures.needs import Need, needs
from cba_kit.pictures.portfolio import Service, portfolio, portfolio_table
from cba_kit.pictures.stakeholders import Stakeholder, stakeholders, stakeholders_table
from cba_kit.pictures.table import Table

LEVELS: dict[str, Kind] = {"public_base": "public", "project": "project", "private": "private"}
"""The blocks of a funding mix, and the kind of money that each stands for."""


def figures(canvas: Canvas, entries: Sequence[Entry], wide: Style, phone: Style) -> dict[str, str]:
    """Return the pictures of a canvas by name; a canvas that asks for no such numbers has none."""
    notes = _written(canvas, entries, "note")
    if is_funding(canvas):
        found, unit = incomes(notes), _unit(canvas, "amount")
        return {
            "funding": funding(found, uid="funding", unit=unit, style=wide),
            "funding_compact": funding(found, uid="funding-phone", unit=unit, style=phone),
        }
    if is_portfolio(canvas):
        offered, phases = services(canvas, notes), [block.title for block in canvas.blocks]
        return {
            "portfolio": portfolio(offered, phases, uid="portfolio", style=wide),
            "portfolio_compact": portfolio(offered, phases, uid="portfolio-phone", style=phone),
        }
    if is_stakeholders(canvas):
        people = powers(canvas, notes)
        return {
            "stakeholders": stakeholders(people, uid="stakeholders", style=wide),
            "stakeholders_compact": stakeholders(people, uid="stakeholders-phone", style=phone),
        }
    return {}


def numbers(canvas: Canvas, entries: Sequence[Entry], style: Style) -> Table | None:
    """Return what the picture of a canvas shows as a table; None where it has no picture."""
    notes = _written(canvas, entries, "note")
    if is_funding(canvas):
        return funding_table(incomes(notes), _unit(canvas, "amount"), style)
    if is_portfolio(canvas):
        return portfolio_table(services(canvas, notes), [block.title for block in canvas.blocks], style)
    return stakeholders_table(powers(canvas, notes), style) if is_stakeholders(canvas) else None


def needs_figures(form: Form, entries: Sequence[Entry], wide: Style, phone: Style) -> dict[str, str]:
    """Return the picture of a form that asks how important a need is and how well it is met."""
    question = next((q for q in form.questions if {"importance", "satisfaction"} <= _columns(q)), None)
    if question is None:
        return {}
    found = rated_needs(_written(form, entries, "answer"), question.key)
    return {
        "needs": needs(found, uid="needs", style=wide),
        "needs_compact": needs(found, uid="needs-phone", style=phone),
    }


def rated_needs(rows: Sequence[Entry], question: str) -> list[Need]:
    """Return the rows of a question that are rated on both scales, numbered in their order on the page."""
    here = [row for row in rows if row.block == question]
    return [
        Need(at, text_of(row), importance, satisfaction)
        for at, row in enumerate(here, start=1)
        if (importance := number(row, "importance")) is not None
        and (satisfaction := number(row, "satisfaction")) is not None
    ]


def is_funding(canvas: Canvas) -> bool:
    """Tell whether a canvas asks for the amounts of a funding mix."""
    return LEVELS.keys() <= {block.key for block in canvas.blocks} and "amount" in _columns(canvas)


def is_portfolio(canvas: Canvas) -> bool:
    """Tell whether a canvas asks for what services cost and bring in; its blocks are phases of life."""
    return {"users", "cost", "income"} <= _columns(canvas)


def is_stakeholders(canvas: Canvas) -> bool:
    """Tell whether a canvas asks how much power somebody has and how much they care."""
    return {"power", "interest"} <= _columns(canvas)


def powers(canvas: Canvas, notes: Sequence[Entry]) -> list[Stakeholder]:
    """Return the notes that are rated on both scales, numbered in the order of the blocks."""
    order = [block.key for block in canvas.blocks]
    placed = sorted((n for n in notes if n.block in order), key=lambda n: order.index(n.block))
    return [
        Stakeholder(
            at, text_of(note), power, interest, _said(canvas, note, "stance"), _said(canvas, note, "wanted")
        )
        for at, note in enumerate(placed, start=1)
        if (power := number(note, "power")) is not None and (interest := number(note, "interest")) is not None
    ]


def incomes(notes: Sequence[Entry]) -> list[Income]:
    """Return the sources of income of a funding mix that have an amount."""
    return [
        Income(text_of(note), LEVELS[note.block], amount)
        for note in notes
        if note.block in LEVELS and (amount := number(note, "amount")) is not None
    ]


def services(canvas: Canvas, notes: Sequence[Entry]) -> list[Service]:
    """Return the services of a portfolio, numbered phase by phase; those without a block are left out."""
    phases = [block.key for block in canvas.blocks]
    placed = sorted((n for n in notes if n.block in phases), key=lambda n: phases.index(n.block))
    return [
        Service(at, text_of(note), phases.index(note.block), _cover(note), _users(note))
        for at, note in enumerate(placed, start=1)
    ]


def _said(canvas: Canvas, note: Entry, key: str) -> str:
    """Return what was chosen in a column, in words."""
    choices = {c.key: c.label for column in canvas.columns if column.key == key for c in column.choices}
    return choices.get(note.text(key), "")


def _unit(canvas: Canvas, key: str) -> str:
    """Return the unit of a column: the template says it, a currency for instance."""
    return next((column.unit for column in canvas.columns if column.key == key), "")


def _columns(asks: Canvas | Question) -> set[str]:
    return {column.key for column in asks.columns}


def _written(sheet: Template, entries: Sequence[Entry], kind: EntryKind) -> list[Entry]:
    """Return the notes or answers of a sheet that say something, in their order on the page."""
    here = [e for e in entries if e.sheet == sheet.key and e.kind == kind and not e.removed]
    kept = [e for e in here if not e.conflict_of and text_of(e)]
    return sorted(kept, key=lambda e: (place(e), e.created_at, e.id))


def _cover(note: Entry) -> float | None:
    """Return how much of its cost a service brings in, in percent; None where that cannot be said."""
    cost, income = number(note, "cost"), number(note, "income")
    return None if not cost or income is None else 100 * income / cost


def _users(note: Entry) -> int | None:
    users = number(note, "users")
    return None if users is None else round(users)
