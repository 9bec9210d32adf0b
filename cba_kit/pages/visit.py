"""A visit: the academy, its store, and who is here."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from cba_kit.config import TOML, Academy, open_academy
from cba_kit.content import Library
from cba_kit.errors import NotFoundError, SettingsError
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.people import Cluster, Person
from cba_kit.store import Store, open_store

PREVIEW = "demo"
"""Edition whose programme a preview shows where the academy has it."""


PATIENCE = 3.0
"""Seconds that a page waits for a database that others keep: it has somebody to answer, who tries again."""
AS_READ = 1.0
"""Seconds for which templates are taken as they were read: one message asks the disk once."""


@dataclass(frozen=True)
class Place:
    """All that a page needs before anyone has come to it."""

    academy: Academy
    library: Library
    store: Store

    def visit(self, person_id: str, sheet: str = "") -> Visit:
        """Return the visit of a person; NotFoundError when there is none of this id."""
        return Visit(self.academy, self.library, self.store, self.store.people.person(person_id), sheet=sheet)


@dataclass(frozen=True)
class Visit:
    """All that a page needs. `preview` is true where nobody is signed in (JupyterLab)."""

    academy: Academy
    library: Library
    store: Store
    person: Person
    preview: bool = False
    sheet: str = ""
    """A sheet shown beyond those of the edition: a teaching notebook's."""
    _read: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def edition(self) -> Edition:
        """The visitor's edition."""
        edition: Edition = self._recent("edition", lambda: self.library.edition(self.person.edition))
        return edition

    @property
    def sheets(self) -> dict[str, Template]:
        """The sheets of the visitor's edition, in its order."""
        sheets: dict[str, Template] = self._recent("sheets", self._sheets)
        return sheets

    @property
    def texts(self) -> dict[str, str]:
        """The words of the interface."""
        language = self.person.language or self.academy.settings.language
        texts: dict[str, str] = self._recent("texts", lambda: self.library.texts(language))
        return texts

    @property
    def zone(self) -> ZoneInfo:
        """The zone that times are told in: today's place on a day of the programme, else the edition's."""
        return self.edition.zone_at(self.academy.now())

    def now(self) -> datetime:
        """The present moment in the visitor's zone."""
        return self.academy.now().astimezone(self.zone)

    def _sheets(self) -> dict[str, Template]:
        sheets = self.library.sheets(self.edition)
        return sheets if not self.sheet else sheets | {self.sheet: self.library.sheet(self.sheet)}

    def _recent(self, name: str, read: Callable[[], Any]) -> Any:
        now = monotonic()
        known = self._read.get(name)
        if known is None or now - known[0] > AS_READ:
            known = self._read[name] = (now, read())
        return known[1]


def open_place() -> Place:
    """Open the academy that this kernel works for."""
    academy = open_academy()
    store = open_store(academy.database_url, clock=academy.now, wait=PATIENCE)
    return Place(academy, Library(academy.templates), store)


def preview(sheet: str = "") -> Visit:
    """Make a workbook that belongs to nobody: it lives as long as the kernel, and no participant sees it."""
    folder = tempfile.TemporaryDirectory(prefix="cba-preview-")
    atexit.register(folder.cleanup)
    try:
        own = open_academy().templates
    except SettingsError:  # JupyterLab was opened outside any academy: the shipped templates will do
        own = None
    return sample(Library(own), Path(folder.name), sheet)


def sample(library: Library, folder: Path, sheet: str = "") -> Visit:
    """Return the visit of somebody made up, to a filled workbook in an academy of its own in `folder`."""
    from cba_kit.programme.demo import write_sample  # noqa: PLC0415  # slow import, and only previews need it

    try:
        edition = library.edition(PREVIEW)
    except NotFoundError:
        edition = library.editions()[-1]
    (folder / TOML).write_text(f'name = "Preview"\ntimezone = "{edition.timezone}"\n', encoding="utf-8")
    academy = open_academy(folder)
    store = open_store(f"sqlite:///{folder / 'preview.db'}", clock=lambda: datetime.now(UTC), create=True)
    person = Person(
        id="preview",
        edition=edition.code,
        name="Demo workbook",
        email="demo@academy.example",
        roles=("participant",),
        cluster=Cluster(id="demo", name="Demo cluster", country="LV"),
        fictional=True,
    )
    store.people.add([person])
    visit = Visit(academy, library, store, person, preview=True, sheet=sheet)
    write_sample(store, person, library, visit.sheets)
    return visit
