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
from cba_kit.model.assessment import cohort_view
from cba_kit.model.edition import Edition
from cba_kit.model.people import Person
from cba_kit.model.trends import Trends
from cba_kit.pictures.tokens import PICTURES, TOKENS
from cba_kit.reports.gather import cohort
from cba_kit.store import Store

_LOOK = (TOKENS, PICTURES)


class Inputs:
    """What all reports of one edition share, read once; `of` adds what is a person's own."""

    def __init__(
        self, academy: Academy, store: Store, library: Library, *, edition: Edition, report: str
    ) -> None:
        self._store = store
        self._library = library
        self._words = (report, "report", "picture", "dates")
        sheets = library.sheets(edition)
        everybody = cohort(store, edition, sheets)
        self._names = {person.id: person.name for person in store.people.of(edition.code)}
        self._workbooks = {workbook.owner: workbook for workbook in store.journal.workbooks(edition.code)}
        self._shared = _digest(
            __version__,
            _code(),
            _folder_digest(_template_files(academy.templates, report)),
            _folder_digest(_template_files(shipped("templates"), report)),
            edition.model_dump_json(),
            [sheet.model_dump_json() for sheet in sheets.values()],
            [item.model_dump_json() for item in (*library.ecosystems(), *library.countries())],
            [academy.settings.name, academy.settings.organiser],
            [
                repr(sorted(cohort_view(sheet, everybody[key]).items()))
                for key, sheet in sheets.items()
                if isinstance(sheet, Trends)
            ],
        )

    def of(self, person: Person, formats: Iterable[str]) -> str:
        """Return the hash for a person's report in these formats."""
        workbook = self._workbooks[person.id]
        texts = self._library.texts(person.language)
        snapshots = self._store.journal.snapshots(workbook.id)
        return _digest(
            self._shared,
            sorted(formats),
            person.model_dump_json(exclude={"email", "link"}),
            self._names.get(person.coach or "", ""),
            sorted((k, v) for k, v in texts.items() if k.partition(".")[0] in self._words),
            workbook.version,
            [snapshot.model_dump_json() for snapshot in snapshots],
        )

    def version(self, person: Person) -> int:
        """Return the version of the person's workbook."""
        return self._workbooks[person.id].version

    def has_workbook(self, person: Person) -> bool:
        """Tell whether there is anything to make a report of."""
        return person.id in self._workbooks


def _digest(*parts: Any) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> str:
    """Hash the programs that take part; a corrected sentence makes every document stale."""
    home = Path(__file__).parents[1]
    rooms = ("model", "content", "pictures", "reports")
    return _folder_digest(path for room in rooms for path in _files(home / room))


def _template_files(root: Path, report: str) -> Iterator[Path]:
    """Yield what a report is drawn with: its own folder, and of the look the two files that it uses."""
    yield from _files(root / "reports" / report)
    yield from (path for name in _LOOK if (path := root / name).is_file())


def _files(folder: Path) -> Iterator[Path]:
    ignored = ("__pycache__", ".ipynb_checkpoints")
    yield from (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(name in path.parts for name in ignored)
    )


def _folder_digest(paths: Iterable[Path]) -> str:
    return _digest([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths])
