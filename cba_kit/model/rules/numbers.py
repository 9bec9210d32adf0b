"""Checks of columns: an empty one, too large a share, a near end, a gap, a number that contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.rules.blocks import Blocks
from cba_kit.model.rules.filled import Filled, Found, number, text_of
from cba_kit.model.rules.words import share_a_word
from cba_kit.model.workbook import Entry

MONTH = 365.25 / 12
"""Days."""


class Lacking(Frozen):
    """Notes, or rows of a form, in which a column is empty."""

    sheet: str = ""
    """Left out: the sheet that is asked about."""
    of: Blocks = ()
    """Blocks, or questions of a form; left out: all."""
    columns: tuple[Key, ...] = Field(min_length=1)
    zero: bool = False
    """The number 0 counts as empty: a service that nobody uses."""

    def find(self, filled: Filled) -> Found | None:
        """Return the entries in which one of the columns is empty."""
        found = tuple(entry for entry in filled.written(self.sheet, self.of) if self._lacks(entry, filled))
        return Found(entries=found) if found else None

    def _lacks(self, entry: Entry, filled: Filled) -> bool:
        known = filled.columns(self.sheet, entry.block)  # an academy may have taken a column away
        return any(self._empty(entry.fields.get(column)) for column in self.columns if column in known)

    def _empty(self, value: object) -> bool:
        return value is None or value == "" or (self.zero and value == 0)


class Share(Frozen):
    """One note, or all notes of some blocks together, make up too much of a column's sum."""

    amount: Key
    above: float = Field(gt=0, lt=100)
    """Percent."""
    of: Blocks = ()
    """Blocks whose notes count together; left out: each note of the sheet for itself."""
    least: int = Field(default=2, ge=1)
    """Notes with an amount from which a share says something."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes that make up more, with their percentage of the sum."""
        given = amounts(filled.written(), self.amount)
        total = sum(amount for _, amount in given)
        if len(given) < self.least or total <= 0:
            return None
        if self.of:
            heavy = [(note, amount) for note, amount in given if note.block in self.of]
        else:
            heavy = [max(given, key=lambda each: each[1])]
        share = 100 * sum(amount for _, amount in heavy) / total
        if share <= self.above:
            return None
        return Found(entries=tuple(note for note, _ in heavy), share=round(share))


class Ending(Frozen):
    """Notes that end soon, and no action takes that up."""

    ends: Key
    """The column with the day."""
    months: int = Field(ge=1)
    amount: str = ""
    """A column with amounts: only notes that make up a part of their sum count."""
    least: float = Field(default=0, ge=0, le=100)
    """Percent of the sum of all amounts."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes that end within `months` from today, those that have ended included."""
        notes = filled.written()
        given = amounts(notes, self.amount) if self.amount else []
        enough = self.least / 100 * sum(amount for _, amount in given)
        large = {note.id for note, amount in given if amount >= enough}
        found = tuple(
            note
            for note in notes
            if (ends := day(note, self.ends)) is not None
            and (ends - filled.today).days <= self.months * MONTH
            and (not self.amount or note.id in large)
            and not filled.has_action(note.id)
        )
        return Found(entries=found) if found else None


class Gap(Frozen):
    """Rows of a form that matter much and are met badly, and nothing answers them."""

    sheet: Key
    of: Blocks = Field(min_length=1)
    """Questions of the form."""
    high: Key
    """The column that says how much it matters."""
    low: Key
    """The column that says how well it is met."""
    least: float = Field(gt=0)
    """The difference from which it is a gap."""
    answered: str = ""
    """A column in which an answer is named."""
    by: Blocks = ()
    """Blocks of the sheet that is asked about: a note there that shares a word, or is linked, answers."""
    ignore: tuple[Text, ...] = ()

    def find(self, filled: Filled) -> Found | None:
        """Return the rows with a gap that neither the column, a note nor an action answers."""
        notes = filled.written(blocks=self.by) if self.by else []
        found = tuple(
            row
            for row in filled.written(self.sheet, self.of)
            if (width := self._gap(row)) is not None
            and width >= self.least
            and not (self.answered and row.text(self.answered).strip())
            and not filled.has_action(row.id)
            and not any(note.id in filled.linked(row.id) for note in notes)
            and not any(share_a_word(note.text(), text_of(row), self.ignore) for note in notes)
        )
        return Found(entries=found) if found else None

    def _gap(self, row: Entry) -> float | None:
        high, low = number(row, self.high), number(row, self.low)
        return None if high is None or low is None else high - low


class Misplaced(Frozen):
    """Notes of a block whose own number says that they belong elsewhere."""

    of: Blocks = Field(min_length=1)
    column: Key
    low: float | None = None
    high: float | None = None
    """The numbers that belong in these blocks go from `low` to `high`."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes whose number lies outside."""
        found = tuple(
            note
            for note in filled.written(blocks=self.of)
            if (value := number(note, self.column)) is not None
            and ((self.low is not None and value < self.low) or (self.high is not None and value > self.high))
        )
        return Found(entries=found) if found else None


def amounts(notes: Sequence[Entry], column: str) -> list[tuple[Entry, float]]:
    """Return the notes that have an amount above 0, with it."""
    given = ((note, number(note, column)) for note in notes)
    return [(note, amount) for note, amount in given if amount is not None and amount > 0]


def day(entry: Entry, name: str) -> date | None:
    """Return a field as a day; None where none is given."""
    text = entry.text(name)
    return date.fromisoformat(text) if text else None
