"""Draft: a catalogue as it was read from a file, to look at before a sheet is made of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from cba_kit.content.catalogue.making import Wanted, make_sheet
from cba_kit.content.catalogue.prose import prose, visible
from cba_kit.content.catalogue.reading import Reading, read_rows
from cba_kit.content.catalogue.rings import in_order
from cba_kit.content.catalogue.table import Table, read_table
from cba_kit.content.catalogue.vocabulary import COLUMNS, Column, Vocabulary, read_vocabulary
from cba_kit.content.faults import suggest
from cba_kit.errors import ContentError, ImportFileError
from cba_kit.model.catalogue import Listed, key_of
from cba_kit.model.trends import MOST_HORIZONS, MOST_SECTORS, MOST_TRENDS, Trends

_SHOWN = 8
"""Rows that a remark names."""


@dataclass(frozen=True)
class Draft:
    """What a file lists. Nothing is written; `sheet` makes the template where there are no `problems`."""

    table: Table
    trends: tuple[Listed, ...]
    sectors: tuple[str, ...]
    rings: tuple[str, ...]
    """From the centre outwards; empty when the file has none, or only one."""
    question: str
    """What people are asked when they put a trend into one of the rings."""
    remarks: tuple[str, ...]
    problems: tuple[str, ...]
    reading: Reading
    words: Vocabulary

    @property
    def taken(self) -> tuple[tuple[str, Column, str], ...]:
        """Return each column that is read: its heading, what it is taken for, and the word it is near to."""
        headings = self.table.headings
        return tuple(
            (headings.titles[at], column, headings.near.get(column, ""))
            for column, at in sorted(headings.places.items(), key=lambda pair: pair[1])
        )

    @property
    def ignored(self) -> tuple[str, ...]:
        """Return the headings of the columns that nothing is read from."""
        return self.table.headings.ignored

    def sheet(
        self,
        key: str,
        *,
        pattern: Trends,
        title: str = "",
        before: Trends | None = None,
        in_use: Collection[str] = (),
    ) -> Trends:
        """Return the sheet template. Raises ImportFileError with every problem, ContentError for a wrong key.

        `pattern` gives scales and, where the file has no rings, horizons. `before` is the sheet that is
        replaced: what a trainer wrote there stays, and trends of the same name keep key and number.
        `in_use` are the keys that ratings are stored under; none of them is given to another trend.
        """
        if self.problems:
            what = f"{len(self.problems)} problem{'s' if len(self.problems) > 1 else ''}; nothing was taken."
            fix = "Correct the file and import it again."
            raise ImportFileError(what, self.problems, where=self.table.name, fix=fix)
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", key):
            raise ContentError(f"“{key}” is no key.", fix=f"Take “{key_of(key)}”, for instance.")
        wanted = Wanted(key, visible(title) or self._title(before), pattern, before, frozenset(in_use))
        return make_sheet(wanted, self.reading, self.sectors, self.rings, self.question, self.words)

    def _title(self, before: Trends | None) -> str:
        stem = re.sub(r"[-_\s]+", " ", self.table.name.rpartition(".")[0]).strip()
        own = prose(self.table.title)[0] or visible(stem[:1].upper() + stem[1:])
        return before.title if before else own or "Trends"


def read_catalogue(
    source: Path | bytes,
    name: str = "",
    *,
    tab: str = "",
    columns: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Draft:
    """Read a catalogue of trends: CSV, XLSX, YAML or JSON, and those that technology radars are made from.

    `name` is the file's name where `source` is its content; `tab` a sheet of a workbook; `columns` say
    which heading holds what (“name”: “Technology”), an empty one that no column does. Raises
    ImportFileError when the file cannot be read or no column holds names; faults of single rows are
    the draft's `problems`.
    """
    words = vocabulary or read_vocabulary()
    raw, name = (source, name) if isinstance(source, bytes) else (_bytes(source), name or source.name)
    table = read_table(raw, name, words, tab=tab, wishes=_wishes(columns or {}))
    if len(table.rows) > MOST_TRENDS or not table.rows:
        what = (
            f"The file lists {len(table.rows):,} trends." if table.rows else "There are no rows with trends."
        )
        fix = f"A sheet has 1 to {MOST_TRENDS:,}."
        raise ImportFileError(what, [f"{what} {fix}"], where=name, fix=fix)
    return _draft(table, read_rows(table, words), words)


def _draft(table: Table, reading: Reading, words: Vocabulary) -> Draft:
    places = {column: table.headings.place(column) or "no column" for column in ("sector", "ring")}
    used = {trend.sector for trend in reading.listed}
    declared = table.sectors.titles if used & set(table.sectors.titles) else ()
    sectors = list(dict.fromkeys((*declared, *(trend.sector for trend in reading.listed))))
    rings, question = in_order(table.rings.titles, [t.ring for t in reading.listed if t.ring], words)
    remarks = [*table.notes, *(_remark(table, what, rows) for what, rows in reading.remarks.items())]
    remarks += [f"The sector “{title}” has no trends." for title in sectors if title not in used]
    problems = [
        f"{_capital(table.where(fault.row, fault.column))}: {fault.what} {fault.fix}"
        for fault in sorted(reading.faults, key=lambda fault: fault.row)
    ]
    if len(sectors) > MOST_SECTORS:
        problems.append(_too_many("sectors", len(sectors), MOST_SECTORS, places["sector"]))
    if len(rings) > MOST_HORIZONS:
        problems.append(_too_many("rings", len(rings), MOST_HORIZONS, places["ring"]))
    if len(rings) == 1:
        remarks.append(f"All trends stand in one ring, “{rings[0]}”; a radar needs two, so it is left out.")
        rings = ()
    return Draft(
        table,
        tuple(reading.told),
        tuple(sectors),
        rings,
        question,
        tuple(remarks),
        tuple(problems),
        reading,
        words,
    )


def _remark(table: Table, what: str, rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:_SHOWN])) + (" …" if len(rows) > _SHOWN else "")
    unit = {"row": "rows", "entry": "entries"}[table.unit] if len(rows) > 1 else table.unit
    return f"{_capital(unit)} {shown}: {what}"


def _too_many(what: str, count: int, most: int, place: str) -> str:
    one = what.rstrip("s")
    return (
        f"There are {count} {what}; a sheet has at most {most}. They were read from {place}: "
        f"choose another one (--map {one}=HEADING), or none (--map {one}=)."
    )


def _wishes(columns: Mapping[str, str]) -> dict[Column, str]:
    for column in columns:
        if column not in COLUMNS:
            what = f"A catalogue has no “{column}”."
            fix = suggest(column, list(COLUMNS))
            raise ImportFileError(what, [f"{what} {fix}"], where="--map", fix=fix)
    return {cast("Column", column): heading.strip() for column, heading in columns.items()}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"The file cannot be read ({error.strerror})."
        fix = "Check its name and folder."
        raise ImportFileError(what, [f"{what} {fix}"], where=str(path), fix=fix) from error


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
