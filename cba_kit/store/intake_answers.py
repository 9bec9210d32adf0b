"""Answers that come in: a table row by row into the questions of one form."""

from __future__ import annotations

from dataclasses import dataclass, field

from cba_kit.content.tables.grid import tidy
from cba_kit.errors import OperationError
from cba_kit.model.form import Column, Form, Question
from cba_kit.model.workbook import Entry
from cba_kit.store.export_book import Book
from cba_kit.store.export_form import labels_of
from cba_kit.store.export_heading import ID
from cba_kit.store.intake_cell import meant, value_of
from cba_kit.store.intake_heading import Found
from cba_kit.store.intake_parcel import Brought
from cba_kit.store.intake_rows import Cells, Misfit, Rows, Value, alike, position


@dataclass(slots=True)
class _Gathered:
    """An answer in rows: its cells stand in several rows of the table."""

    place: str
    block: str
    entry: str
    known: Entry | None
    fields: dict[str, Value] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    """Row by the column's key."""


class Answers(Rows):
    """The rows of a form.

    An answer is known by its question. One row of a question with rows is known by its id, else by its
    number; rows with a number that is not there make a new one together.
    """

    needed = ("question", "answer")

    def __init__(self, form: Form, book: Book, found: Found, token: str) -> None:
        super().__init__(form.key, book, found, token)
        self.form = form
        self.letter = dict(zip((each.key for each in found.headings), found.letters, strict=True))
        self.gathered: dict[tuple[str, str], _Gathered] = {}
        self.last: dict[str, float] = {}

    def take(self, number: int, place: str, cells: Cells) -> None:
        """Read one row; a question that is answered neither here nor there is left out."""
        question = self._question(cells)
        if question.type == "rows":
            self._take_cell(number, place, cells, question)
            return
        wanted = cells.get(ID, "").strip()
        known = self.here.get(wanted) or self.here.get(f"{self.sheet}.{question.key}")
        if known is not None and known.block != question.key:
            raise OperationError(f"Here “{wanted}” answers another question.")
        had = known.fields.get("value") if known is not None else None
        value = self._value(question, cells["answer"], had)
        if known is None and value in (None, "", []):
            return
        entry = known.id if known is not None else f"{self.sheet}.{question.key}"
        self.note(entry, number)
        fields = {} if alike(value, had) else {"value": value}
        self.parcel.brought.append(Brought(place, self.sheet, entry, "answer", question.key, fields))

    def finish(self) -> None:
        """Put the answers together whose cells stand in several rows."""
        for each in self.gathered.values():
            if each.known is None and not any(value not in (None, "") for value in each.fields.values()):
                continue
            if each.known is None:
                each.fields["position"] = self._end(each.block)
            self.parcel.brought.append(
                Brought(each.place, self.sheet, each.entry, "answer", each.block, each.fields)
            )

    def _take_cell(self, number: int, place: str, cells: Cells, question: Question) -> None:
        column = self._column(cells.get("column", ""), question)
        answer = self._answer(number, place, cells, question)
        if column.key in answer.columns:
            raise OperationError(f"The same stands in row {answer.columns[column.key]} already.")
        answer.columns[column.key] = number
        had = answer.known.fields.get(column.key) if answer.known is not None else None
        value = self._value(column, cells["answer"], had)
        if not alike(value, had):
            answer.fields[column.key] = value

    def _answer(self, number: int, place: str, cells: Cells, question: Question) -> _Gathered:
        given = [each for each in self.here.values() if each.kind == "answer" and each.block == question.key]
        wanted, row = cells.get(ID, "").strip(), cells.get("row", "").strip().removesuffix(".0")
        known = self.here.get(wanted)
        if known is None and not wanted and row.isdecimal() and 0 < int(row) <= len(given):
            known = given[int(row) - 1]
        if known is not None and known.block != question.key:
            raise OperationError(f"Here “{wanted}” answers another question.")
        key = (question.key, known.id if known is not None else wanted or f"row {row}")
        if key not in self.gathered:
            entry = known.id if known is not None else self.new_id(wanted, number)
            self.gathered[key] = _Gathered(place, question.key, entry, known)
        return self.gathered[key]

    def _question(self, cells: Cells) -> Question:
        said, part = cells["question"].strip(), tidy(cells.get("part", "")).casefold()
        wanted = tidy(said).casefold()
        found = [
            (tidy(each.title).casefold() == part, question)
            for each in self.form.parts
            for question in each.questions
            if wanted in (tidy(question.title).casefold(), question.key.casefold())
        ]
        if not found:
            known = {question.key: question.title for question in self.form.questions}
            raise OperationError(f"“{self.form.title}” has no question “{said}”. {meant(said, known)}")
        return max(found, key=lambda pair: pair[0])[1]

    def _column(self, cell: str, question: Question) -> Column:
        wanted = tidy(cell).casefold()
        for column in question.columns:
            if wanted in (tidy(column.title).casefold(), column.key.casefold()):
                return column
        known = {column.key: column.title for column in question.columns}
        raise OperationError(f"“{question.title}” has no column “{cell.strip()}”. {meant(cell, known)}")

    def _value(self, asked: Question | Column, cell: str, had: Value) -> Value:
        if isinstance(had, str) and cell.strip() == had.strip():
            return had
        try:
            return value_of(asked, cell, labels_of(asked, self.book.lists))
        except OperationError as error:
            raise Misfit([(self.letter["answer"], str(error))]) from error

    def _end(self, block: str) -> float:
        here = [position(each) for each in self.here.values() if each.block == block]
        self.last[block] = self.last.get(block, max(here, default=0.0)) + 1
        return self.last[block]
