"""Strokes: what somebody writes at a moment; a workbook's history is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cba_kit.errors import ContentError
from cba_kit.model.people import Group, Person
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Operation, Writer
from cba_kit.store import Store
from cba_kit.store.journal import Accept

CLIENT = "demo"
ZONE = ZoneInfo("Europe/Sofia")
SNAPSHOTS = (("Day 2", "2024-01-24 18:00"), ("Day 3", "2024-01-25 18:00"), ("Coaching", "2024-03-01 20:00"))
"""The named points of the journal, in the demo's time."""
END = "2024-03-10 22:00"
"""The last moment of anything in the demo: the evening before the day that it plays."""

_PARTICIPANT: frozenset[EntryKind] = frozenset(("answer", "note", "rating", "action", "comment"))
_COACH: frozenset[EntryKind] = frozenset(("comment",))


def moment(text: str) -> datetime:
    """Read a moment of the demo, written as 2024-01-24 18:00 in Sofia."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Clock:
    """A clock that stands where it was set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.at


class Place(NamedTuple):
    """The sheet, kind and block of an entry."""

    sheet: str
    kind: EntryKind
    block: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """One operation of one person at a moment."""

    at: datetime
    person: str
    operation: Operation


class Pen:
    """Collects strokes. Ids are drawn from the seeded `random`, so the same seed writes the same ids."""

    def __init__(self, owner: str, random: Random) -> None:
        self.owner = owner
        self.random = random
        self.strokes: list[Stroke] = []

    def new_id(self) -> str:
        """Return an id as pages make them."""
        return f"{self.random.getrandbits(64):016x}"

    def put(
        self, at: datetime, place: Place, fields: Mapping[str, Any], *, entry: str = "", by: str = ""
    ) -> str:
        """Write a new entry, by the owner if nobody is named; return its id."""
        entry = entry or self.new_id()
        self._add(at, by, self._operation(place, entry, fields=dict(fields), block=place.block))
        return entry

    def change(self, at: datetime, place: Place, entry: str, fields: Mapping[str, Any]) -> None:
        """Let the owner change fields of an entry that is there."""
        self._add(at, "", self._operation(place, entry, fields=dict(fields)))

    def remove(self, at: datetime, place: Place, entry: str) -> None:
        """Let the owner take an entry off."""
        self._add(at, "", self._operation(place, entry, op="remove"))

    def _operation(self, place: Place, entry: str, **rest: Any) -> Operation:
        return Operation(id=self.new_id(), sheet=place.sheet, entry=entry, kind=place.kind, **rest)

    def _add(self, at: datetime, by: str, operation: Operation) -> None:
        self.strokes.append(Stroke(at, by or self.owner, operation))

    def between(self, first: str, last: str) -> datetime:
        """Draw a moment between two, in the hours of work."""
        start, end = moment(first), moment(last)
        return self.at_work(start + (end - start) * self.random.random())

    def at_work(self, at: datetime) -> datetime:
        """Return `at`, or the same day between 9 and 18 when it lies outside; never after the demo's end."""
        if not 9 <= at.hour < 18:
            at = at.replace(hour=self.random.randint(9, 17))
        return min(at.replace(second=0, microsecond=0), moment(END))


def perform(store: Store, owner: Person | Group, strokes: Sequence[Stroke], accept: Accept) -> None:
    """Write strokes into the owner's workbook in the order of time, a batch a moment, with the snapshots.

    An empty workbook gets no snapshots: there is nothing that they could show.
    """
    if not strokes:
        return
    clock = Clock(moment(END))
    journal = Store(store.database, clock).journal  # the same database, with the demo's own time
    workbook = journal.workbook_of(owner.id).id
    writers = {member.id for member in owner.members} if isinstance(owner, Group) else {owner.id}
    marks = [(moment(at), name) for name, at in SNAPSHOTS]
    # sorting keeps the order of strokes of the same moment
    for (at, person), batch in groupby(sorted(strokes, key=_at), key=lambda s: (s.at, s.person)):
        while marks and marks[0][0] < at:
            clock.at, name = marks.pop(0)
            journal.snapshot(workbook, name)
        clock.at = at
        kinds = _PARTICIPANT if person in writers else _COACH
        writer = Writer(person=person, client=CLIENT, kinds=kinds)
        receipt = journal.apply(workbook, [s.operation for s in batch], writer, accept=accept)
        for refused in receipt.refused:
            raise ContentError(f"{owner.name}: {refused.reason}", where="templates/demo")
    for at, name in marks:
        clock.at = at
        journal.snapshot(workbook, name)


def _at(stroke: Stroke) -> datetime:
    return stroke.at


def later(at: datetime, minutes: int) -> datetime:
    """Return the moment some minutes after `at`, at most the end of the demo's time."""
    return min(at + timedelta(minutes=minutes), moment(END))
