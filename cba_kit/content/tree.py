"""Tree: what YAML text says, with the line on which each key and each item stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from yaml import CBaseLoader, YAMLError
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from cba_kit.content.scalar import meaning
from cba_kit.content.syntax import unreadable
from cba_kit.errors import ContentError

_MERGE = "<<"
"""The key that takes over keys from elsewhere in the file."""
_DEEPEST = 60
"""How many lists and keys may stand inside each other; templates need about eight."""


class Tree(NamedTuple):
    """A value, the line of its key or its dash, and below it the trees of its keys or items.

    The names below are keys as they are written (“5”, where the value has the number 5), or positions.
    """

    value: Any
    line: int
    below: Mapping[str, Tree] = MappingProxyType({})


def read_tree(text: str, shown: str) -> Tree:
    """Read YAML text; raises ContentError with the line when it cannot be read or has a key twice."""
    try:
        return _Reader(text, shown).document()
    except YAMLError as error:
        raise unreadable(error, text, shown) from error


class _Reader:
    """Builds the tree while the parser (libyaml, in C) goes through the text once."""

    def __init__(self, text: str, shown: str) -> None:
        self._next: Callable[[], Any] = CBaseLoader(text).get_event
        self._shown = shown
        self._anchors: dict[str, Tree] = {}
        self._depth = 0

    def document(self) -> Tree:
        self._next()  # the stream starts
        if isinstance(self._next(), StreamEndEvent):
            raise self._fault("The file is empty.", 1, "Copy a file beside it to start.")
        event = self._next()
        tree = self._tree(event, _line(event))
        self._next()  # the document ends
        more = self._next()
        if not isinstance(more, StreamEndEvent):
            fix = "Remove the line with three dashes: a file holds one template."
            raise self._fault("A second document starts here.", _line(more), fix)
        return tree

    def _tree(self, event: Any, line: int) -> Tree:
        """Return what starts with `event`; it stands on `line`, that of its key or its dash."""
        kind = type(event)
        if kind is AliasEvent:
            return self._again(event.anchor, line)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            fix = "Put text that starts with an exclamation mark in quotes."
            raise self._fault(f"“{tag}” is a YAML tag, which templates do not have.", line, fix)
        if kind is ScalarEvent:
            tree = Tree(meaning(event.value) if event.implicit[0] else event.value, line)
        else:
            tree = self._inside(kind, line)
        if event.anchor is not None:
            self._anchors[event.anchor] = tree
        return tree

    def _again(self, anchor: str, line: int) -> Tree:
        found = self._anchors.get(anchor)
        if found is None:
            fix = "Put text that starts with a star in quotes."
            raise self._fault(f"“*{anchor}” stands for nothing above.", line, fix)
        return found._replace(line=line)

    def _inside(self, kind: type[Event], line: int) -> Tree:
        if self._depth == _DEEPEST:
            raise self._fault("Too many lists stand inside each other.", line, "Close the brackets.")
        self._depth += 1
        tree = self._list(line) if kind is SequenceStartEvent else self._mapping(line)
        self._depth -= 1
        return tree

    def _list(self, line: int) -> Tree:
        items = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._tree(event, _line(event)))
        return Tree([item.value for item in items], line, {str(n): item for n, item in enumerate(items)})

    def _mapping(self, line: int) -> Tree:
        values: dict[Any, Any] = {}
        below: dict[str, Tree] = {}
        shared: list[Tree] = []
        while type(event := self._next()) is not MappingEndEvent:
            at = _line(event)
            key = self._key(event, at)
            tree = self._tree(self._next(), at)
            if key == _MERGE and event.implicit[0]:
                shared += self._shared(tree)
            elif key in values:
                raise self._fault(f"The key “{key}” stands here a second time.", at, "Keep one of the two.")
            else:
                values[key] = tree.value
                below[event.value] = tree
        for tree in shared:
            values = tree.value | values
            below = {**tree.below, **below}
        return Tree(values, line, below)

    def _shared(self, tree: Tree) -> list[Tree]:
        """Return the mappings that a merge key names: one, or a list of which the first comes first."""
        named = list(tree.below.values()) if isinstance(tree.value, list) else [tree]
        if all(isinstance(each.value, dict) for each in named):
            return named
        fix = "Name one with a star: “<<: *name”."
        raise self._fault("“<<” should name keys and values.", tree.line, fix)

    def _key(self, event: Any, line: int) -> Any:
        key = self._tree(event, line).value if type(event) is ScalarEvent else None
        if key is None:
            raise self._fault("A key should be a word.", line, "Write the key as text, in quotes if need be.")
        return key

    def _fault(self, what: str, line: int, fix: str) -> ContentError:
        return ContentError(what, where=f"{self._shown}:{line}", fix=fix)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
