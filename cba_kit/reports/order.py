"""Orders: what a setter is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cba_kit.reports.leaks import Suspect


@dataclass(frozen=True, slots=True)
class Order:
    """An executed notebook (as JSON), and what shall be made of it with whose templates."""

    notebook: str
    templates: Path
    formats: tuple[str, ...]
    register: Path
    """The folder with what others wrote, see `leaks`."""
    own: str
    """Id of what the document is about: what this one wrote is nobody else's."""
    folder: Path
    """Where the notebook lies: its pictures are beside it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The documents by format, the notebook among them; or why there are none."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    error: str = ""
