"""Strokes: what is written when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from cba_kit.errors import ContentError, OperationError
from cba_kit.model.people import Person
from cba_kit.model.workbook import Operation
from cba_kit.programme.demo.stroke import END, Pen, Place, later, moment, perform
from cba_kit.store import Store
from cba_kit.store.journal import Look
from tests.cast import ILZE

NOTE = Place("business_model", "note", "channels")


def _any(_operation: Operation, _look: Look) -> None:
    """Accept everything."""


@pytest.fixture
def opened(sqlite_store: Store, people: Sequence[Person]) -> Store:
    sqlite_store.people.add(people)
    return sqlite_store


def test_strokes_are_written_in_the_order_of_time_with_their_moments(opened: Store) -> None:
    pen = Pen("ilze", Random(1))
    note = pen.put(moment("2024-02-01 10:00"), NOTE, {"text": "Later"})
    first = pen.put(moment("2024-01-24 11:00"), NOTE, {"text": "First"})
    pen.change(moment("2024-03-02 09:00"), NOTE, first, {"text": "First, changed"})
    pen.remove(moment("2024-03-03 09:00"), NOTE, note)

    perform(opened, ILZE, pen.strokes, _any)

    changes = opened.journal.changes("ilze")
    assert [(c.entry, c.op, c.at, c.client) for c in changes] == [
        (first, "put", moment("2024-01-24 11:00"), "demo"),
        (note, "put", moment("2024-02-01 10:00"), "demo"),
        (first, "put", moment("2024-03-02 09:00"), "demo"),
        (note, "remove", moment("2024-03-03 09:00"), "demo"),
    ]
    assert [(s.name, s.version) for s in opened.journal.snapshots("ilze")] == [
        ("Day 2", 1),
        ("Day 3", 1),
        ("Coaching", 2),
    ]


def test_an_empty_workbook_stays_untouched(opened: Store) -> None:
    perform(opened, ILZE, [], _any)

    assert opened.journal.workbook("ilze").version == 0
    assert opened.journal.snapshots("ilze") == []


def test_a_stroke_that_is_refused_stops_the_demo(opened: Store) -> None:
    def refuse(_operation: Operation, _look: Look) -> None:
        raise OperationError("The sheet has no such block.")

    pen = Pen("ilze", Random(1))
    pen.put(moment("2024-01-24 11:00"), NOTE, {"text": "x"})

    with pytest.raises(ContentError, match=r"Ilze Kalniņa: The sheet has no such block\."):
        perform(opened, ILZE, pen.strokes, refuse)


def test_moments_lie_in_the_hours_of_work_and_before_the_end() -> None:
    pen = Pen("ilze", Random(3))

    drawn = [pen.between("2024-02-01 00:00", "2024-02-20 23:00") for _ in range(200)]

    assert {9 <= at.hour < 18 for at in drawn} == {True}
    assert pen.at_work(moment(END) + timedelta(days=9)) == moment(END)
    assert later(moment(END), 5) == moment(END)
