"""Library: every template as a value, an academy's own copies before the shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cba_kit.content.check import LISTS, check
from cba_kit.content.crosscheck import edition_faults
from cba_kit.content.rules import FOLDER, read_rules
from cba_kit.content.shelf import Shelf, parse
from cba_kit.content.source import Source
from cba_kit.content.texts import ENGLISH, flatten, languages, text_files
from cba_kit.errors import ContentError, NotFoundError
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.lists import Country, Ecosystem, Kpi
from cba_kit.model.people import plenary
from cba_kit.model.rules.rule import Rule
from cba_kit.model.trends import Trends


class Library:
    """All templates, read when asked for and again after a file has changed.

    `own` is the academy's templates folder: a file there replaces the shipped one of the same name, and
    words in its texts/ replace single words. A template that cannot be used raises ContentError with
    file, line and fix; a name that nothing answers to raises NotFoundError.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._shelf = Shelf(own)

    def edition(self, code: str) -> Edition:
        """Return an edition; the sheets that it names exist."""
        path = self._shelf.path("editions", code)
        if path is None:
            raise NotFoundError.among("edition", code, self._shelf.names("editions"))
        return self._shelf.once(path, self._read_edition)

    def editions(self, *, own_only: bool = False) -> list[Edition]:
        """Return all editions by their first day, or only the academy's own."""
        codes = [code for code in self._shelf.names("editions") if not own_only or self.is_own(code)]
        return sorted(
            (self.edition(code) for code in codes), key=lambda edition: (edition.start, edition.code)
        )

    def is_own(self, code: str) -> bool:
        """Tell whether the edition comes from the academy's own templates."""
        path = self._shelf.path("editions", code)
        return path is not None and self._shelf.own is not None and path.is_relative_to(self._shelf.own)

    def sheet(self, key: str) -> Template:
        """Return a sheet template of any kind."""
        found = self._shelf.sheet(key)
        if found is None:
            raise NotFoundError.among("sheet", key, self._shelf.sheet_keys())
        path, model = found
        sheet: Template = self._shelf.once(
            path, lambda path: _value(self._shelf.source(path), model, name="key")
        )
        return sheet

    def sheets(self, edition: Edition) -> dict[str, Template]:
        """Return the edition's sheet templates by key, in its order."""
        return {key: self.sheet(key) for key in edition.sheets}

    def group_sheets(self, edition: Edition) -> dict[str, Template]:
        """Return the sheet templates of the edition's groups by key, in order."""
        if edition.group_sheets is not None:
            return {key: self.sheet(key) for key in edition.group_sheets}
        return {key: sheet for key, sheet in self.sheets(edition).items() if isinstance(sheet, Canvas)}

    def sheets_of_group(self, edition: Edition, group: str) -> dict[str, Template]:
        """Return the sheets of one group, by its id; the plenary's also hold the rounds of trends."""
        shared = self.group_sheets(edition)
        if group != plenary(edition.code).id:
            return shared
        rounds = {key: sheet for key, sheet in self.sheets(edition).items() if isinstance(sheet, Trends)}
        return shared | rounds

    def sheet_keys(self) -> list[str]:
        """Return the keys of all sheet templates, sorted."""
        return self._shelf.sheet_keys()

    def rules(self, sheet: str) -> tuple[Rule, ...]:
        """Return the rules that ask about a sheet, in the file's order; a sheet without a file has none."""
        path = self._shelf.path(FOLDER, sheet)
        if path is None:
            return ()
        return self._shelf.once(path, lambda path: read_rules(self._shelf.source(path)))

    def ecosystems(self) -> list[Ecosystem]:
        """Return the industrial ecosystems, in the file's order."""
        return list(self._list("ecosystems.yaml"))

    def countries(self) -> list[Country]:
        """Return the countries whose clusters may take part, in the file's order."""
        return list(self._list("countries.yaml"))

    def kpis(self) -> list[Kpi]:
        """Return the bank of indicators, in the file's order."""
        return list(self._list("kpis.yaml"))

    def texts(self, language: str = ENGLISH) -> dict[str, str]:
        """Return the interface's words under dotted keys; what a language lacks is English."""
        words: dict[str, str] = {}
        for name in dict.fromkeys((ENGLISH, language)):
            for root in reversed(self._shelf.roots):
                for path in text_files(root, name):
                    words |= self._shelf.once(path, lambda path: flatten(self._shelf.source(path)))
        return words

    def languages(self) -> list[str]:
        """Return the languages that the interface has words in."""
        return languages(self._shelf.roots)

    def find(self, relative: str) -> Path:
        """Return the file `relative` (“reports/roadmap/roadmap.ipynb”), the academy's own copy first."""
        for root in self._shelf.roots:
            path = root / relative
            if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                return path
        raise NotFoundError(
            f"There is no file “{relative}” among the templates.",
            fix="Put it into the academy's folder templates, or install cba-kit again.",
        )

    def folders(self, room: str) -> list[str]:
        """Return the names of the folders in `room` (“reports”), own and shipped, sorted."""
        return sorted({path.name for root in self._shelf.roots for path in root.glob(f"{room}/*/")})

    def check(self) -> list[ContentError]:
        """Return every fault of every template in use, by file and line; an empty list is good."""
        return check(self._shelf)

    def _read_edition(self, path: Path) -> Edition:
        source = self._shelf.source(path)
        edition: Edition = _value(source, Edition, name="code")
        for fault in edition_faults(source, edition, self._shelf.sheet_keys()):
            raise fault
        return edition

    def _list(self, file: str) -> Any:
        return self._shelf.once(self.find(file), lambda path: _value(self._shelf.source(path), LISTS[file]))


def _value(source: Source, shape: Any, *, name: str = "") -> Any:
    value, found = parse(source, shape, name=name)
    for fault in found:
        raise fault
    return value
