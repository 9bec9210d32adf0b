"""Source: one YAML file, read together with the line on which every key and value stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from cba_kit.errors import ContentError

Loc = tuple[int | str, ...]
"""The way to a value: keys, and positions counted from 0."""

_FIXES = (
    (r"mapping values are not allowed", "Indent with the lines above, and put text with a colon in quotes."),
    (r"cannot start any token", "Indent with spaces, and put text that starts with this sign in quotes."),
    (r"end of stream|<stream end>", "Close the quote or bracket that was opened here."),
    (r"expected <block end>|did not find expected", "Indent this line like its neighbours."),
    (r"could not find expected ':'", "Write a colon and a space after the key."),
    (r"another document", "Remove the line with three dashes: a file holds one template."),
    (r"undefined alias", "Put text that starts with a star in quotes."),
    (r"escape character", "Write the text in 'single' quotes, or each backslash twice."),
    (r"special characters|unacceptable character", "Remove the invisible character on this line."),
    (r"tag", "Put text that starts with an exclamation mark in quotes."),
)


@dataclass(frozen=True)
class Source:
    """What a file says (`data`) and where it says it. `shown` is the name that errors print."""

    shown: str
    data: Any
    root: Node

    def line(self, loc: Loc) -> int:
        """Return the line (from 1) of the value at `loc`, or of the nearest thing around it that exists."""
        node, line = self.root, int(self.root.start_mark.line) + 1
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

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
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
        if root is None:
            raise ContentError(
                "The file is empty.", where=f"{shown}:1", fix="Copy a file beside it to start."
            )
        data = yaml.constructor.construct_document(root)
    except RecursionError as error:
        raise ContentError("Too many lists stand inside each other.", where=shown) from error
    except (YAMLError, ValueError) as error:
        raise _unreadable(error, shown) from error
    return Source(shown, data, root)


def _unreadable(error: Exception, shown: str) -> ContentError:
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "context_mark", None) if "stream" in problem else None
    mark = mark or (error.problem_mark if isinstance(error, MarkedYAMLError) else None)
    where = f"{shown}:{mark.line + 1}" if mark else shown
    if isinstance(error, DuplicateKeyError):
        twice = re.search(r'duplicate key "(.*?)"', problem)
        name = f" “{twice.group(1)}”" if twice else ""
        return ContentError(
            f"The key{name} stands here a second time.", where=where, fix="Keep one of the two."
        )
    fix = next((fix for sign, fix in _FIXES if re.search(sign, problem)), "Compare it with a file beside it.")
    return ContentError(f"This is not readable as YAML: {problem.splitlines()[0]}.", where=where, fix=fix)


def _child(node: Node, step: int | str) -> tuple[Node, int] | None:
    """Return the node one step down and the line it is found on: a key's own line, or an item's first."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None


def _places(value: Any, word: str, loc: Loc) -> Iterator[Loc]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _places(below, word, (*loc, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _places(below, word, (*loc, number))
    elif value is not None and str(value) == word:
        yield loc
