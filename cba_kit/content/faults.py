"""Faults: what pydantic says about a file, told with line, place and fix for the person who wrote it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cba_kit.content.source import Loc, Source
from cba_kit.errors import ContentError

_KINDS = {
    "string_type": ("should be text", "Put it in quotes."),
    "string_too_short": ("is empty", "Write at least one word."),
    "bool_parsing": ("should be true or false", "Write true or false."),
    "bool_type": ("should be true or false", "Write true or false."),
    "int_parsing": ("should be a whole number", "Write digits only, without quotes."),
    "int_type": ("should be a whole number", "Write digits only, without quotes."),
    "int_from_float": ("should be a whole number", "Leave out the part after the point."),
    "float_parsing": ("should be a number", "Write digits only, without quotes."),
    "float_type": ("should be a number", "Write digits only, without quotes."),
    "date_type": ("should be a date", "Write a date as 2024-03-11."),
    "date_parsing": ("is not a date", "Write a date as 2024-03-11."),
    "date_from_datetime_parsing": ("is not a date", "Write a date as 2024-03-11."),
    "date_from_datetime_inexact": ("is a date with a time", "Write a date as 2024-03-11."),
    "time_parsing": ("is not a time", "Write a time as 09:30."),
    "time_type": ("is not a time", "Write a time as 09:30, in quotes."),
    "tuple_type": ("should be a list", "Start each item on a new line with a dash and a space."),
    "dict_type": ("should have keys and values below it", "Write them as “key: value”, indented."),
    "model_type": ("should have keys and values below it", "Write them as “key: value”, indented."),
}
"""Pydantic's error types that a writer of templates meets, and what to do."""

_SIZES = {
    "too_short": ("has too few items", "Write at least {min_length}."),
    "too_long": ("has too many items", "Keep at most {max_length}."),
    "missing": ("has too few items", "Write two items."),
    "greater_than": ("is too small", "Write a number above {gt}."),
    "greater_than_equal": ("is too small", "Write {ge} or more."),
    "less_than": ("is too large", "Write a number below {lt}."),
    "less_than_equal": ("is too large", "Write {le} or less."),
}


def faults(source: Source, error: ValidationError, shape: Any) -> list[ContentError]:
    """Turn every fault that pydantic found in `source` into a ContentError, from top to bottom.

    `shape` is the type that was expected. A key that is both misspelt and missing is told once.
    """
    details = error.errors(include_url=False)
    misspelt = {
        (*found["loc"][:-1], near)
        for found in details
        if found["type"] == "extra_forbidden"
        for near in nearest(str(found["loc"][-1]), keys_at(shape, found["loc"][:-1]))
    }
    told = [_fault(source, d, shape) for d in details if d["type"] != "missing" or d["loc"] not in misspelt]
    return sorted(told, key=lambda fault: int(fault.where.rpartition(":")[2]))


def nearest(word: str, known: Sequence[str]) -> list[str]:
    """Return the known word that `word` was probably meant to be (a list of one), or an empty list."""
    lower = {name.lower(): name for name in known}
    return [lower[near] for near in difflib.get_close_matches(word.lower(), list(lower), n=1, cutoff=0.6)]


def suggest(word: str, known: Sequence[str]) -> str:
    """Return the fix for a word that is not known: the nearest known one, then all of them."""
    near = nearest(word, known)
    meant = f"Did you mean “{near[0]}”? " if near else ""
    return f"{meant}Known: {', '.join(known) or 'none'}."


def keys_at(shape: Any, loc: Loc) -> list[str]:
    """Return the keys that a mapping at `loc` may have, when `shape` is the type of the whole file."""
    for step in loc:
        shape = _below(shape, step)
    model = _plain(shape)
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _below(shape: Any, step: int | str) -> Any:
    shape = _plain(shape)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        field = shape.model_fields.get(str(step))
        return field.annotation if field else None
    inner = [arg for arg in get_args(shape) if arg is not Ellipsis]
    return inner[-1] if inner else None


def _plain(shape: Any) -> Any:
    """Take `Annotated[X, …]` and `X | None` apart, down to X."""
    while get_origin(shape) is Annotated or type(None) in get_args(shape):
        shape = next(arg for arg in get_args(shape) if arg is not type(None))
    return shape


def _fault(source: Source, found: ErrorDetails, shape: Any) -> ContentError:
    loc, kind = found["loc"], found["type"]
    name, around = str(loc[-1]) if loc else "", loc[:-1]
    inside = f" in {source.place(around)}" if around else ""
    if kind == "extra_forbidden":
        known = keys_at(shape, around)
        return ContentError(
            f"The key “{name}”{inside} is not known.", where=source.where(loc), fix=suggest(name, known)
        )
    if kind == "missing" and name in keys_at(shape, around):
        return ContentError(
            f"The key “{name}”{inside} is missing.", where=source.where(around), fix=f"Add “{name}: …” here."
        )
    if kind == "value_error":
        return _broken_rule(source, loc, str(found["ctx"]["error"]))
    what, fix = _wrong_value(found)
    if kind == "missing":  # of a pair
        return ContentError(f"“{source.place(around)}” {what}.", where=source.where(around), fix=fix)
    subject = f"“{source.place(loc)}”" if loc else "The file"
    return ContentError(f"{subject} {what}{_shown(found['input'])}.", where=source.where(loc), fix=fix)


def _wrong_value(found: ErrorDetails) -> tuple[str, str]:
    kind, context = found["type"], found.get("ctx", {})
    if kind == "literal_error":
        known = [word for word in re.findall(r"'([^']*)'", context["expected"]) if word]
        return "has a word that is not known", suggest(str(found["input"]), known)
    if kind == "string_pattern_mismatch":
        return "is not a key", "Use small letters a to z, digits and _, and start with a letter: lab_visit."
    if kind in _SIZES:
        what, fix = _SIZES[kind]
        return what, fix.format_map(context)
    message = found["msg"][:1].lower() + found["msg"][1:].rstrip(".")
    return _KINDS.get(kind, (f"is not right: {message}", "Compare it with a file beside it."))


def _shown(value: Any) -> str:
    """Quote a short plain value; a whole block is not repeated."""
    if value is None:
        return ": nothing stands here"
    if isinstance(value, dict | list | tuple):
        return ""
    text = str(value)
    return f": “{text if len(text) <= 60 else text[:57] + '…'}”" if text else ""


def _broken_rule(source: Source, loc: Loc, message: str) -> ContentError:
    """Point at the value that a rule of the model complains about, else at the key it names."""
    quoted = re.findall(r"“(.*?)”", message)
    spots = [spot for word in quoted for spot in source.find(word, loc)]
    used = [spot for spot in spots if spot[-1] != "key"]
    keys = value if isinstance(value := source.value(loc), Mapping) else {}
    named: list[Loc] = [(*loc, key) for key in keys if re.search(rf"\b{re.escape(str(key))}\b", message)]
    lines: list[Loc] = [
        (*spot, number)
        for spot in named
        if isinstance(items := source.value(spot), list)
        for number, item in enumerate(items)
        if any(word in str(item).split() for word in quoted)
    ]
    target = (used[:1] or lines[:1] or named[:1] or spots[-1:] or [loc])[0]
    inside = f"In {source.place(loc)}: " if loc else ""
    return ContentError(
        f"{inside}{message}.", where=source.where(target), fix="Correct this line, or the one it refers to."
    )
