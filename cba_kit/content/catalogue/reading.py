"""Reading: the rows of a table as listed trends, with what is wrong in them and what to know about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from cba_kit.content.catalogue.prose import prose, visible, web_link
from cba_kit.content.catalogue.table import Row, Table
from cba_kit.content.catalogue.vocabulary import Vocabulary
from cba_kit.model.catalogue import LONGEST_KEY, Fault, Listed, fold, key_of, told_apart, with_levels
from cba_kit.model.trends import Level, Moved

LONGEST_NAME = 200
LONGEST_CELL = 20_000
_LONG_NAME = 80
_LONG_ABOUT = 1_500


@dataclass
class Reading:
    """The trends of a table. `listed` are as the file has them, `told` have names of their own."""

    listed: list[Listed] = field(default_factory=list)
    told: list[Listed] = field(default_factory=list)
    parents: list[int | None] = field(default_factory=list)
    """The position of each trend's parent."""
    faults: list[Fault] = field(default_factory=list)
    remarks: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What to know, and the rows it is about."""


def read_rows(table: Table, words: Vocabulary) -> Reading:
    """Read every row; a value that cannot be used is a fault, one that is left out a remark."""
    reading = Reading()
    for row in table.rows:
        reading.listed.append(_trend(table, row, words, reading))
    _fill_sectors(reading, words)
    _same_titles(reading, table)
    _keys_once(reading, table.unit)
    reading.told, faults, twice = told_apart(reading.listed, unit=table.unit)
    for name in twice:
        rows = [trend.row for trend in reading.listed if fold(trend.name) == fold(name)]
        reading.remarks[f"Several trends are called “{name}”: the sector was added to each name."] = rows
    reading.faults += faults
    if not reading.faults:
        reading.told, reading.parents, faults = with_levels(reading.told, reading.listed)
        reading.faults += faults
    return reading


def _trend(table: Table, row: Row, words: Vocabulary, reading: Reading) -> Listed:
    number = row[0]
    titles = table.headings.titles
    if any(cell and not "".join(titles[at : at + 1]) for at, cell in enumerate(row[1])):
        reading.remarks[_NO_HEADING].append(number)
    for column in table.headings.places:
        if len(table.cell(row, column)) > LONGEST_CELL:
            fix = f"Keep at most {LONGEST_CELL:,} letters in a cell."
            reading.faults.append(Fault(number, column, "The text is too long.", fix))
            return Listed(number, f"row {number}")
    about, linked = prose(table.cell(row, "about"))
    if len(about) > _LONG_ABOUT:
        reading.remarks[f"The description has more than {_LONG_ABOUT:,} letters; it was kept."].append(number)
    link = web_link(table.cell(row, "link"))
    if table.cell(row, "link") and not link:
        reading.remarks["The link is not a web address (http or https); it was left out."].append(number)
    return Listed(
        number,
        _name(table, row, reading),
        about=about,
        short=prose(table.cell(row, "short"))[0],
        sector=prose(table.sectors.title(table.cell(row, "sector")))[0],
        ring=prose(table.rings.title(table.cell(row, "ring")))[0],
        link=link or linked,
        key=_key(table, row, reading),
        parent=prose(table.cell(row, "parent"))[0],
        level=_level(table, row, words, reading),
        moved=_moved(table, row, words, reading),
    )


def _name(table: Table, row: Row, reading: Reading) -> str:
    name, _ = prose(table.cell(row, "name"))
    if not name:
        fix = "Write it, or remove the row." if table.unit == "row" else "Write it, or remove the entry."
        reading.faults.append(Fault(row[0], "name", "The name is missing.", fix))
    elif len(name) > LONGEST_NAME:
        fix = f"Keep at most {LONGEST_NAME} letters, and put the rest into the description."
        reading.faults.append(Fault(row[0], "name", f"The name is too long: “{name[:40]}…”.", fix))
    elif len(name) > _LONG_NAME:
        reading.remarks[f"The name has more than {_LONG_NAME} letters; a table shows it whole."].append(
            row[0]
        )
    return name


def _key(table: Table, row: Row, reading: Reading) -> str:
    written = visible(table.cell(row, "key"))
    if not any(letter.isalpha() for letter in written):
        if written:
            reading.remarks[_NUMBERED].append(row[0])
        return ""
    key = key_of(written)
    if len(written) > LONGEST_KEY:
        reading.remarks[f"The key has more than {LONGEST_KEY} letters; it was shortened."].append(row[0])
    return key


_NO_HEADING = (
    "A cell has no heading above it and is not used. In a CSV file, text with a separator stands in quotes."
)
_NUMBERED = "The key is a number, which may be another trend's tomorrow; keys are made from the names."


def _level(table: Table, row: Row, words: Vocabulary, reading: Reading) -> Level | None:
    word = table.cell(row, "level")
    try:
        return words.level_of(word)
    except KeyError:
        what = f"“{word[:60]}” is not a level."
        reading.faults.append(Fault(row[0], "level", what, "Write mega, macro or micro, or nothing."))
    return None


def _moved(table: Table, row: Row, words: Vocabulary, reading: Reading) -> Moved | None:
    is_new, moved = table.cell(row, "is_new"), table.cell(row, "moved")
    try:
        if is_new and words.truth_of(is_new):
            return "new"
    except KeyError:
        reading.remarks[f"“{is_new[:60]}” says neither yes nor no about being new; left out."].append(row[0])
    try:
        return words.moved_of(moved)
    except KeyError:
        reading.remarks[f"“{moved[:60]}” says nothing about movement; left out."].append(row[0])
    return None


def _fill_sectors(reading: Reading, words: Vocabulary) -> None:
    bare = [trend.row for trend in reading.listed if not trend.sector]
    some = len(bare) < len(reading.listed)
    title = words.sheet.no_sector if some else words.sheet.one_sector
    reading.listed = [trend if trend.sector else replace(trend, sector=title) for trend in reading.listed]
    if bare and some:
        reading.remarks[f"The sector is empty; it will be “{title}”."] = bare
    ringless = [trend.row for trend in reading.listed if not trend.ring]
    if ringless and len(ringless) < len(reading.listed):
        reading.remarks["The ring is empty; the trend will stand beside the radar."] = ringless


def _same_titles(reading: Reading, table: Table) -> None:
    """Write a sector or ring one way where rows differ in case or blanks only: the first one's."""
    first = {("sector", fold(title)): title for title in reversed(table.sectors.titles)}
    first |= {("ring", fold(title)): title for title in reversed(table.rings.titles)}
    for at, trend in enumerate(reading.listed):
        sector = first.setdefault(("sector", fold(trend.sector)), trend.sector)
        ring = first.setdefault(("ring", fold(trend.ring)), trend.ring)
        reading.listed[at] = replace(trend, sector=sector, ring=ring)


def _keys_once(reading: Reading, unit: str) -> None:
    seen: dict[str, int] = {}
    for trend in reading.listed:
        if trend.key and seen.setdefault(trend.key, trend.row) != trend.row:
            what = f"The key “{trend.key}” stands in {unit} {seen[trend.key]} too."
            reading.faults.append(Fault(trend.row, "key", what, "Give each trend a key of its own."))
