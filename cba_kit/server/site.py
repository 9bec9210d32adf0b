"""Site: what every part of the server works on."""

from __future__ import annotations

from dataclasses import dataclass

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """One academy being served: its folder, its templates and its open store."""

    academy: Academy
    library: Library
    store: Store

    def language(self, person: Person | None) -> str:
        """Return the language of a page: the person's where there are words in it, else the academy's."""
        wanted = person.language if person else self.academy.settings.language
        known = self.library.languages()
        return next((code for code in (wanted, self.academy.settings.language) if code in known), "en")
