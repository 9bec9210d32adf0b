"""Cell: what stands in one cell of a table, as the value that a sheet holds."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cba_kit.content.faults import nearest
from cba_kit.content.tables.grid import tidy
from cba_kit.errors import OperationError
from cba_kit.model.form import Column, Question
from cba_kit.model.workbook import Scalar
from cba_kit.store.export_heading import Labels

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3}|\.\d\d0)", re.ASCII)
"""25,000 or 25.000: twenty-five, or twenty-five thousand; our own files never hold such a number."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+(?:(?!\1)[.,]\d+)?", re.ASCII)
_MONEY = re.compile(r"\s*(€|EUR|Euro)\s*", re.IGNORECASE)
_LOCAL = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_EXCELS_FIRST = date(1899, 12, 30)
"""The day from which Excel counts days; its own first one is a mistake that everybody keeps."""
_FEW = 12
"""Words that an error lists where none is near; of more, it says how many there are."""


def value_of(asked: Column | Question, cell: str, labels: Labels, *, title: str = "") -> Scalar | list[str]:
    """Return the value of a cell; None where it is empty. OperationError for what is no such value.

    `labels` are those of what can be chosen. Whether a number is in its range is asked later, with
    everything else.
    """
    words, name = cell.strip(), title or asked.title
    if not words:
        return None
    if asked.type in ("number", "scale"):
        return number(name, words, unit=asked.unit)
    if asked.type == "date":
        return day(name, words)
    if asked.type == "choice":
        return key_of(name, words, labels)
    if asked.type == "choices":
        return keys_of(name, words, labels)
    return cell.replace("\r\n", "\n") if asked.type == "text" else words


def number(title: str, words: str, *, unit: str = "") -> float | int:
    """Read 1234, 12.5 and, as much of Europe writes it, 12,5 and 1 234 and 1.234,5.

    Raises OperationError for what is no number, and for 25,000: that is two numbers.
    """
    plain = _MONEY.sub("", words.removesuffix(unit)).strip()
    plain = re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", plain)
    if _THOUSANDS.fullmatch(plain):
        whole = re.sub(r"[.,]", "", plain)
        raise OperationError(
            f"“{words}” can be {float(plain.replace(',', '.')):g} or {whole}. "
            "Write the one that you mean, without a sign between."
        )
    if _GROUPED.fullmatch(plain):
        sign = "," if plain.find(",") in range(plain.find(".")) or "." not in plain else "."
        plain = plain.replace(sign, "")
    if "," in plain and "." in plain:  # 1.234,5 and 1,234.5: the last sign is before the parts of one
        plain = plain.replace(min(",.", key=plain.rfind), "")
    plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise OperationError(f"“{title}” takes a number, not “{words}”.")
    found = float(plain)
    return int(found) if found.is_integer() and "." not in plain else found


def day(title: str, words: str) -> str:
    """Read 2026-03-11, 11.03.2026, 25/03/2026 and a day as Excel counts it; return it as 2026-03-11.

    Raises OperationError for what is no day, and for 03/04/2026: that is two days.
    """
    try:
        if found := _LOCAL.fullmatch(words):
            return _local(
                words, *(int(found[part]) for part in (1, 3, 4)), dotted=found[2] == "."
            ).isoformat()
        if _SERIAL.fullmatch(words):
            return (_EXCELS_FIRST + timedelta(days=int(words))).isoformat()
        return date.fromisoformat(words.removesuffix("T00:00:00").removesuffix(" 00:00:00")).isoformat()
    except ValueError as error:
        raise OperationError(f"“{title}” takes a day, written like 2026-03-11, not “{words}”.") from error


def _local(words: str, first: int, second: int, year: int, *, dotted: bool) -> date:
    """Return a day of which one writes the day first and another the month; with points, all agree."""
    if dotted or first == second or first > 12:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    one, two = (date(year, second, first), date(year, first, second))
    raise OperationError(
        f"“{words}” can be {one.day} {one:%B} or {two.day} {two:%B}. Write the day like {one} or {two}."
    )


def key_of(title: str, cell: str, labels: Labels) -> str:
    """Return the key whose label, or which itself, stands in the cell."""
    wanted = tidy(cell).casefold()
    for key, label in labels.items():
        if wanted in (tidy(label).casefold(), key.casefold()):
            return key
    raise OperationError(f"“{title}” knows no “{cell.strip()}”. {meant(cell.strip(), labels)}")


def keys_of(title: str, cell: str, labels: Labels) -> list[str]:
    """Return the keys of a list with semicolons; a label may hold some itself."""
    known = {tidy(name).casefold(): key for key, label in labels.items() for name in (key, label)}
    parts = cell.replace("\n", ";").split(";")
    found: list[str] = []
    while parts:
        for end in range(len(parts), 0, -1):
            key = known.get(tidy(";".join(parts[:end])).casefold())
            if key is not None:
                break
        else:
            end, key = 1, key_of(title, parts[0], labels) if parts[0].strip() else None
        if key is not None and key not in found:
            found.append(key)
        parts = parts[end:]
    return found


def meant(word: str, labels: Labels) -> str:
    """Return what was probably meant by a word that is not among the labels."""
    known = list(dict.fromkeys(labels.values()))
    if near := nearest(word, known):
        return f"Did you mean “{near[0]}”?"
    few = len(known) <= _FEW
    return (
        f"Known: {', '.join(known) or 'none'}." if few else f"It is none of the {len(known)} that there are."
    )
