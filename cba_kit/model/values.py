"""Values: what an entry of each kind holds, every field with a default: an entry grows field by field."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from cba_kit.model.plan import ActionStatus, FundingStatus
from cba_kit.model.thread import ThreadState

EntryKind = Literal["answer", "note", "rating", "action", "comment", "finding", "stage", "vote"]

LINE = 300
"""Longest one-line text, in characters."""
LONG = 20_000
"""Longest text of any field, in characters."""

Line = Annotated[str, StringConstraints(max_length=LINE)]
Long = Annotated[str, StringConstraints(max_length=LONG)]
Rated = Annotated[int, Field(strict=True, ge=-10, le=10)] | Literal["unknown"] | None
"""A number on a scale; "unknown" is the answer “I don't know”; None is not rated yet."""


def _day(value: object) -> object:
    """Refuse what is not written as 2026-03-11: it is stored as it was sent and read back as a day."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("a day is written like 2026-03-11")
    return date.fromisoformat(value)


Day = Annotated[date | None, BeforeValidator(_day)]


Place = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""Where an entry stands among its neighbours; any number between theirs."""


class _Value(BaseModel):
    """A kind's fields, every one with a default: an entry grows field by field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_the_default(cls, fields: Any) -> Any:
        """Take None for “not written”: undoing the first words in a field sends it."""
        if not isinstance(fields, dict):
            return fields
        return {name: value for name, value in fields.items() if value is not None}


class Answer(_Value):
    """An answer of a form. A question of type rows has one entry a row, its columns in `cells`."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Long | float | int | bool | list[Line] | None]
    value: Long | float | int | bool | list[Line] | None = None
    position: Place = 0


Evidence = Literal["", "assumed", "heard", "measured"]


class Note(_Value):
    """A note in a block of a canvas; what the canvas asks for beside the words stands in `columns`' names."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Long | float | int | bool | None]
    text: Long = ""
    meaning: Line = "today"
    position: Place = 0
    evidence: Evidence = ""
    """How it is known; empty: nobody said."""
    proof: Line = ""
    """Who said it, or what was measured."""
    links: list[Line] = []
    """What it is connected with: “trend:KEY”, “need:ENTRY”, “action:ENTRY” or “note:ENTRY”."""
    part: Line = ""
    """The part of a canvas that is filled once for each: a segment, by the id of its note."""
    private: bool = False
    """Written before the reveal: nobody but its writer sees it."""
    sources: list[Line] = []
    """The notes of groups that it was made of, each as “GROUP/ENTRY”."""


class Finding(_Value):
    """What became of a question that a rule asked; the entry's block is the rule's key."""

    state: Literal["open", "answered", "action", "aside"] = "open"
    reason: Long = ""
    """Why it was set aside."""
    notes: list[Line] = []
    """The notes that the question was about when it was dealt with."""
    action: Line = ""
    """The action that it became."""
    about: Line = ""
    """A mark of those notes' words: when it differs, the question is asked again."""


Phase = Literal["free", "write", "discuss", "vote", "closed"]


class Stage(_Value):
    """What a facilitator has set for one sheet of a group, or for the rounds of a trends sheet."""

    phase: Phase = "free"
    round: Annotated[int, Field(strict=True, ge=1, le=9)] = 1
    """Of trends: phase “write” rates blind, “discuss” has revealed it, “closed” takes no more."""
    locked: list[Line] = []
    """Blocks that nobody changes."""
    hidden: list[Line] = []
    """Blocks that only facilitators see."""
    spotlight: Line = ""
    """The block that everybody is to look at."""
    ends: Line = ""
    """When the time is over, as ISO 8601 in UTC; empty: no timer."""
    authors: bool = True
    """Whether notes show who wrote them."""
    dots: Annotated[int, Field(strict=True, ge=1, le=20)] = 3
    """Votes that each person has."""


class Vote(_Value):
    """All dots of one person on one sheet: the ids of notes, one for each dot."""

    dots: list[Line] = []


class Rating(_Value):
    """One person's rating of one trend in one round; the entry's block is the trend's key."""

    round: Annotated[int, Field(strict=True, ge=1, le=9)] = 1
    chosen: bool | None = None
    """Whether it matters for one's own ecosystems; None: nobody said."""
    relevance: Rated = None
    direction: Rated = None
    knowledge: Rated = None
    certainty: Rated = None
    readiness: Rated = None
    horizon: Line = ""
    reason: Long = ""


class Action(_Value):
    """An action of the plan: who does what by when, with which money and how success is measured."""

    title: Line = ""
    aim: Line = ""
    origin: Line = ""
    """Id of the note, need or comment it comes from, or empty."""
    trends: list[Line] = []
    links: list[Line] = []
    """More reasons, as in a note."""
    background: Long = ""
    description: Long = ""
    owner: Line = ""
    partners: Line = ""
    start: Day = None
    due: Day = None
    first_step: Line = ""
    first_step_by: Day = None
    cost: Annotated[float, Field(ge=0, le=1e12)] | None = None
    """EUR."""
    funding: Line = ""
    funding_status: FundingStatus = ""
    measure: Line = ""
    unit: Line = ""
    baseline: Line = ""
    target: Line = ""
    target_by: Day = None
    risks: Long = ""
    depends_on: list[Line] = []
    status: ActionStatus = "planned"
    status_reason: Line = ""
    confidence: Annotated[int, Field(ge=1, le=10)] | None = None
    position: Place = 0


class Words(_Value):
    """A comment; the first one of a thread carries its anchor, quote and state, the others `thread`."""

    text: Long = ""
    thread: Line = ""
    section: Line = ""
    entry: Line = ""
    quote: Long = ""
    state: ThreadState = "open"


VALUES: dict[EntryKind, type[_Value]] = {
    "answer": Answer,
    "note": Note,
    "rating": Rating,
    "action": Action,
    "comment": Words,
    "finding": Finding,
    "stage": Stage,
    "vote": Vote,
}
MERGED_TEXT = frozenset(
    {
        *("text", "value", "reason", "title", "description", "background", "risks", "quote", "proof"),
        *(
            "aim",
            "owner",
            "partners",
            "first_step",
            "measure",
            "baseline",
            "target",
            "funding",
            "status_reason",
        ),
    }
)
"""Fields whose words are kept twice when two people write them at the same time."""
