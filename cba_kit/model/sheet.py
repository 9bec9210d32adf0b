"""What every sheet template has, whatever its kind."""

from __future__ import annotations

from typing import Literal

from cba_kit.model.base import Frozen, Key, Text

SheetKind = Literal["form", "canvas", "trends", "plan"]


class SheetTemplate(Frozen):
    """The head of a sheet template; the file's name (without .yaml) is its key."""

    key: Key
    title: Text
    short: Text
    """The word in the navigation, at most about 18 letters."""
    purpose: Text
    """One plain sentence under the title: what this sheet is for."""
    start: Text
    """What an empty sheet and an empty section of the roadmap tell a person to do first."""
    credit: str = ""
    """Printed wherever the sheet is shown or exported."""
    language: str = "en"
    minutes: int = 30
