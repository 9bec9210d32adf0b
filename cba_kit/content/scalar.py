"""Scalar: what a plain word of YAML 1.2 means: nothing, true or false, a number, a day, or text."""

from __future__ import annotations

import re
from datetime import date, datetime

Scalar = str | int | float | date | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_STARTS = frozenset("+-.0123456789")
"""What every number and day starts with; all other words are text at the first look."""

_WHOLE = re.compile(r"[-+]?[0-9][0-9_]*")
_BASED = re.compile(r"[-+]?0(?:b[01_]+|o[0-7_]+|x[0-9a-fA-F_]+)")
_BROKEN = re.compile(
    r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)"
    r"|[-+]?\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
)
_BEYOND = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt]|[ \t]+)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:Z|[-+][0-9]{2}(?::[0-9]{2})?)?"
)


def meaning(word: str) -> Scalar:
    """Return what a word without quotes stands for.

    Only `true` and `false` are truth values: `no`, `off` and `y` are text. A time (12:30) is text, digits
    after a leading zero are decimal, and a day that no calendar has is text.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _STARTS:
        return word
    try:
        return _number_or_day(word)
    except ValueError:  # a 13th month, more digits than Python reads
        return word


def _number_or_day(word: str) -> Scalar:
    if _WHOLE.fullmatch(word):
        return int(word.replace("_", ""))
    if _DAY.fullmatch(word):
        return date.fromisoformat(word)
    if _BROKEN.fullmatch(word):
        return float(word.replace("_", ""))
    if _BASED.fullmatch(word):
        return int(word.replace("_", ""), base=0)
    if _BEYOND.fullmatch(word):
        return float(word.replace(".", ""))
    return datetime.fromisoformat(word) if _MOMENT.fullmatch(word) else word
