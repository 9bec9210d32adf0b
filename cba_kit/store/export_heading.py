"""Headings: the columns of a table that is taken along and comes back, whatever the kind of its sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ID = "#"
"""The key of the column with the entries' ids; no column of a sheet can have it."""
Labels = Mapping[str, str]
NONE: Mapping[str, Labels] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: `key` is the field of the entry, its place on the sheet, or ID."""

    key: str
    title: str
    own: bool = False
    """Whether the sheet itself asks for it."""


def told(value: object, labels: Labels = MappingProxyType({})) -> object:
    """Return what a cell says of a field: labels in place of keys, a list with semicolons."""
    if isinstance(value, list):
        return "; ".join(labels.get(str(each), str(each)) for each in value)
    return labels.get(value, value) if isinstance(value, str) else value
