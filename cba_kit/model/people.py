"""People, clusters and groups of an edition."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from cba_kit.model.base import Frozen

Role = Literal["participant", "coach", "trainer", "organiser"]
ROLES: tuple[Role, ...] = ("participant", "coach", "trainer", "organiser")


class Cluster(Frozen):
    """The organisation that a participant works for; its profile is a sheet."""

    id: str
    name: str
    country: str
    """ISO 3166-1 alpha-2 code (XK for Kosovo)."""
    ecosystems: tuple[str, ...] = ()
    website: str = ""


class Person(Frozen):
    """A human in an edition. `link` counts the links made: raising it withdraws the earlier ones."""

    id: str
    edition: str
    name: str
    email: str
    roles: tuple[Role, ...]
    cluster: Cluster | None = None
    coach: str | None = None
    """Id of the coach, for participants."""
    group: str | None = None
    language: str = "en"
    about: str = ""
    fictional: bool = False
    link: int = 1

    @property
    def group_id(self) -> str | None:
        """Id of the group that the person works in; only participants are members of groups."""
        name = (self.group or "").strip()
        return group_id(self.edition, name) if name and self.is_a("participant") else None

    @property
    def first_name(self) -> str:
        """The name that a greeting uses."""
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        """First letters of the first and last name, for the round sign."""
        words = [word for word in self.name.split() if word[0].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def is_a(self, role: Role) -> bool:
        """Tell whether the person has the role."""
        return role in self.roles


class Group(Frozen):
    """A breakout group: the participants of an edition whose `group` has this name."""

    id: str
    edition: str
    name: str
    members: tuple[Person, ...] = ()

    @property
    def initials(self) -> str:
        """First signs of the first two words of the name, or a number whole, for the round sign."""
        words = self.name.split()[:2]
        return (
            self.name[:2] if len(words) == 1 and self.name.isdigit() else "".join(w[0] for w in words).upper()
        )


@lru_cache(maxsize=1024)
def group_id(edition: str, name: str) -> str:
    """Return the id of a group, and of its workbook: the same for “Blue team” and “blue  TEAM”.

    It follows from the name alone, so two servers that meet a new group at once give it the same one.
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"group:{sha256(f'{edition}/{plain}'.encode()).hexdigest()[:20]}"


def plenary(edition: str, name: str = "") -> Group:
    """Return the group in which all participants of an edition come together, beside their own ones.

    It lists no members: people of other groups are met there, not looked up.
    """
    return Group(id=f"plenary:{edition}", edition=edition, name=name)


def groups_of(people: Iterable[Person]) -> list[Group]:
    """Return the groups that these people belong to, by name; the members keep their order.

    A group whose name is written in several ways has the one of its first member.
    """
    found: dict[str, list[Person]] = {}
    for person in people:
        if person.group_id is not None:
            found.setdefault(person.group_id, []).append(person)
    groups = []
    for key, members in found.items():
        name = " ".join((members[0].group or "").split())
        groups.append(Group(id=key, edition=members[0].edition, name=name, members=tuple(members)))
    return sorted(groups, key=lambda group: (group.edition, len(group.name), group.name))  # 2 before 10


def may_read(reader: Person, owner: Person | Group) -> bool:
    """Tell whether `reader` may see the workbook, roadmap and threads of `owner`.

    A person's: oneself, the own coach. A group's: its members; no coach, since it holds what the
    participants of other coaches wrote. Both: trainers and organisers of the edition, and nobody else.
    """
    if reader.edition != owner.edition:
        return False
    if isinstance(owner, Person) and reader.is_a("coach") and owner.coach == reader.id:
        return True
    return may_write(reader, owner) or leads(reader)


def may_write(writer: Person, owner: Person | Group) -> bool:
    """Tell whether `writer` may write all kinds of entries there: one's own workbook, one's group's.

    In the plenary's, all participants write and those who lead it.
    """
    if isinstance(owner, Person):
        return writer.id == owner.id
    if owner.id == plenary(writer.edition).id:
        return writer.is_a("participant") or leads(writer)
    return writer.group_id == owner.id


def leads(person: Person) -> bool:
    """Tell whether the person leads the sessions of their edition: what is written, when, and who sees it."""
    return person.is_a("trainer") or person.is_a("organiser")
