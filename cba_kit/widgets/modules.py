"""Static modules and styles: one JavaScript text of a module and all that it imports, without a build."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from cba_kit.config import shipped

STATIC = Path(__file__).parent / "static"
LOOK = ("tokens.css", "components.css", "notes.css", "pictures.css")
_IMPORT = re.compile(r'(?:from|import)\s+"\./([\w-]+\.js)"')


@cache
def module(entry: str) -> str:
    """Return the text of `entry` (a file in static/) with every module that it needs, each once.

    Raises ValueError when modules import each other in a circle.
    """
    ordered: dict[str, str] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"These modules import each other: {' → '.join((*above, name))}")
        if name in ordered:
            return
        source = (STATIC / name).read_text(encoding="utf-8")
        for needed in _IMPORT.findall(source):
            add(needed, (*above, name))
        ordered[name] = source

    add(entry, ())
    loader = (STATIC / "loader.js").read_text(encoding="utf-8")
    return loader.replace("__MODULES__", json.dumps(list(ordered.items()), ensure_ascii=False))


@cache
def styles() -> str:
    """Return the look: tokens, parts, then what is special to each editor, in one text."""
    look = [shipped("templates") / "look" / name for name in LOOK]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*look, *sorted(STATIC.glob("*.css"))))
