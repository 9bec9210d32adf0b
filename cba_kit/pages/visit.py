"""A visit: the academy, its store and whose page this kernel is."""

from __future__ import annotations

import atexit
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cba_kit.config import TOML, Academy, open_academy, visitor
from cba_kit.content import Library
from cba_kit.errors import NotFoundError, SettingsError
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.people import Cluster, Person
from cba_kit.store import Store, open_store

PREVIEW = "demo"
"""Edition whose programme a preview shows where the academy has it."""


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

    @property
    def edition(self) -> Edition:
        """The visitor's edition."""
        return self.library.edition(self.person.edition)

    @property
    def sheets(self) -> dict[str, Template]:
        """The sheets of the visitor's edition, in its order."""
        sheets = self.library.sheets(self.edition)
        return sheets if not self.sheet else sheets | {self.sheet: self.library.sheet(self.sheet)}

    @property
    def texts(self) -> dict[str, str]:
        """The words of the interface."""
        return self.library.texts(self.person.language or self.academy.settings.language)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that times are told in: today's place on a day of the programme, else the edition's."""
        return self.edition.zone_at(self.academy.now())

    def now(self) -> datetime:
        """The present moment in the visitor's zone."""
        return self.academy.now().astimezone(self.zone)


def open_visit(sheet: str = "") -> Visit:
    """Open the visit of the person that the server named, or a preview where there is none."""
    person_id = visitor()
    if person_id is None:
        return _preview(sheet)
    academy = open_academy()
    store = open_store(academy.database_url, clock=academy.now)
    return Visit(academy, Library(academy.templates), store, store.people.person(person_id), sheet=sheet)


def _preview(sheet: str) -> Visit:
    """Make a workbook that belongs to nobody: it lives as long as the kernel, and no participant sees it."""
    from cba_kit.programme.demo import write_sample  # noqa: PLC0415  # slow import, and only previews need it

    folder = tempfile.TemporaryDirectory(prefix="cba-preview-")
    atexit.register(folder.cleanup)
    try:
        own = open_academy().templates
    except SettingsError:  # JupyterLab was opened outside any academy: the shipped templates will do
        own = None
    library = Library(own)
    try:
        edition = library.edition(PREVIEW)
    except NotFoundError:
        edition = library.editions()[-1]
    place = Path(folder.name)
    (place / TOML).write_text(f'name = "Preview"\ntimezone = "{edition.timezone}"\n', encoding="utf-8")
    academy = open_academy(place)
    store = open_store(f"sqlite:///{place / 'preview.db'}", clock=lambda: datetime.now(UTC), create=True)
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
