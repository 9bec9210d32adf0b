"""Table of a form: one row an answer; an answer in rows has one for each of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cba_kit.model.form import Column, Form, Question
from cba_kit.model.workbook import Entry
from cba_kit.store.export_heading import ID, Heading, Labels, told


def form_headings(words: Mapping[str, str]) -> list[Heading]:
    """Return the columns; `row` counts the rows of one question, `column` names one of its cells."""
    keys = ("part", "question", "row", "column", "answer")
    return [*(Heading(key, words[f"export.{key}"]) for key in keys), Heading(ID, words["export.entry"])]


def form_rows(
    form: Form, entries: Iterable[Entry], lists: Mapping[str, Labels], *, blank: bool = False
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the id of each answer's entry and its row, without the id; `entries` are those of this sheet.

    `blank` adds what nobody has answered yet, so that the table can be filled in elsewhere.
    """
    here = [entry for entry in entries if entry.kind == "answer"]
    for part in form.parts:
        for question in part.questions:
            given = [entry for entry in here if entry.block == question.key]
            for number, entry in enumerate(given, start=1):
                for row, column, answer in _answers(question, entry, number, lists, blank=blank):
                    yield entry.id, (part.title, question.title, row, column, answer)
            if blank and not given:
                for row, column in _open(question):
                    yield "", (part.title, question.title, row, column, "")


def labels_of(asked: Question | Column, lists: Mapping[str, Labels]) -> Labels:
    """Return the labels of what can be chosen, by key; empty where words are asked for."""
    if isinstance(asked, Question) and asked.list:
        return lists.get(asked.list, {})
    return {choice.key: choice.label for choice in asked.choices}


def day(value: object) -> object:
    """Return a stored day as a day, which spreadsheets sort; other words stay as they are."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _answers(
    question: Question, entry: Entry, number: int, lists: Mapping[str, Labels], *, blank: bool
) -> Iterator[tuple[object, str, object]]:
    if question.type != "rows":
        yield "", "", _chosen(question, entry.fields.get("value"), lists)
        return
    for column in question.columns:
        if blank or entry.text(column.key):
            yield number, column.title, _chosen(column, entry.fields.get(column.key), lists)


def _open(question: Question) -> Iterator[tuple[object, str]]:
    if question.type != "rows":
        yield "", ""
        return
    for column in question.columns:
        yield 1, column.title


def _chosen(asked: Question | Column, value: object, lists: Mapping[str, Labels]) -> object:
    return day(value) if asked.type == "date" else told(value, labels_of(asked, lists))
