"""Malice: messages that no page of ours would send, or not at this moment, or not to this workbook."""

from __future__ import annotations

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
NASTY = [
    *("", " ", "\x00", "a\x00b", "\ud800", "a\udfff\ud83d", "\u202eabc", "\u2028", "\x1b[2J", "🤷" * 90),
    *(SCRIPT, '"><img src=x onerror=alert(1)>', "]]>", "&lt;", "</script", "javascript:alert(1)"),
    *("'; DROP TABLE changes;--", "../../etc/passwd", "{{7*7}}", "${7*7}", "=1+1", "%s%n", "__proto__"),
    *("NaN", "null", "None", "-1", "1e999", "2024-02-31", "x" * 301, "x" * 20_001, "x" * 100_000),
    *(ILZE.id, ELENI.id, BOARD, "nobody", "roadmap", "business_model", "trends", "action_plan", "channels"),
]
WORDS = st.sampled_from(NASTY) | st.text(st.characters(), max_size=12)
NUMBERS = st.sampled_from(
    [0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, -0.0, float("nan"), float("inf"), float("-inf")]
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    WORDS,
    NUMBERS,
    st.none(),
    st.booleans(),
    st.sampled_from([[], {}, [[]], [None], {"t": "op"}, ["a"] * 1000, DEEP, {"": DEEP}]),
    st.lists(WORDS, max_size=3),
    st.dictionaries(WORDS, WORDS | NUMBERS, max_size=3),
)

NAMES = [f"op-{number}" for number in range(40)]
"""Few names for operations, so that many are told again, changed, or in another order."""
ENTRIES = [f"entry-{number}" for number in range(6)]
RIGHT: list[dict[str, Any]] = [
    {"sheet": "business_model", "kind": "note", "block": "channels", "fields": {"text": "Site visits"}},
    {"sheet": "business_model", "kind": "note", "fields": {"text": "x", "position": 2.5, "meaning": "today"}},
    {"sheet": "business_model", "kind": "note", "op": "remove"},
    {"sheet": "business_model", "kind": "note", "op": "restore"},
    {"sheet": "trends", "kind": "rating", "block": "ai", "fields": {"relevance": 3, "reason": "Because"}},
    {"sheet": "action_plan", "kind": "action", "fields": {"title": "Ask", "due": "2024-05-01", "cost": 10}},
    {"sheet": "action_plan", "kind": "action", "fields": {"depends_on": ["entry-1"], "status": "doing"}},
    {"sheet": "strategy", "kind": "answer", "block": "vision", "fields": {"value": "Wood"}},
    {"sheet": "roadmap", "kind": "comment", "fields": {"text": "Good", "section": "plan", "state": "open"}},
    {"sheet": "business_model", "kind": "comment", "fields": {"thread": "entry-2", "state": "settled"}},
]
"""Operations that a page may send; one part of each may be exchanged."""
PARTS = ("id", "op", "sheet", "entry", "kind", "block", "fields", "base", "more")
FIELDS = ("text", "position", "meaning", "relevance", "horizon", "title", "due", "cost", "value", "state")


@st.composite
def operations(draw: st.DrawFn) -> Any:
    """One operation: right, or with up to three parts that are wrong."""
    operation: dict[str, Any] = {
        **draw(st.sampled_from(RIGHT)),
        "id": draw(st.sampled_from(NAMES)),
        "entry": draw(st.sampled_from(ENTRIES)),
        "base": draw(st.sampled_from([0, 0, 1, 5, 10**9])),
    }
    for part in draw(st.lists(st.sampled_from(PARTS), max_size=3)):
        if part == "fields" and draw(st.booleans()):
            name = draw(st.sampled_from(FIELDS) | WORDS)
            operation["fields"] = {**operation.get("fields", {}), name: draw(VALUES)}
        elif part == "base" and draw(st.booleans()):
            operation.pop("base", None)
        else:
            operation[part] = draw(VALUES)
    return operation


def _told(kind: st.SearchStrategy[Any], *names: str) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"t": kind}, optional={name: VALUES for name in names})


BATCHES = st.lists(operations(), min_size=1, max_size=4) | st.lists(operations() | VALUES, max_size=3) | VALUES
WRITING = st.fixed_dictionaries(
    {
        "t": st.just("op"),
        "workbook": st.sampled_from([ILZE.id, ILZE.id, ILZE.id, BOARD, ELENI.id]) | VALUES,
        "ops": BATCHES,
    },
    optional={"client": st.sampled_from(["one", "two"]) | VALUES, "more": VALUES},
)
MESSAGES: st.SearchStrategy[Any] = st.one_of(
    WRITING,
    WRITING,
    WRITING,
    _told(st.sampled_from(["ping", "hello", "open", "here", "draw"]), "client", "workbook", "person"),
    _told(st.sampled_from(["open", "here", "draw"]), "workbook", "sheet", "entry", "part", "client"),
    _told(VALUES, "workbook", "ops"),
    VALUES,
)
