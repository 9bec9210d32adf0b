"""CSV files: which letters and which separator, found from the file itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from cba_kit.content.tables.grid import Grid, tidy

SEPARATORS = (",", ";", "\t", "|")
_NOT_UTF8 = (
    "The file is not UTF-8; it was read as Windows-1252 (Western Europe). "
    "If names look wrong, save it in Excel as “CSV UTF-8” and import it again."
)


def grids(raw: bytes, *, cell: Callable[[str], str] = tidy) -> list[Grid]:
    """Return the file once for each separator; the caller takes the one whose headings it knows.

    `cell` reads one cell: tidied, unless whoever asks wants its words as they were typed.
    """
    text, notes = decode(raw)
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip().strip('"')) == 5:
        # a line for Excel alone: Excel obeys it and does not count it
        return [_grid(rest, first.strip().strip('"')[-1], notes, cell)]
    if first.strip().lower() == "sep=":  # sep= and a tab, which strip() took
        return [_grid(rest, "\t", notes, cell)]
    return [_grid(text, separator, notes, cell) for separator in SEPARATORS]


def decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text and what to tell about it: UTF-8, UTF-16 (also without a mark), else Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), ()
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", errors="replace"), ()
    sample = raw[:2000]
    if sample[1::2].count(0) > len(sample) // 5:
        return raw.decode("utf-16-le", errors="replace"), ()
    if sample[::2].count(0) > len(sample) // 5:
        return raw.decode("utf-16-be", errors="replace"), ()
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass  # older programs write one byte a letter
    try:
        return raw.decode("cp1252"), (_NOT_UTF8,)
    except UnicodeDecodeError:
        return raw.decode("latin-1"), (_NOT_UTF8,)


def _grid(text: str, separator: str, notes: tuple[str, ...], cell: Callable[[str], str]) -> Grid:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    try:
        rows = tuple((number, tuple(map(cell, cells))) for number, cells in enumerate(reader, start=1))
    except csv.Error:
        rows = ()  # with this separator it is not a table
    return Grid("", rows, notes)
