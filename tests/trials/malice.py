"""Malice: messages that no page of ours would send, or not at this moment, or not to this workbook."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from tests.cast import ELENI, ILZE

from .stage import BOARD


class _Deep(list[Any]):
    """A list in a list in a list …, which can be shown."""

    def __init__(self, depth: int = 3000) -> None:
        inner: list[Any] = []
        for _ in range(depth):
            inner = [inner]
        super().__init__(inner)

    def __repr__(self) -> str:
        return "_Deep()"


DEEP = _Deep()
SCRIPT = "<script>alert(1)</script>"
LONGER = ("x" * 301, "x" * 20_001, "x" * 100_000)
NASTY = [
    *("", " ", "\x00", "a\x00b", "\ud800", "a\udfff\ud83d", "\u202eabc", "\u2028", "\x1b[2J", "🤷" * 90),
    *(SCRIPT, '"><img src=x onerror=alert(1)>', "]]>", "&lt;", "</script", "javascript:alert(1)"),
    *("'; DROP TABLE changes;--", "../../etc/passwd", "{{7*7}}", "${7*7}", "=1+1", "%s%n", "__proto__"),
    *("NaN", "null", "None", "-1", "1e999", "2024-02-31", *LONGER),
    *(
        ILZE.id,
        ELENI.id,
        BOARD,
        "nobody",
        "roadmap",
        "business_model",
        "megatrends",
        "action_plan",
        "channels",
    ),
]
ODD: list[Any] = [
    *NASTY,
    *(0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, -0.0, math.nan, math.inf, -math.inf),
    *(None, True, False, [], {}, [[]], [None], {"t": "op"}, ["a"] * 1000, DEEP, {"": DEEP}),
]
WORDS = st.sampled_from(NASTY) | st.text(st.characters(), max_size=8)
VALUES = st.one_of(
    st.sampled_from(ODD), WORDS, st.lists(WORDS, max_size=3), st.dictionaries(WORDS, st.sampled_from(ODD))
)

NAMES = [f"op-{number}" for number in range(40)]
"""Few names for operations, so that many are told again, changed, or in another order."""
ENTRIES = [f"entry-{number}" for number in range(6)]
RIGHT: list[dict[str, Any]] = [
    {"sheet": "business_model", "kind": "note", "block": "channels", "fields": {"text": "Site visits"}},
    {"sheet": "business_model", "kind": "note", "fields": {"text": "x", "position": 2.5, "meaning": "today"}},
    {"sheet": "business_model", "kind": "note", "op": "remove"},
    {"sheet": "business_model", "kind": "note", "op": "restore"},
    {"sheet": "megatrends", "kind": "rating", "block": "resource_scarcity", "fields": {"reason": "So"}},
    {"sheet": "action_plan", "kind": "action", "fields": {"title": "Ask", "due": "2024-05-01", "cost": 10}},
    {"sheet": "action_plan", "kind": "action", "fields": {"depends_on": ["entry-1"], "status": "active"}},
    {"sheet": "strategy", "kind": "answer", "block": "mission", "fields": {"value": "Wood"}},
    {"sheet": "roadmap", "kind": "comment", "fields": {"text": "Good", "section": "plan", "state": "open"}},
    {"sheet": "business_model", "kind": "comment", "fields": {"thread": "entry-2", "state": "settled"}},
]
"""Operations that a page may send; some parts of each may be exchanged."""
PARTS = ("id", "op", "sheet", "entry", "kind", "block", "fields", "base", "more", "one field", "no base")
FIELDS = ("text", "position", "meaning", "relevance", "horizon", "title", "due", "cost", "value", "state")
BASES = (0, 0, 1, 5, 10**9)
KINDS = ("ping", "hello", "open", "here", "draw")
KEYS = ("client", "workbook", "person", "sheet", "entry", "part", "ops")


# Made once: a strategy that is made for each example takes longer than the example.
TENTH = st.integers(0, 9)
RIGHT_ONE, NAME, ENTRY, BASE = map(st.sampled_from, (RIGHT, NAMES, ENTRIES, BASES))
FIELD, KIND, CLIENT = map(st.sampled_from, (FIELDS, KINDS, ["one", "two"]))
WORKBOOK = st.sampled_from([ILZE.id, BOARD, ELENI.id])
SPOILED = st.sampled_from(["workbook", "client", "ops", "more"])
SOME_PARTS = st.lists(st.sampled_from(PARTS), max_size=3)
SOME_KEYS = st.sets(st.sampled_from(KEYS), max_size=3)


def _in_ten(draw: st.DrawFn, times: int) -> bool:
    """Tell whether something happens that happens so many times in ten."""
    return draw(TENTH) < times


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    """One operation: right, or with up to three parts that are wrong."""
    operation: dict[str, Any] = dict(draw(RIGHT_ONE))
    operation["id"] = draw(NAME)
    operation["entry"] = draw(ENTRY)
    operation["base"] = draw(BASE)
    for part in draw(SOME_PARTS) if _in_ten(draw, 5) else ():
        if part == "one field":
            operation["fields"] = {**RIGHT[0]["fields"], draw(FIELD): draw(VALUES)}
        elif part == "no base":
            operation.pop("base", None)
        else:
            operation[part] = draw(VALUES)
    return operation


SOME_OPERATIONS = st.lists(operations(), min_size=1, max_size=3)


@st.composite
def messages(draw: st.DrawFn) -> Any:
    """One message: most of them write, or seem to."""
    if _in_ten(draw, 1):
        return draw(VALUES)
    if _in_ten(draw, 3):
        kind = draw(KIND) if _in_ten(draw, 8) else draw(VALUES)
        return {"t": kind} | {key: draw(VALUES) for key in draw(SOME_KEYS)}
    message: dict[str, Any] = {
        "t": "op",
        "workbook": draw(WORKBOOK),
        "client": draw(CLIENT),
        "ops": draw(SOME_OPERATIONS),
    }
    if _in_ten(draw, 2):
        message["ops"].append(draw(VALUES))
    if _in_ten(draw, 2):
        message[draw(SPOILED)] = draw(VALUES)
    return message
