"""Catalogue: which reports there are, and whom or what each one is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

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
Read = Literal["people", "workbooks", "cohort"]
"""What a document can be made from, beside templates and the edition's programme.

people: the participant, in a report about an edition everybody · workbooks: the participant's workbook, or
everybody's · cohort: what all ratings together say about each trend.
"""
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
    """Roles that may open it, of its edition; what is about a participant, no other participant."""
    reads: tuple[Read, ...] = get_args(Read)
    """What it is made from: only a change of these makes a document stale."""


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
    return {name: report_kind(library, name) for name in names(library)}


def names(library: Library) -> list[str]:
    """Return the names of all reports, also of those whose report.yaml has a mistake."""
    found = []
    for name in library.folders(_ROOM):
        try:
            library.find(f"{_ROOM}/{name}/report.yaml")
        except NotFoundError:  # a folder with looks only
            continue
        found.append(name)
    return found


def report_kind(library: Library, name: str) -> ReportKind:
    """Return what a report is; NotFoundError where there is none of this name, ContentError as `reports`."""
    known = names(library)
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
    try:
        return library.find(f"{_ROOM}/{name}/{name}.ipynb")
    except NotFoundError as error:
        raise NotFoundError(
            f"The report “{name}” has no notebook {name}.ipynb.",
            where=f"templates/{_ROOM}/{name}",
            fix="The notebook in a copied folder gets the folder's name.",
        ) from error


def subjects(academy: Academy, store: Store, kind: ReportKind, edition: Edition) -> list[Subject]:
    """Return what an edition's documents of this kind are about, by name."""
    if kind.about == "edition":
        return [Subject(edition.code, edition.title)]
    if kind.about == "notebook":
        found = teaching_notebooks(academy.folder)
        return [Subject(name, _title(path), notebook=path) for name, path in found.items()]
    owners = {book.owner for book in store.journal.workbooks(edition.code)}
    people = store.people.of(edition.code, "participant")
    return [Subject(person.id, person.name, person) for person in people if person.id in owners]


def teaching_notebooks(folder: Path) -> dict[str, Path]:
    """Return the teaching notebooks by name, an academy's own copies before the shipped ones."""
    rooms = (shipped("notebooks"), folder / "notebooks")
    found = {path.stem: path for room in rooms for path in sorted(room.glob("*.ipynb"))}
    return dict(sorted(found.items()))


def _title(notebook: Path) -> str:
    """Return the title of a notebook; its file's name where it has none, or cannot be read."""
    plain = notebook.stem.replace("_", " ")
    try:
        title = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["title"]
    except (OSError, ValueError, KeyError, TypeError):
        return plain
    return title if isinstance(title, str) and title.strip() else plain
