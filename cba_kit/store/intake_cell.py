"""Cell: what stands in one cell of a table, as the value that a canvas's own column holds."""

from __future__ import annotations

import re

from cba_kit.content.faults import suggest
from cba_kit.content.tables.grid import tidy
from cba_kit.errors import OperationError
from cba_kit.model.form import Column
from cba_kit.model.workbook import Scalar

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def value_of(column: Column, cell: str) -> Scalar:
    """Return the value of a cell; None where it is empty. OperationError for what is no such value.

    Whether a number is in its range is asked later, with everything else.
    """
    words = cell.strip()
    if not words:
        return None
    if column.type in ("number", "scale"):
        return _number(column, words)
    if column.type == "choice":
        return _choice(column, words)
    return words if column.type != "text" else cell.replace("\r\n", "\n")


def _number(column: Column, words: str) -> float | int:
    """Read 1234, 12.5 and, as much of Europe writes it, 12,5 and 1 234."""
    plain = re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", words).removesuffix(column.unit).strip()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise OperationError(f"“{column.title}” takes a number, not “{words}”.")
    number = float(plain)
    return int(number) if number.is_integer() and "." not in plain else number


def _choice(column: Column, words: str) -> str:
    wanted = tidy(words).casefold()
    for choice in column.choices:
        if wanted in (tidy(choice.label).casefold(), choice.key.casefold()):
            return choice.key
    known = [choice.label for choice in column.choices]
    raise OperationError(f"“{column.title}” has no choice “{words}”. {suggest(words, known)}")
