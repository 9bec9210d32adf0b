"""Material: what the demo's people, clusters and sentences are made of, read from templates/demo/."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from cba_kit.content import Library
from cba_kit.content.shelf import parse
from cba_kit.content.source import read_source
from cba_kit.model.base import Frozen, Text
from cba_kit.model.thread import ThreadState

Meaning = Literal["today", "wish", "risk"]
Said = dict[Meaning, Text]
"""One note: its meaning and its words."""
Blocks = dict[str, tuple[Said, ...]]
Four = tuple[Text, Text, Text, Text]


class Staff(Frozen):
    """A coach or trainer."""

    id: str
    name: Text
    about: Text


class Actor(Frozen):
    """A participant of the demo and what their workbook is about."""

    id: str
    name: Text
    cluster: Text
    country: str
    place: Text
    ecosystem: str
    coach: str
    group: str
    filled: int
    """How much of the workbook is written, from 0 to 100."""
    themes: tuple[str, str]
    team: tuple[Text, Text]
    quiet: date | None = None
    answered: date | None = None
    asks: str = ""
    showcase: bool = False

    @property
    def site(self) -> str:
        """The cluster's id and the name of its website, in plain letters."""
        bare = unicodedata.normalize("NFKD", self.cluster.lower().replace("ø", "o"))
        plain = "".join(letter for letter in bare if not unicodedata.combining(letter))
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class Cast(Frozen):
    """Everybody in the demo."""

    coaches: tuple[Staff, ...]
    trainers: tuple[Staff, ...]
    participants: tuple[Actor, ...]


class EcosystemWords(Frozen):
    """Words of one ecosystem; the n-th cluster of it takes the n-th of each list."""

    words: dict[str, Four]
    notes: dict[str, tuple[Said, Said, Said, Said]]


class Need(Frozen):
    """A member's need."""

    segment: Text
    need: Text
    evidence: Text
    service: str


class Base(Frozen):
    """Sentences for every cluster."""

    canvas: Blocks
    value: Blocks
    strategy: dict[str, tuple[Text, ...]]
    needs: tuple[Need, ...]
    unmoved: tuple[Text, ...]


class Aim(Frozen):
    """An aim with its measure."""

    aim: Text
    measure: Text
    target: Text


class Challenge(Frozen):
    """What is hard, what was tried, what is wished for."""

    biggest: Text
    tried: Text
    wish: Text


class Idea(Frozen):
    """An action to be."""

    key: str
    when: Literal["d90", "m12", "y3"]
    title: Text
    origin: Text
    """The first words of the note that it starts from, as in the material."""
    trends: tuple[str, ...]
    measure: Text
    baseline: Text
    target: Text
    money: tuple[int, int]
    funding: tuple[Text, str]
    first: Text
    about: Text
    risk: Text
    after: str = ""


class Theme(Frozen):
    """What occupies a cluster."""

    mission: Text
    vision_5: Text
    vision_10: Text
    aims: tuple[Aim, ...]
    focus: tuple[Text, ...]
    challenge: Challenge
    notes: Blocks
    value: Blocks
    need: Need
    actions: tuple[Idea, ...]


class Leaning(Frozen):
    """How a trend is usually rated."""

    relevance: int
    direction: int
    horizon: str
    more: tuple[str, ...]
    why: tuple[Text, ...]


class Talk(Frozen):
    """A coach's question and the answers to it."""

    about: tuple[str, str]
    kind: str
    ask: Text
    answer: Text
    again: Text
    later: Text
    refuse: Text


class Talks(Frozen):
    """All talks."""

    talks: tuple[Talk, ...]


class Comment(Frozen):
    """One comment of the showcase, in the edition's time."""

    by: str
    at: str
    text: Text


class Thread(Frozen):
    """One thread of the showcase."""

    id: str
    sheet: str
    block: str
    entry: str
    quote: Text
    state: ThreadState
    comments: tuple[Comment, ...]


class DatedNote(Frozen):
    """A note of the showcase with its history, in steps from 1 to 4."""

    id: str
    text: Text
    meaning: Meaning
    since: int
    was: str = ""
    until: int = 0


class Showcase(Frozen):
    """The workbook that is shown first."""

    person: str
    forms: dict[str, dict[str, Any]]
    rows: dict[str, dict[str, tuple[dict[str, Any], ...]]]
    notes: dict[str, tuple[DatedNote, ...]]
    value: dict[str, tuple[dict[str, str], ...]]
    ratings: dict[str, dict[str, Any]]
    actions: tuple[dict[str, Any], ...]
    threads: tuple[Thread, ...]


class GroupNote(Frozen):
    """A note of a breakout group: who wrote it, and at what time of day 2."""

    by: str
    at: str
    block: str
    meaning: Meaning
    text: Text


@dataclass(frozen=True, slots=True)
class Material:
    """All of it."""

    cast: Cast
    base: Base
    themes: dict[str, Theme]
    ecosystems: dict[str, EcosystemWords]
    leanings: dict[str, Leaning]
    talks: tuple[Talk, ...]
    showcase: Showcase
    groups: dict[str, tuple[GroupNote, ...]]


_Shape = TypeVar("_Shape")


def read_material(library: Library) -> Material:
    """Read templates/demo/; ContentError names file and line of what is wrong."""
    cast = _read(library, "people", Cast)
    return Material(
        cast=cast,
        base=_read(library, "base", Base),
        themes=_read(library, "themes", dict[str, Theme]),
        ecosystems={
            key: _read(library, f"ecosystems/{key}", EcosystemWords)
            for key in sorted({actor.ecosystem for actor in cast.participants})
        },
        leanings=_read(library, "trends", dict[str, Leaning]),
        talks=_read(library, "talk", Talks).talks,
        showcase=_read(library, "showcase", Showcase),
        groups=_read(library, "groups", dict[str, tuple[GroupNote, ...]]),
    )


def _read(library: Library, name: str, shape: type[_Shape]) -> _Shape:
    relative = f"demo/{name}.yaml"
    value, faults = parse(read_source(library.find(relative), f"templates/{relative}"), shape)
    for fault in faults:
        raise fault
    found: _Shape = value
    return found
