"""Source: everything that a roadmap is made from, read once from the store and the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cba_kit.model.assessment import CohortView
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.people import Person
from cba_kit.model.thread import Thread
from cba_kit.model.workbook import Entry, in_order


@dataclass(frozen=True, slots=True)
class Past:
    """A workbook as it was at an earlier point: a snapshot, or the version of the last roadmap."""

    name: str
    version: int
    at: datetime
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One person's workbook and what stands around it. `entries` are those that are not removed."""

    person: Person
    edition: Edition
    made: datetime
    """When it was read, in the edition's zone: the time that the roadmap carries."""
    version: int
    sheets: Mapping[str, Template]
    """In the edition's order."""
    entries: Sequence[Entry]
    coach: str = ""
    threads: Sequence[Thread] = ()
    cohort: Mapping[str, Mapping[str, CohortView]] = field(default_factory=dict)
    """What the cohort says about each trend, by the key of the trends sheet; nobody's own ratings."""
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words of the choices that come from lists: {"countries": {"LV": "Latvia"}}."""
    previous: Past | None = None
    """The workbook when the last roadmap was made; None for the first one."""
    snapshots: Sequence[Past] = ()
    blind: Mapping[str, int] = field(default_factory=dict)
    """Rounds of trends that are rated blind now, by sheet: what was said in them is not in `entries`."""

    @property
    def today(self) -> date:
        """The day that the roadmap is made on."""
        return self.made.date()

    @property
    def plan_start(self) -> date:
        """The day that the plan's horizons are counted from: the programme's last one."""
        return self.edition.end

    def on(self, sheet: str, block: str = "") -> list[Entry]:
        """Return the entries of a sheet, of one block of it if named, in their order on the page."""
        return in_order(
            e
            for e in self.entries
            if e.sheet == sheet and e.kind != "comment" and not e.removed and block in ("", e.block)
        )
