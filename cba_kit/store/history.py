"""The past of one workbook, quick: its state at every few hundred changes is kept, the rest is read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from cba_kit.model.moments import Trace
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Entry
from cba_kit.store.database import Database
from cba_kit.store.schema import changes
from cba_kit.store.state import State, advance, by_entry, entry_from, in_order, utc

EVERY = 1000
"""Changes between two states that are kept: so many are read at most for any moment."""
MOST = 32
"""States that are kept; where there are more, every second one goes, and twice as many changes are read."""
_COLUMNS = tuple(changes.c[name] for name in ("version", "entry", "sheet", "kind", "person", "at", "after"))
_READ = 1000
"""Rows that are read at once."""

States = dict[str, State]


class History:
    """What a workbook was at any version, and who changed what when. It belongs to one page.

    `Journal.entries(at=…)` says the same from the whole journal; this is for whoever asks again and again.
    """

    def __init__(self, database: Database, workbook_id: str, *, every: int = EVERY, most: int = MOST) -> None:
        self.workbook = workbook_id
        self.version = 0
        """Up to where the journal has been read."""
        self.traces: list[Trace] = []
        """All changes that have been read, in order."""
        self._database = database
        self._every = every
        self._most = most
        self._newest: States = {}
        self._present: dict[str, list[Entry]] = {}
        """The newest entries of each sheet that was asked for, read once."""
        self._frames: list[tuple[int, States]] = [(0, {})]
        self._places: dict[str, tuple[str, EntryKind, str, bool]] = {}
        """Of each entry the sheet, the kind, the block and whether it is its writer's alone."""

    def refresh(self) -> int:
        """Read what was written since the last time; return the version up to which all is known."""
        with self._database.reading() as connection:
            for rows in self._recorded(connection, self.version):
                self._take(rows)
        return self.version

    def entries(self, *, sheet: str, at: int, removed: bool = False) -> list[Entry]:
        """Return a sheet's entries as they were at version `at`, by block and position.

        A version that has not been read yet is the newest. `removed` adds those that were removed then.
        """
        if at < self.version:
            found = _entries_of(self._replayed(at), sheet)
        else:
            found = self._present.get(sheet) or _entries_of(self._newest, sheet)
            self._present[sheet] = found
        return [entry for entry in found if removed or not entry.removed]

    def _replayed(self, version: int) -> States:
        """Begin with the last state that is kept before, and go on from there."""
        place = bisect_right(self._frames, version, key=lambda frame: frame[0]) - 1
        start, kept = self._frames[place]
        if start == version:
            return kept
        states = dict(kept)
        with self._database.reading() as connection:
            for rows in self._recorded(connection, start, version):
                advance(states, by_entry(rows))
        return states

    def _recorded(
        self, connection: Connection, since: int, until: int | None = None
    ) -> Iterator[Sequence[Row[Any]]]:
        """Return changes in their order, some hundreds at once: a long journal never lies in memory whole."""
        query = select(*_COLUMNS).where(changes.c.workbook == self.workbook, changes.c.version > since)
        if until is not None:
            query = query.where(changes.c.version <= until)
        options = {"yield_per": min(_READ, self._every)}
        return connection.execute(query.order_by(changes.c.version), execution_options=options).partitions()

    def _take(self, rows: Sequence[Row[Any]]) -> None:
        """Take over changes; keep the state after them where the last one that is kept is long ago."""
        places, traces = self._places, self.traces
        read: Sequence[Sequence[Any]] = rows
        for version, entry, sheet, kind, person, at, after in read:
            place = places.get(entry, (sheet, kind, "", False))
            if "block" in after or "private" in after:
                private = after["private"] is True if "private" in after else place[3]
                place = (place[0], place[1], after.get("block", place[2]), private)
            places[entry] = place
            traces.append(Trace(version, utc(at), person, entry, *place))
        advance(self._newest, by_entry(rows))
        self._present.clear()
        self.version = rows[-1][0]
        if self.version - self._frames[-1][0] >= self._every:
            self._frames.append((self.version, dict(self._newest)))
            if len(self._frames) > self._most:
                self._frames = self._frames[::2]
                self._every *= 2


def _entries_of(states: States, sheet: str) -> list[Entry]:
    found = [entry_from(state) for state in states.values() if state.sheet == sheet]
    return sorted(found, key=in_order)
