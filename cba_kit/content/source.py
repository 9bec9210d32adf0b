"""Source: one YAML file, read together with the line on which every key and value stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba_kit.content.tree import Tree, read_tree
from cba_kit.errors import ContentError

Loc = tuple[int | str, ...]
"""The way to a value: keys, and positions counted from 0."""


@dataclass(frozen=True)
class Source:
    """What a file says and where it says it. `shown` is the name that errors print."""

    shown: str
    tree: Tree

    @property
    def data(self) -> Any:
        """The plain value of the whole file."""
        return self.tree.value

    def line(self, loc: Loc) -> int:
        """Return the line (from 1) of the value at `loc`, or of the nearest thing around it that exists."""
        tree = self.tree
        for step in loc:
            found = tree.below.get(str(step))
            if found is None:
                break
            tree = found
        return tree.line

    def where(self, loc: Loc = ()) -> str:
        """Return file:line of the value at `loc`."""
        return f"{self.shown}:{self.line(loc)}"

    def value(self, loc: Loc) -> Any:
        """Return the plain value at `loc`, or None where there is none."""
        found = self.data
        for step in loc:
            if isinstance(found, Mapping):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def place(self, loc: Loc) -> str:
        """Write a place for people: keys, and positions in lists counted from 1 (“days 2 › sessions 1”)."""
        words: list[str] = []
        for depth, step in enumerate(loc):
            if not isinstance(self.value(loc[:depth]), list) or not isinstance(step, int):
                words.append(str(step))
            elif words:
                words[-1] += f" {step + 1}"
            else:
                words.append(f"row {step + 1}")
        return " › ".join(words)

    def find(self, word: str, within: Loc = ()) -> Iterator[Loc]:
        """Yield the places below `within` whose whole value is `word`, from top to bottom."""
        yield from _places(self.value(within), word, within)


def read_source(path: Path, shown: str) -> Source:
    """Read a YAML file; raises ContentError with the line when it is not readable as YAML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentError(
            "A letter here cannot be read.",
            where=f"{shown}:{line}",
            fix="Save the file in the encoding UTF-8.",
        ) from error
    except OSError as error:
        raise ContentError(f"The file cannot be read ({error.strerror}).", where=shown) from error
    return Source(shown, read_tree(text, shown))


def _places(value: Any, word: str, loc: Loc) -> Iterator[Loc]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _places(below, word, (*loc, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _places(below, word, (*loc, number))
    elif value is not None and str(value) == word:
        yield loc
