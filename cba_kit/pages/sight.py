"""Sight: what of a workbook its reader may see now. All that a page is told of entries goes through here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cba_kit.model.people import leads
from cba_kit.model.rounds import without_blind
from cba_kit.model.seen import about, seen
from cba_kit.model.stage import stage_id, stages, tally, voters, writers
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.pages.visit import Visit
from cba_kit.store.rounds import blind_rounds

Message = dict[str, Any]


class Sight:
    """What the visitor sees of one workbook, under the stages that it has at this moment."""

    def __init__(self, visit: Visit, workbook: Workbook) -> None:
        self._reader = visit.person.id
        self._together = workbook.owner_kind == "group"
        self._journal = visit.store.journal
        self._workbook = workbook.id
        self._leading = self._together and leads(visit.store.people.person(visit.person.id))
        others = not self._together and workbook.owner != visit.person.id
        self._blind = blind_rounds(visit.store, workbook.edition) if others else {}
        self.stages: dict[str, Stage] = {}
        if self._together:
            self.stages = stages(self._journal.entries(workbook.id, kind="stage"))

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return those of `entries` that the visitor may see, without names where names are not shown.

        What somebody else says in a round that is rated blind is not there: coaches may take part, too.
        """
        given = list(entries)
        if not self._together:
            return without_blind(given, self._blind)
        named = self._named_by(given)
        more = [*named, *self._named_by(named)]  # an answer names a comment, which names a note
        return seen(given, self._reader, self.stages, facilitator=self._leading, more=more)

    def _named_by(self, entries: list[Entry]) -> list[Entry]:
        """Return what `entries` are about and is not among them."""
        wanted = {name for entry in entries for name in about(entry)} - {entry.id for entry in entries}
        return self._journal.some_entries(self._workbook, wanted) if wanted else []

    @property
    def nameless(self) -> set[str]:
        """The sheets on which nobody may learn now who writes which note."""
        return {key for key, stage in self.stages.items() if stage.phase == "write" or not stage.authors}

    def counted(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return those of `entries` by which the visitor is told how far a sheet is.

        That somebody has rated a trend is no secret, only what they said.
        """
        return self.of(entries) if self._together else list(entries)

    def votes(self, entries: Iterable[Entry]) -> dict[str, Message]:
        """Return for each sheet with a stage how many have written and voted, and the dots after a vote.

        `entries` are all entries of the workbook, or of these sheets, as the store has them.
        """
        given = list(entries)
        return {
            sheet: {
                "writers": writers(given, sheet),
                "voters": voters(given, sheet),
                "dots": dict(tally(given, sheet, stage)),
            }
            for sheet, stage in self.stages.items()
        }


def staged(entries: Iterable[Entry]) -> bool:
    """Tell whether what people see may have changed for entries that have not changed themselves."""
    return any(entry.kind == "stage" and entry.id == stage_id(entry.sheet) for entry in entries)
