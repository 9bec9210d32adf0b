"""Members: who takes part in an edition, and how far they are with their sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cba_kit.model.assessment import CohortView
from cba_kit.model.complete import Template, progress
from cba_kit.model.edition import Edition
from cba_kit.model.people import ROLES, Person, Role
from cba_kit.model.suppression import ENOUGH, Breakdown, at_least, head_count, kinds
from cba_kit.model.workbook import Entry


@dataclass(frozen=True, slots=True)
class Member:
    """A participant and what they wrote; entries that were removed are not among them."""

    person: Person
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class SheetProgress:
    """How many people began a sheet and finished it, at least: 5, 10, 15 …; 0 is fewer than five."""

    title: str
    begun: int
    complete: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """The participants of an edition, and everybody else in it for the count of roles."""

    edition: Edition
    sheets: Mapping[str, Template]
    """In the edition's order."""
    members: Sequence[Member]
    people: Sequence[Person]
    outlook: Mapping[str, Mapping[str, CohortView]] = field(default_factory=dict)
    """What the participants say about the trends that at least five of them rated, by sheet."""

    @property
    def enough(self) -> bool:
        """Tell whether there are enough participants to say anything about them."""
        return len(self.members) >= ENOUGH

    def countries(self) -> tuple[Breakdown, int | None]:
        """Return the participants by country ("" is not known), and from how many countries they come.

        The second is None where it would tell how many come from one of them.
        """
        groups: dict[str, list[str]] = {}
        for member in self.members:
            cluster = member.person.cluster
            groups.setdefault(cluster.country if cluster else "", []).append(member.person.id)
        return head_count(groups), kinds(groups) if "" not in groups else None

    def ecosystems(self) -> dict[str, int]:
        """Return how many clusters work in an ecosystem at least; those under five are left out."""
        found: dict[str, int] = {}
        for member in self.members:
            for key in dict.fromkeys(member.person.cluster.ecosystems if member.person.cluster else ()):
                found[key] = found.get(key, 0) + 1
        return {key: at_least(count) for key, count in found.items() if at_least(count)}

    def roles(self) -> dict[Role, int]:
        """Return how many people have a role at least; 0 is fewer than five."""
        return {role: at_least(sum(person.is_a(role) for person in self.people)) for role in ROLES}

    def progress(self) -> list[SheetProgress]:
        """Return how far the participants are, sheet by sheet."""
        return [self._progress(sheet) for sheet in self.sheets.values()]

    def _progress(self, sheet: Template) -> SheetProgress:
        found = [progress(sheet, member.entries) for member in self.members]
        begun, complete = sum(one.items > 0 for one in found), sum(one.complete for one in found)
        return SheetProgress(sheet.title, at_least(begun), at_least(complete))
