"""Entries: what JSON and YAML files of radars and catalogues list, as headings and rows of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cba_kit.content.catalogue.prose import prose
from cba_kit.model.catalogue import fold

_LISTS = ("items", "entries", "blips", "trends", "technologies", "radar", "catalogue", "data")
_SECTORS = ("quadrants", "sectors", "segments", "categories")
_RINGS = ("rings", "horizons", "stages")
_HISTORY = ("timeline", "revisions", "history")
_NAMES = ("title", "name", "label", "text")
_ADDRESSES = ("url", "href", "link")
_IDS = ("id", "key", "ringId", "quadrantId")


@dataclass(frozen=True, slots=True)
class Named:
    """Sectors or rings that a file declares: titles in their order, and the title behind each id."""

    titles: tuple[str, ...] = ()
    by_id: Mapping[str, str] = field(default_factory=dict)

    def title(self, word: str) -> str:
        """Return the title that a word stands for: an id, a position from 0, or itself."""
        return self.by_id.get(word, word)


@dataclass(frozen=True, slots=True)
class Entries:
    """The list in a file: its fields as headings, its entries as rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sectors: Named
    rings: Named
    title: str


def entries(value: Any) -> Entries | None:
    """Read a list of entries, or a file with such a list in it; None when there is none.

    Lists inside an entry are joined by commas; of a history (“timeline”, “revisions”) the latest point
    counts where the entry itself says nothing.
    """
    listed = _list(value)
    if listed is None:
        return None
    flat = [_flat(item) for item in listed]
    headings = tuple(dict.fromkeys(name for item in flat for name in item))
    whole = value if isinstance(value, Mapping) else {}
    return Entries(
        headings,
        tuple(tuple(item.get(name, "") for name in headings) for item in flat),
        _named(whole, _SECTORS),
        _named(whole, _RINGS),
        _first(whole, ("title", "name")),
    )


def _list(value: Any) -> list[Mapping[str, Any]] | None:
    if isinstance(value, Mapping):
        found = (_list(value[name]) for name in _LISTS if isinstance(value.get(name), list))
        return next((items for items in found if items), None)
    if not isinstance(value, list):
        return None
    items = [item if isinstance(item, Mapping) else {"name": item} for item in value]
    return items or None


def _flat(item: Mapping[str, Any]) -> dict[str, str]:
    found = {str(name): _text(value) for name, value in item.items() if name not in _HISTORY}
    for name in _HISTORY:
        points = [point for point in _sequence(item.get(name)) if isinstance(point, Mapping)]
        latest = max(points, key=lambda point: _first(point, ("date", "release")), default={})
        for other, value in latest.items():
            heading = {"ringId": "ring", "quadrantId": "quadrant"}.get(str(other), str(other))
            if heading not in ("date", "release") and not found.get(heading):
                found[heading] = _text(value)
    return found


def _text(value: Any) -> str:
    """Return a value as a cell: words of a list joined, of an object its name or its address."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return (
            _first(value, (*_NAMES, *_IDS, *_ADDRESSES)) if not value.get("url") else _first(value, ("url",))
        )
    if isinstance(value, list | tuple):
        parts = [_text(part) for part in value if not isinstance(part, list | tuple)]
        objects = any(isinstance(part, Mapping) for part in value)
        return next((part for part in parts if part), "") if objects else ", ".join(filter(None, parts))
    return str(value)


def _first(item: Mapping[str, Any], names: Sequence[str]) -> str:
    found = (str(item[name]) for name in names if isinstance(item.get(name), str | int | float))
    return next((word for word in found if word.strip()), "")


def _named(whole: Mapping[str, Any], names: Sequence[str]) -> Named:
    declared: list[Any] = next((whole[name] for name in names if isinstance(whole.get(name), list)), [])
    titles: list[str] = []
    by_id: dict[str, str] = {}
    for position, item in enumerate(declared):
        title = _first(item, _NAMES) if isinstance(item, Mapping) else _text(item)
        name = _first(item, _IDS) if isinstance(item, Mapping) else ""
        title, _ = prose(title or name)
        if title:
            titles += [title] if fold(title) not in map(fold, titles) else []
            by_id.setdefault(str(position), title)
            by_id |= {name: title} if name else {}
    return Named(tuple(titles), by_id)


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
