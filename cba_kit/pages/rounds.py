"""Rounds: what pages are told of the rounds of trends sheets, and that something about them has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cba_kit.model.people import plenary
from cba_kit.model.stage import FREE, stage_id, stages
from cba_kit.model.trends import Trends
from cba_kit.model.values import Stage
from cba_kit.pages.visit import Visit
from cba_kit.store.rounds import late_ratings, raters
from cba_kit.store.watch import Signal

Message = dict[str, Any]


def stage_of(visit: Visit, sheet: str) -> Stage:
    """Return the stage of a sheet's rounds, which everybody's workbook holds; free where nobody set one."""
    book = plenary(visit.person.edition).id
    return stages(visit.store.journal.some_entries(book, [stage_id(sheet)])).get(sheet, FREE)


def rounds(visit: Visit) -> dict[str, Message]:
    """Return for each trends sheet with rounds which one it is, how far, and how many have begun it.

    Nothing of what anybody said is in it. `late` names the visitor's own ratings that no picture shows.
    """
    edition = visit.person.edition
    told = {}
    for sheet, stage in stages(visit.store.journal.entries(plenary(edition).id, kind="stage")).items():
        if isinstance(visit.sheets.get(sheet), Trends):
            rated, everybody = raters(visit.store, edition, sheet, stage.round)
            head = {"phase": stage.phase, "round": stage.round, "rated": rated, "of": everybody}
            told[sheet] = head | {"late": late_ratings(visit.store, edition, visit.person.id, sheet)}
    return told


def ring(visit: Visit) -> None:
    """Tell all pages of the edition at once that the rounds have changed; the relay tells them, too."""
    journal, edition = visit.store.journal, visit.person.edition
    version = journal.workbook_of(plenary(edition).id).version
    books = [book.id for book in journal.workbooks(edition)]
    visit.store.watch.announce(*({"book": book, "rounds": version} for book in books))


class Rounds:
    """What a page knows of the rounds of trends, which everybody's workbook holds."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._version: int | None = None
        self._known: Mapping[str, Any] = {}

    @property
    def blind(self) -> dict[str, int]:
        """The rounds that are rated blind, by sheet, as the page was told."""
        return {sheet: one["round"] for sheet, one in self._known.items() if one["phase"] == "write"}

    def told(self, known: Mapping[str, Any]) -> None:
        """The page was told how the rounds stand."""
        self._known = known

    def rated(self, sheets: Collection[str]) -> Iterable[Mapping[str, Any]]:
        """Return how the rounds stand after the visitor rated on these sheets, if that came too late."""
        if any(
            sheet in sheets and one["phase"] not in ("free", "write") for sheet, one in self._known.items()
        ):
            yield from self.news((), everything=True)

    def news(self, signals: Sequence[Signal], *, everything: bool) -> Iterable[Mapping[str, Any]]:
        """Return how the rounds stand, if that has changed; `everything` asks the store in any case."""
        version = max((v for s in signals if isinstance(v := s.get("rounds"), int)), default=self._version)
        if not everything and version == self._version:
            return
        self._version, before = version, self._known
        self._known = rounds(self._visit)
        if self._known != before:
            yield {"t": "rounds", "rounds": self._known}
