"""Inputs: a hash of everything that a document depends on, to tell whether it is stale."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cba_kit import __version__
from cba_kit.config import Academy, shipped
from cba_kit.content import Library
from cba_kit.model.edition import Edition
from cba_kit.model.people import Person
from cba_kit.programme.documents.catalogue import ReportKind, Subject
from cba_kit.store import Store
from cba_kit.store.cohort import Cohort, cohort, snapshots_of
from cba_kit.store.rounds import blind_rounds

_LOOK = ("look/tokens.css", "look/pictures.css")
"""What else documents are drawn with; see `pictures.tokens`, which takes long to load."""
_ROOMS = ("model", "content", "store", "pictures", "programme", "reports")
"""The programs that take part in a document."""


class Inputs:
    """What all documents of one report and edition share, read at one moment; `of` adds what is its own.

    `cohort` is what everybody's ratings say, empty where the report does not read it.
    """

    def __init__(
        self,
        academy: Academy,
        store: Store,
        library: Library,
        *,
        edition: Edition,
        report: str,
        kind: ReportKind,
    ) -> None:
        self._library = library
        self._kind = kind
        self._language = academy.settings.language
        self._texts: dict[str, str] = {}
        sheets = library.sheets(edition)
        self.cohort: Cohort = {}
        with store.reading():
            people = store.people.of(edition.code)
            books = store.journal.workbooks(edition.code)
            blind = blind_rounds(store, edition.code) if "workbooks" in kind.reads else {}
            self._snapshots = snapshots_of(store, edition.code) if "workbooks" in kind.reads else {}
            if "cohort" in kind.reads:
                self.cohort = cohort(store, edition, sheets)
        self._names = {person.id: person.name for person in people}
        self._books = {book.owner: book for book in books}
        self._everybody = [_about(person) for person in people] if "people" in kind.reads else []
        self._shared = _digest(
            __version__,
            code(),
            kind.model_dump_json(),
            report,
            _folder_digest(_template_files(academy.templates)),
            _folder_digest(_template_files(shipped("templates"))),
            edition.model_dump_json(),
            [sheet.model_dump_json() for sheet in sheets.values()],
            [
                item.model_dump_json()
                for item in (*library.ecosystems(), *library.countries(), *library.kpis())
            ],
            [academy.settings.name, academy.settings.organiser, academy.settings.contact],
            _digest(academy.secret()),
            [(key, repr(sorted(views.items()))) for key, views in self.cohort.items()],
            blind,
        )

    def of(self, subject: Subject, *, version: int | None = None) -> str:
        """Return the hash for a document; `version` is that of the workbook, unless it is today's."""
        if self._kind.about == "participant":
            return self._of_person(subject, version)
        notebook = _file_digest(subject.notebook) if subject.notebook else ""
        written = [(owner, book.version) for owner, book in self._books.items()]
        read = [self._everybody, written if "workbooks" in self._kind.reads else []]
        return _digest(self._shared, subject.id, self._texts_in(self._language), notebook, read)

    def version(self, subject: Subject) -> int:
        """Return the version of the person's workbook; 0 for what is about nobody."""
        return self._books[subject.id].version if subject.id in self._books else 0

    def _of_person(self, subject: Subject, version: int | None) -> str:
        person, book = subject.person, self._books[subject.id]
        if person is None:
            raise ValueError(f"“{subject.id}” is no participant")
        about = [_about(person), self._names.get(person.coach or "", "")]
        written = [
            book.version if version is None else version,
            [snapshot.model_dump_json() for snapshot in self._snapshots.get(book.id, [])],
        ]
        return _digest(
            self._shared,
            about if "people" in self._kind.reads else person.id,
            self._texts_in(person.language),
            written if "workbooks" in self._kind.reads else [],
        )

    def _texts_in(self, language: str) -> str:
        if language not in self._texts:
            self._texts[language] = _digest(self._library.texts(language))
        return self._texts[language]


def _about(person: Person) -> str:
    return person.model_dump_json(exclude={"email", "link"})


def _digest(*parts: Any) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def code() -> str:
    """Hash the programs that take part; a corrected sentence makes every document stale."""
    home = Path(__file__).parents[2]
    return _folder_digest(path for room in _ROOMS for path in _files(home / room))


def _template_files(root: Path) -> Iterator[Path]:
    """Yield what reports are drawn with, all of them: one may use another one's look or words."""
    yield from _files(root / "reports")
    yield from (path for name in _LOOK if (path := root / name).is_file())


def _files(folder: Path) -> Iterator[Path]:
    ignored = ("__pycache__", ".ipynb_checkpoints")
    yield from (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(name in path.parts for name in ignored)
    )


def _folder_digest(paths: Iterable[Path]) -> str:
    return _digest([(path.name, _file_digest(path)) for path in paths])


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
