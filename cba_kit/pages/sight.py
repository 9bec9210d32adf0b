"""Sight: what of a workbook its reader may see now. All that a page is told of entries goes through here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cba_kit.model.people import leads
from cba_kit.model.stage import FREE, stage_id, stages, tally, visible, voters
from cba_kit.model.workbook import Entry, Stage, Workbook
from cba_kit.pages.visit import Visit

Message = dict[str, Any]
NOBODY = ""
"""Who wrote a note, where that is not shown."""


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
        if not self._together:
            return list(entries)
        given = list(entries)
        seen = [self._named(entry) for entry in given if self._sees(entry)]
        about = {entry.text("entry") for entry in seen if entry.kind == "comment"} - {""}
        if not about:
            return seen
        present = {entry.id: entry for entry in given}
        present |= {e.id: e for e in self._journal.some_entries(self._workbook, about - present.keys())}
        hidden = {key for key in about if key in present and not self._sees(present[key])}
        return [entry for entry in seen if not (entry.kind == "comment" and entry.text("entry") in hidden)]

    def votes(self, entries: Iterable[Entry]) -> dict[str, Message]:
        """Return for each sheet that is voted on how many people have voted, and the dots once that is over.

        `entries` are all entries of the workbook, as the store has them.
        """
        given = list(entries)
        return {
            sheet: {"voters": voters(given, sheet), "dots": dict(tally(given, sheet, stage))}
            for sheet, stage in self.stages.items()
        }

    def _sees(self, entry: Entry) -> bool:
        stage = self.stages.get(entry.sheet, FREE)
        return visible(entry, self._reader, stage, facilitator=self._leading)

    def _named(self, entry: Entry) -> Entry:
        stage = self.stages.get(entry.sheet, FREE)
        if stage.authors or entry.kind != "note":
            return entry
        known = {"created_by": entry.created_by, "changed_by": entry.changed_by}
        return entry.model_copy(
            update={name: person if person == self._reader else NOBODY for name, person in known.items()}
        )


def staged(entries: Iterable[Entry]) -> bool:
    """Tell whether what people see may have changed for entries that have not changed themselves."""
    return any(entry.kind == "stage" and entry.id == stage_id(entry.sheet) for entry in entries)
