"""People, clusters and groups of an edition."""

from __future__ import annotations

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


def may_read(reader: Person, owner: Person) -> bool:
    """Tell whether `reader` may see the workbook, roadmap and threads of `owner`.

    Oneself; the own coach; trainers and organisers of the edition. Never another participant.
    """
    if reader.edition != owner.edition:
        return False
    return (
        reader.id == owner.id
        or (reader.is_a("coach") and owner.coach == reader.id)
        or reader.is_a("trainer")
        or reader.is_a("organiser")
    )
