"""Grids: the cells of one sheet of a file, as text, with the row numbers that Excel shows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows` are (number in Excel, cells); `name` is empty for a CSV file."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()
    """What a reader should know about how the sheet was read."""
    hidden: bool = False


def tidy(text: str) -> str:
    """Take off blanks around and doubled blanks within; compose letters and their marks.

    Excel sheets are full of hard blanks and marks of zero width that nobody sees.
    """
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def letter(column: int) -> str:
    """Return the name that Excel gives a column, counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
