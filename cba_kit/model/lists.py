"""Lists that forms and checks choose from: ecosystems, countries, performance indicators."""

from __future__ import annotations

from datetime import date
from typing import Literal

from cba_kit.model.base import Frozen, Key, Text


class Ecosystem(Frozen):
    """One of the 14 industrial ecosystems; other spellings in use are aliases."""

    key: Key
    number: int
    name: Text
    aliases: tuple[str, ...] = ()


class Country(Frozen):
    """A country and since when (until when) its clusters may take part, as far as a source says so."""

    code: Text
    name: Text
    group: Literal["EU", "EEA", "associated"]
    aliases: tuple[str, ...] = ()
    """Other spellings: EL, Ελλάδα, Hellas."""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    checked_on: date
    note: str = ""


class Kpi(Frozen):
    """An indicator to measure an action by."""

    key: Key
    name: Text
    level: Literal["input", "activity", "output", "outcome", "impact"]
    definition: Text
    formula: str = ""
    unit: Text
    source: Text
    rhythm: Text
