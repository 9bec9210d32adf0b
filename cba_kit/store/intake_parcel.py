"""Parcel: the entries that a file brings, each with its place in the file, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cba_kit.model.origin import Origin
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Scalar


@dataclass(frozen=True, slots=True)
class Brought:
    """One entry as a file has it."""

    place: str
    """Where it stands in the file: “Business model, row 12”."""
    sheet: str
    entry: str
    kind: EntryKind
    block: str
    fields: Mapping[str, Scalar | list[str]]
    removed: bool = False
    origin: Origin | None = None
    """Who wrote it, where the file says so."""


@dataclass(slots=True)
class Parcel:
    """What a file brings. `whole`: an entry has no fields but those in the file."""

    edition: str
    """The code of the edition that it was written in; empty where the file does not say."""
    whole: bool
    own: bool = False
    """Whether somebody brings it in for themselves: it is written as they write on a page, and cut to what
    today's sheets ask for."""
    brought: list[Brought] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Place and reason, of what cannot be read as an entry."""
    remarks: list[str] = field(default_factory=list)
    """What a person should know before it is written."""
