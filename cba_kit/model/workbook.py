"""Workbooks: entries as typed values, operations that change them, changes that record it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from cba_kit.model.base import Frozen
from cba_kit.model.plan import ActionStatus, FundingStatus
from cba_kit.model.thread import ThreadState

EntryKind = Literal["answer", "note", "rating", "action", "comment", "finding", "stage", "vote"]
Scalar = str | int | float | bool | None
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,59}$")]
RESERVED = frozenset({"block", "removed", "conflict_of", "brought"})
"""Names that stand in changes beside the fields, so no field may have them."""

LINE = 300
"""Longest one-line text, in characters."""
LONG = 20_000
"""Longest text of any field, in characters."""
LARGEST = 1e15
"""Largest number; beyond it, neither browsers nor all databases keep whole numbers exact."""

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


class Operation(Frozen):
    """An edit asked for by a page; `id` is made by the client, so sending it twice does no harm.

    `base` is the workbook's version that the writer saw when the edit began.
    """

    id: Id
    op: Literal["put", "remove", "restore"] = "put"
    sheet: Id
    entry: Id
    kind: EntryKind
    block: Annotated[str, StringConstraints(max_length=80)] | None = None
    """Where it stands; None leaves it where it is."""
    fields: dict[Name, Scalar | list[str]] = Field(default={}, max_length=60)
    base: int = Field(default=0, ge=0)

    @field_validator("block")
    @classmethod
    def _a_place(cls, block: str | None) -> str | None:
        return None if block is None else str(_clean(block))

    @field_validator("fields")
    @classmethod
    def _storable(cls, fields: dict[str, Scalar | list[str]]) -> dict[str, Scalar | list[str]]:
        """Drop what is no character of any language: NUL and halves of surrogate pairs.

        Numbers that JSON or a database cannot hold are refused.
        """
        for name, value in fields.items():
            if name in RESERVED:
                raise ValueError(f"“{name}” is not the name of a field")
            if isinstance(value, int | float) and not abs(value) <= LARGEST:  # not even NaN is
                raise ValueError(f"“{name}” is not a number that can be kept")
        return {name: _clean(value) for name, value in fields.items()}


def _clean(value: Scalar | list[str]) -> Scalar | list[str]:
    if isinstance(value, list):
        return [str(_clean(item)) for item in value]
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return value


class Writer(Frozen):
    """Who writes, from which client (a browser tab, a command), and what they may write."""

    person: str
    client: Annotated[str, StringConstraints(max_length=80)]
    kinds: frozenset[EntryKind]


class Entry(Frozen):
    """The present state of one entry. `version` is that of the workbook when it last changed."""

    id: str
    sheet: str
    kind: EntryKind
    block: str
    fields: dict[str, Scalar | list[str]]
    removed: bool
    conflict_of: str | None
    """The entry of which this is the copy that two people's simultaneous edits left."""
    version: int
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime

    def text(self, name: str = "text") -> str:
        """Return a field as text; empty when it is not there."""
        value = self.fields.get(name)
        return "" if value is None else str(value)


class Change(Frozen):
    """One recorded edit: the journal is all of them, append-only."""

    workbook: str
    version: int
    operation: str
    entry: str
    sheet: str
    kind: EntryKind
    op: str
    person: str
    client: str
    at: datetime
    before: dict[str, Scalar | list[str]]
    after: dict[str, Scalar | list[str]]
    """Only the fields that changed; `block` among them when the entry moved, `removed` when it went."""


class Workbook(Frozen):
    """Everything one owner (a participant or a group) has written."""

    id: str
    edition: str
    owner: str
    owner_kind: Literal["participant", "group"]
    version: int
    changed_at: datetime | None


class Snapshot(Frozen):
    """A named point in a workbook's journal."""

    name: str
    workbook: str
    version: int
    at: datetime


def as_date(value: Scalar | list[str]) -> date | None:
    """Read a stored date (ISO 8601), or None where there is none."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None
