"""Answers of a form as a roadmap shows them: words instead of keys, tables for rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cba_kit.model.form import Column, Form, Question
from cba_kit.model.roadmap.source import Source
from cba_kit.model.workbook import Entry, Scalar

Value = Scalar | list[str]
Cell = str | date


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question and what was answered: a text, a day, or rows under `columns`."""

    key: str
    title: str
    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    ids: tuple[str, ...] = ()
    """The entry of each row."""
    day: date | None = None
    """What `text` says in ISO 8601, where the question asks for a day."""

    @property
    def given(self) -> bool:
        """Tell whether there is an answer."""
        return bool(self.text or self.rows)


@dataclass(frozen=True, slots=True)
class FormPart:
    """A part of a form with its questions."""

    title: str
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A form, answered as far as it is."""

    key: str
    title: str
    start: str
    credit: str
    parts: tuple[FormPart, ...]

    @property
    def answers(self) -> tuple[AnswerRow, ...]:
        """All questions in order."""
        return tuple(answer for part in self.parts for answer in part.answers)

    @property
    def given(self) -> int:
        """How many questions have an answer."""
        return sum(answer.given for answer in self.answers)


def form_sheet(source: Source, form: Form) -> FormSheet:
    """Read a form's answers from the workbook."""
    parts = tuple(
        FormPart(part.title, tuple(_answer(source, form.key, question) for question in part.questions))
        for part in form.parts
    )
    return FormSheet(form.key, form.title, form.start, form.credit, parts)


def _answer(source: Source, sheet: str, question: Question) -> AnswerRow:
    # conflict copies wait on the page for a decision; the answer is what stands there
    entries = [entry for entry in source.on(sheet, question.key) if entry.conflict_of is None]
    words = _words(source, question)
    if question.type != "rows":
        value = entries[-1].fields.get("value") if entries else None
        text = _text(value, words, question.unit)
        day = _day(text) if question.type == "date" else None
        return AnswerRow(question.key, question.title, text, day=day)
    given = [(entry.id, row) for entry in entries if any(row := _row(entry, question.columns))]
    rows, ids = tuple(row for _, row in given), tuple(name for name, _ in given)
    return AnswerRow(question.key, question.title, "", tuple(c.title for c in question.columns), rows, ids)


def _row(entry: Entry, columns: Sequence[Column]) -> tuple[Cell, ...]:
    return tuple(_cell(entry, column) for column in columns)


def _cell(entry: Entry, column: Column) -> Cell:
    text = _text(entry.fields.get(column.key), {c.key: c.label for c in column.choices}, column.unit)
    return (_day(text) if column.type == "date" else None) or text


def _day(text: str) -> date | None:
    """Return the day that `text` names; None for words from before the question asked for a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _words(source: Source, question: Question) -> Mapping[str, str]:
    own = {choice.key: choice.label for choice in question.choices}
    return {**source.lists.get(question.list, {}), **own}


def _text(value: Value, words: Mapping[str, str], unit: str) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, list):
        return ", ".join(words.get(item, item) for item in value)
    if isinstance(value, int | float):
        # an exact whole number carries no “.0”; a year is not a count, so thousands stay unseparated
        number = f"{value:.10g}"
        return f"{number} {unit}".strip()
    return words.get(value, value).strip()
