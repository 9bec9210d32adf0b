"""Sight: what of a workbook its reader may see now. All that a page is told of entries goes through here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cba_kit.model.people import leads
from cba_kit.model.seen import seen
from cba_kit.model.stage import stage_id, stages, tally, voters, writers
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.pages.visit import Visit

Message = dict[str, Any]


class Sight:
    """What the visitor sees of one workbook, under the stages that it has at this moment."""

    def __init__(self, visit: Visit, workbook: Workbook) -> None:
        self._reader = visit.person.id
        self._together = workbook.owner_kind == "group"
        self._journal = visit.store.journal
        self._workbook = workbook.id
        self._leading = self._together and leads(visit.store.people.person(visit.person.id))
        self.stages: dict[str, Stage] = {}
        if self._together:
            self.stages = stages(self._journal.entries(workbook.id, kind="stage"))

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return those of `entries` that the visitor may see, without names where names are not shown."""
        given = list(entries)
        if not self._together:
            return given
        about = {entry.text("entry") for entry in given if entry.kind == "comment"} - {""}
        missing = about - {entry.id for entry in given}
        more = self._journal.some_entries(self._workbook, missing) if missing else []
        return seen(given, self._reader, self.stages, facilitator=self._leading, more=more)

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
