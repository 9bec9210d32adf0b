"""Catalogue: an organisation's own trends as they were listed, and the sheet that is made of them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from cba_kit.model.latin import latin
from cba_kit.model.trends import LEVELS, Level, Moved

LONGEST_KEY = 41


@dataclass(frozen=True, slots=True)
class Listed:
    """One trend as a file lists it. Sector, ring and parent are titles; `row` is where it stands."""

    row: int
    name: str
    about: str = ""
    short: str = ""
    sector: str = ""
    ring: str = ""
    link: str = ""
    key: str = ""
    parent: str = ""
    level: Level | None = None
    moved: Moved | None = None


class Fault(NamedTuple):
    """What is wrong in a row, in which column (empty: the whole row), and what to do."""

    row: int
    column: str
    what: str
    fix: str


def fold(name: str) -> str:
    """Return what makes two names the same: letters and signs, without case and doubled blanks."""
    return " ".join(name.casefold().split())


def told_apart(listed: Sequence[Listed], *, unit: str = "row") -> tuple[list[Listed], list[Fault], list[str]]:
    """Name trends of one name “Kubernetes (Platforms)”; two of one name in one sector are a fault.

    `unit` is how the file counts: row or entry. Returns the trends, the faults, and the names that several
    trends have.
    """
    places: dict[tuple[str, str], Listed] = {}
    faults = []
    for trend in listed:
        place = (fold(trend.name), fold(trend.sector))
        first = places.setdefault(place, trend)
        if first is not trend:
            what = f"“{trend.name}” stands in {unit} {first.row} too, in the same sector."
            faults.append(Fault(trend.row, "name", what, "Give one of them another name, or remove one."))
    if faults:
        return list(listed), faults, []
    called = Counter(fold(trend.name) for trend in listed)
    told = [
        replace(trend, name=f"{trend.name} ({trend.sector})") if called[fold(trend.name)] > 1 else trend
        for trend in listed
    ]
    seen: dict[str, Listed] = {}
    for trend in told:
        first = seen.setdefault(fold(trend.name), trend)
        if first is not trend:
            what = f"“{trend.name}” and the trend of {unit} {first.row} cannot be told apart."
            faults.append(Fault(trend.row, "name", what, "Give one of them another name."))
    twice = {fold(trend.name): trend.name for trend in listed if called[fold(trend.name)] > 1}
    return told, faults, list(twice.values())


def with_levels(
    told: Sequence[Listed], listed: Sequence[Listed]
) -> tuple[list[Listed], list[int | None], list[Fault]]:
    """Find each trend's parent, and the level of those that say none, from their place in the hierarchy.

    `listed` are the trends before they were told apart: a parent may be named by key, by either name.
    Returns the trends, the position of each one's parent (None: at the top), and the faults.
    """
    parents, faults = _parents(told, listed)
    for at, trend in enumerate(told):
        chain = _chain(at, parents)
        if chain[-1] == at and len(chain) > 1:
            names = " › ".join(told[place].name for place in reversed(chain))
            faults.append(Fault(trend.row, "parent", f"{names}: a trend is a part of itself.", _PARENT_FIX))
    if faults:
        return list(told), parents, faults
    levels = _levels(told, parents)
    for at, parent in enumerate(parents):
        if parent is not None and _depth(levels[parent]) >= _depth(levels[at]):
            trend, above = told[at], told[parent]
            what = f"“{trend.name}” ({levels[at]}) cannot be a part of “{above.name}” ({levels[parent]})."
            faults.append(Fault(trend.row, "parent", what, "Macro-trends belong to mega, micro to macro."))
    found = [replace(trend, level=level) for trend, level in zip(told, levels, strict=True)]
    return found, parents, faults


_PARENT_FIX = "Correct or empty the parent of one of them."


def _parents(told: Sequence[Listed], listed: Sequence[Listed]) -> tuple[list[int | None], list[Fault]]:
    known: dict[str, list[int]] = defaultdict(list)
    for at, (trend, before) in enumerate(zip(told, listed, strict=True)):
        for word in {trend.key, fold(trend.name), fold(before.name)} - {""}:
            known[word].append(at)
    parents: list[int | None] = []
    faults = []
    for trend in told:
        found = known.get(trend.parent) or known.get(fold(trend.parent)) or []
        parents.append(found[0] if found and trend.parent else None)
        if trend.parent and not found:
            what = f"The parent “{trend.parent}” is not in the file."
            faults.append(Fault(trend.row, "parent", what, "Write the name or the key of another trend."))
        elif trend.parent and len(found) > 1:
            what = f"Several trends are called “{trend.parent}”."
            faults.append(Fault(trend.row, "parent", what, "Write the sector behind it, or a key."))
    return parents, faults


def _chain(at: int, parents: Sequence[int | None]) -> list[int]:
    """Return the way from a trend to the top; one that comes back to its start ends there."""
    chain = [at]
    seen = {at}
    while (above := parents[chain[-1]]) is not None:
        chain.append(above)
        if above in seen:
            break
        seen.add(above)
    return chain


def _levels(told: Sequence[Listed], parents: Sequence[int | None]) -> list[Level | None]:
    above = {parent for parent in parents if parent is not None}
    levels: dict[int, Level | None] = {}
    for start in range(len(told)):
        for at in reversed(_chain(start, parents)):
            parent = parents[at]
            if told[at].level or (parent is None and at not in above):
                levels[at] = told[at].level
            else:
                levels[at] = "mega" if parent is None else LEVELS[min(2, _depth(levels[parent]) + 1)]
    return [levels[at] for at in range(len(told))]


def _depth(level: Level | None) -> int:
    return LEVELS.index(level) if level else 0


def key_of(name: str, *, exact: bool = False) -> str:
    """Make a key from a name, the same on every machine: “C++” is c_plus_plus, “5G” is t_5g.

    `exact` adds a mark made of the whole name, for names whose letters alone give one key.
    """
    spelt = latin(name).replace("+", " plus ").replace("#", " sharp ").replace("&", " and ")
    stem = re.sub(r"[^a-z0-9]+", "_", spelt).strip("_")
    if not stem or not stem[0].isalpha():
        stem = f"t_{stem}".rstrip("_")
    lost = not re.search(r"[a-z0-9]", spelt) or len(stem) > LONGEST_KEY
    if not (exact or lost):
        return stem
    mark = hashlib.sha256(fold(name).encode()).hexdigest()[:8]
    return f"{stem[: LONGEST_KEY - 9].rstrip('_')}_{mark}"


def keys_for(
    names: Iterable[str], *, known: Mapping[str, str], taken: Collection[str] = frozenset()
) -> list[str]:
    """Give each name its key: the one it has in `known` (by `fold`), else a new one that nobody has.

    The order of names does not matter, so a file gives the same keys after its rows were moved.
    """
    names = list(names)
    kept = [known.get(fold(name)) for name in names]
    used = {*taken, *known.values()}
    fresh = Counter(key_of(name) for name, key in zip(names, kept, strict=True) if key is None)
    return [
        key or (plain if fresh[plain] == 1 and plain not in used else _free(name, used))
        for name, key in zip(names, kept, strict=True)
        for plain in [key_of(name)]
    ]


def _free(name: str, used: Collection[str]) -> str:
    marked = (key_of(f"{name} {n}" if n else name, exact=True) for n in count())
    return next(key for key in marked if key not in used)
