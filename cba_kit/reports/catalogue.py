"""Catalogue: which reports there are, and whom or what each one is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from cba_kit.config import Academy, shipped
from cba_kit.content import Library
from cba_kit.content.shelf import parse
from cba_kit.content.source import read_source
from cba_kit.errors import NotFoundError
from cba_kit.model.base import Frozen, Text
from cba_kit.model.edition import Edition
from cba_kit.model.people import Person, Role
from cba_kit.store import Store

About = Literal["participant", "edition", "notebook"]
Format = Literal["html", "pdf"]
FORMATS: tuple[Format, ...] = ("html", "pdf")
"""What a report can be made as; the executed notebook is always kept."""
PARAMETERS: Mapping[About, str] = {"participant": "person", "edition": "edition", "notebook": "notebook"}
"""The parameter of a report's notebook that says what the document is about."""
_ROOM = "reports"


class ReportKind(Frozen):
    """What a report is: templates/reports/NAME/report.yaml, beside the notebook NAME.ipynb."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    title: Text
    about: About
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = FORMATS
    readers: Annotated[tuple[Role, ...], Field(alias="for", min_length=1)]
    """Roles that may open it; a participant only the own one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What one document is about; `id` is the name of its files."""

    id: str
    name: str
    person: Person | None = None
    notebook: Path | None = None

    @property
    def cluster(self) -> str:
        """The name of the person's cluster."""
        return self.person.cluster.name if self.person and self.person.cluster else ""


def reports(library: Library) -> dict[str, ReportKind]:
    """Return all reports by name: the folders with a report.yaml, an academy's own among them.

    Raises ContentError with file and line where one of these files is not right.
    """
    return {name: report_kind(library, name) for name in _names(library)}


def report_kind(library: Library, name: str) -> ReportKind:
    """Return what a report is; NotFoundError where there is none of this name, ContentError as `reports`."""
    known = _names(library)
    if name not in known:
        raise NotFoundError.among("report", name, known)
    file = f"{_ROOM}/{name}/report.yaml"
    kind, faults = parse(read_source(library.find(file), f"templates/{file}"), ReportKind)
    for fault in faults:
        raise fault
    found: ReportKind = kind
    return found


def notebook_of(library: Library, name: str) -> Path:
    """Return the notebook that makes a report; NotFoundError where it is missing."""
    return library.find(f"{_ROOM}/{name}/{name}.ipynb")


def subjects(academy: Academy, store: Store, kind: ReportKind, edition: Edition) -> list[Subject]:
    """Return what an edition's documents of this kind are about, by name."""
    if kind.about == "edition":
        return [Subject(edition.code, edition.title)]
    if kind.about == "notebook":
        found = teaching_notebooks(academy.folder)
        return [Subject(name, name.replace("_", " "), notebook=path) for name, path in found.items()]
    owners = {book.owner for book in store.journal.workbooks(edition.code)}
    people = store.people.of(edition.code, "participant")
    return [Subject(person.id, person.name, person) for person in people if person.id in owners]


def teaching_notebooks(folder: Path) -> dict[str, Path]:
    """Return the teaching notebooks by name, an academy's own copies before the shipped ones."""
    rooms = (shipped("notebooks"), folder / "notebooks")
    found = {path.stem: path for room in rooms for path in sorted(room.glob("*.ipynb"))}
    return dict(sorted(found.items()))


def _names(library: Library) -> list[str]:
    found = []
    for name in library.folders(_ROOM):
        try:
            library.find(f"{_ROOM}/{name}/report.yaml")
        except NotFoundError:  # a folder with looks only
            continue
        found.append(name)
    return found
