"""Columns: what each column of a catalogue is taken for, and in which row the headings stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from cba_kit.content.catalogue.vocabulary import COLUMNS, Column, Vocabulary, plain
from cba_kit.content.tables.grid import Grid, letter
from cba_kit.errors import ImportFileError

SEARCHED = 40
"""Rows from the top in which the headings are looked for: titles and remarks often stand above them."""
_NEAR = 84
"""From this likeness on (of 100) a heading is taken for a word that it is not; the preview says so."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings, the place of each column that is read, and how it was recognised."""

    row: int
    titles: tuple[str, ...]
    places: Mapping[Column, int]
    near: Mapping[Column, str]
    """The word that a heading was taken for although it is written differently."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings of columns that nothing is read from."""
        used = set(self.places.values())
        return tuple(title for place, title in enumerate(self.titles) if title and place not in used)

    def place(self, column: Column) -> str:
        """Name a column as the spreadsheet does: “column B (ring)”; empty when there is none."""
        at = self.places.get(column)
        return "" if at is None else f"column {letter(at)} ({self.titles[at]})"


def match(
    titles: tuple[str, ...], words: Vocabulary, *, row: int = 0, wishes: Mapping[Column, str] | None = None
) -> Headings:
    """Say what each heading is taken for.

    `wishes` name the heading, or the letter, of a column; an empty one keeps a column from being read.
    """
    wishes = wishes or {}
    found: dict[Column, int] = {}
    for column, wish in wishes.items():
        at = _wished(titles, wish)
        if at is not None:
            found[column] = at
    open_columns = [column for column in COLUMNS if column not in wishes]
    ranked = [
        (rank, at, column)
        for at, title in enumerate(titles)
        for column in open_columns
        for rank, word in enumerate(words.columns[column])
        if plain(title) == plain(word)
    ]
    for _, at, column in sorted(ranked):
        if column not in found and at not in found.values():
            found[column] = at
    near: dict[Column, str] = {}
    for at, title in enumerate(titles):
        like, word, score = nearest(title, words, [c for c in open_columns if c not in found])
        if at not in found.values() and like and score >= _NEAR:
            found[like], near[like] = at, word
    return Headings(row, titles, found, near)


def nearest(title: str, words: Vocabulary, columns: list[Column]) -> tuple[Column | None, str, float]:
    """Return the column, and its word, that a heading looks most like, and how much (0 to 100)."""
    known = {(column, word): plain(word) for column in columns for word in words.columns[column]}
    if len(plain(title)) < 4:  # short words look like many others
        return None, "", 0.0
    found = process.extractOne(plain(title), known, scorer=fuzz.ratio)
    return (found[2][0], found[2][1], found[1]) if found else (None, "", 0.0)


def find_headings(grid: Grid, words: Vocabulary, wishes: Mapping[Column, str]) -> Headings | None:
    """Return the row that names most columns, the name among them; None when there is none."""
    rows = [
        match(cells, words, row=number, wishes=wishes) for number, cells in grid.rows[:SEARCHED] if any(cells)
    ]
    usable = [headings for headings in rows if "name" in headings.places]
    return max(usable, key=lambda headings: len(headings.places) - len(headings.near) / 2, default=None)


def no_headings(grid: Grid, words: Vocabulary, where: str) -> ImportFileError:
    """Say which headings were expected, what stands there, and which one comes nearest."""
    filled = [(number, cells) for number, cells in grid.rows[:SEARCHED] if any(cells)]
    if not filled:
        problem, fix = "The file has no rows.", "Save the list of trends with a row of headings."
        return ImportFileError(problem, [f"{problem} {fix}"], where=where, fix=fix)
    number, titles = max(filled, key=lambda row: _likeness(row[1], words))
    shown = ", ".join(f"“{_cut(title)}”" for title in titles[:12] if title)
    problem = f"Row {number}: no column holds the names of trends. The headings there: {shown}."
    score, title, word = max((_name_likeness(title, words) for title in titles if title), default=(0, "", ""))
    hint = f" “{_cut(title)}” comes nearest, to “{word}”." if score >= 50 else ""
    expected = ", ".join(f"“{words.columns[column][0]}”" for column in COLUMNS if column != "name")
    fix = (
        f"Expected is a heading such as {', '.join(f'“{word}”' for word in words.columns['name'][:4])}; "
        f"further ones may be {expected}. Rename the heading, or say which it is: --map name=HEADING."
    )
    return ImportFileError(problem + hint, [f"{problem}{hint} {fix}"], where=where, fix=fix)


def check_wishes(headings: Headings, wishes: Mapping[Column, str], where: str) -> None:
    """Raise ImportFileError when a column that was asked for is not among the headings."""
    for column, wish in wishes.items():
        if wish and column not in headings.places:
            known = {title: plain(title) for title in headings.titles if title}
            near = process.extractOne(plain(wish), known, scorer=fuzz.ratio, score_cutoff=50)
            problem = f"There is no column “{wish}” for {column}."
            hint = f"Nearest: “{near[2]}”. " if near else ""
            fix = f"{hint}Columns: {', '.join(title for title in headings.titles if title)}."
            raise ImportFileError(problem, [f"{problem} {fix}"], where=where, fix=fix)


def _wished(titles: tuple[str, ...], wish: str) -> int | None:
    if not wish:
        return None
    same = [at for at, title in enumerate(titles) if title and plain(title) == plain(wish)]
    lettered = [at for at in range(len(titles)) if letter(at) == wish.upper()]
    return next(iter(same or lettered), None)


def _likeness(titles: tuple[str, ...], words: Vocabulary) -> int:
    return sum(nearest(title, words, list(COLUMNS))[2] >= _NEAR for title in titles)


def _name_likeness(title: str, words: Vocabulary) -> tuple[float, str, str]:
    known = {word: plain(word) for word in words.columns["name"]}
    found = process.extractOne(plain(title), known, scorer=fuzz.ratio)
    return (found[1], title, found[2]) if found else (0.0, title, "")


def _cut(title: str) -> str:
    return title if len(title) <= 40 else f"{title[:39]}…"
