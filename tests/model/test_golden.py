"""The golden thread: connections count for both sides, nothing that asks for an answer is left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.errors import OperationError
from cba_kit.model.accept import accept
from cba_kit.model.golden import Golden, Line, golden
from cba_kit.model.workbook import Entry
from tests.model.sheets import SHEETS, entry, operation

KEYS = ("climate", "health")
IDS = ("n1", "n2", "q1", "q2", "a1", "a2", "gone")
LINKS = [f"{kind}:{key}" for kind, key in (("note", "n1"), ("note", "n2"), ("need", "q1"), ("action", "a1"))]
LINKS += ["note:gone", "trend:climate", "trend:health", "trend:lost", "need:", "odd"]


def made(sheet: str, name: str, block: str = "", /, **fields: Any) -> Entry:
    removed, kind = fields.pop("removed", False), fields.pop("kind", None)
    found = entry(sheet, block, **fields)
    return found.model_copy(update={"id": name, "removed": removed} | ({"kind": kind} if kind else {}))


def note(name: str, text: str = "A note", /, **fields: Any) -> Entry:
    return made("model", name, "segments", text=text, **fields)


def need(name: str, **fields: Any) -> Entry:
    return made("strategy", name, "aims", aim="Grow", **fields)


def rating(trend: str, relevance: object, direction: object = 0) -> Entry:
    return made("trends", f"trends.{trend}", trend, relevance=relevance, direction=direction)


def action(name: str, title: str = "Do it", /, **fields: Any) -> Entry:
    return made("plan", name, title=title, **fields)


def lines(found: Golden) -> list[tuple[str, list[str]]]:
    return [(line.gap, [bead.link for bead in line.beads]) for line in found.lines]


def thread(*entries: Entry, unseen: tuple[str, ...] = ()) -> Golden:
    return golden(entries, SHEETS, unseen)


def test_golden_line_goes_from_note_over_its_trend_to_action_and_number() -> None:
    found = thread(
        note("n1", links=["trend:climate"]), action("a1", origin="n1", baseline="9", target="6", unit="%")
    )

    (line,) = found.lines
    assert line == Line(
        "",
        (found.beads["note:n1"],),
        (found.beads["trend:climate"],),
        found.beads["action:a1"],
        "9%",
        "6%",
    )


@pytest.mark.parametrize("told", ["note", "action"])
def test_golden_link_written_on_one_side_counts_for_both(told: str) -> None:
    on_note, on_action = ({"links": ["action:a1"]}, {}) if told == "note" else ({}, {"links": ["note:n1"]})
    found = thread(note("n1", **on_note), action("a1", **on_action))

    assert found.joined["note:n1"] == {"action:a1"}
    assert [bead.link for bead in found.beside("action:a1")] == ["note:n1"]
    assert lines(found) == [("part", ["note:n1", "action:a1"])]


def test_golden_threat_without_an_answer_keeps_the_notes_about_it() -> None:
    found = thread(rating("climate", 5, -2), note("n1", meaning="risk", links=["trend:climate"]))

    assert lines(found) == [("threat", ["note:n1", "trend:climate"])]


def test_golden_threat_is_answered_by_an_action_over_a_need() -> None:
    found = thread(rating("climate", 4, -1), need("q1", links=["trend:climate"]), action("a1", origin="q1"))

    assert lines(found) == [("part", ["need:q1", "trend:climate", "action:a1"])]


@pytest.mark.parametrize(
    ("relevance", "direction", "gap"),
    [(5, -1, ["threat"]), (4, 1, ["trend"]), (3, -2, []), ("unknown", -2, [])],
)
def test_golden_asks_only_about_relevant_trends(relevance: object, direction: int, gap: list[str]) -> None:
    assert [line.gap for line in thread(rating("health", relevance, direction)).lines] == gap


def test_golden_relevant_trend_with_a_note_has_a_consequence() -> None:
    found = thread(rating("health", 5, 1), note("n1", meaning="today", links=["trend:health"]))

    assert lines(found) == []


def test_golden_risks_stand_before_wishes_and_todays_notes_ask_nothing() -> None:
    found = thread(note("n1", meaning="wish"), note("n2", meaning="risk"), note("n3", meaning="today"))

    assert lines(found) == [("note", ["note:n2"]), ("note", ["note:n1"])]


def test_golden_lines_stand_by_how_much_they_want_somebody() -> None:
    whole = {"origin": "n1", "trends": ["climate"], "target": "6"}
    found = thread(
        note("n1"),
        note("n2", meaning="risk"),
        rating("climate", 5, 1),
        rating("health", 5, -1),
        action("a1", position=1, **whole),
        action("a2", position=2, origin="n1"),
        action("a3", position=3),
    )

    assert [line.gap for line in found.lines] == ["threat", "reason", "part", "", "note"]


def test_golden_notes_stand_by_block_and_blocks_with_a_risk_come_first() -> None:
    other = made("model", "n4", "partners", text="A risk", meaning="risk")
    found = thread(
        note("n1", meaning="wish", position=1),
        note("n2", meaning="wish", position=2),
        made("model", "n3", "partners", text="A wish", meaning="wish"),
        other,
    )

    assert [line.starts[0].id for line in found.lines] == ["n4", "n3", "n1", "n2"]


def test_golden_dropped_action_answers_nothing_and_asks_nothing() -> None:
    found = thread(note("n1", meaning="risk"), action("a1", origin="n1", status="dropped"))

    assert lines(found) == [("note", ["note:n1"])]


def test_golden_action_without_a_reason_is_named_and_a_blind_spot_is_a_reason() -> None:
    asked = made("model", "finding.model.r", "r", kind="finding", state="action", action="a2")
    found = thread(action("a1", position=1), action("a2", position=2), asked)

    assert lines(found) == [
        ("reason", ["action:a1"]),
        ("part", ["question:finding.model.r", "action:a2"]),
    ]


def test_golden_broken_connections_are_named_by_the_words_that_went() -> None:
    found = thread(
        note("n1", "Old words", removed=True), action("a1", origin="n1", links=["note:x"], trends=["lost"])
    )

    told = [(one.bead.link, one.link, one.text, one.back) for one in found.broken]
    assert told == [
        ("action:a1", "note:n1", "Old words", True),
        ("action:a1", "trend:lost", "lost", False),
        ("action:a1", "note:x", "", False),
    ]


def test_golden_says_nothing_of_what_its_reader_does_not_see() -> None:
    assert thread(action("a1", origin="n1"), unseen=("n1",)).broken == ()


def test_accept_lets_a_row_of_a_form_be_connected_and_nothing_else() -> None:
    accept(operation("strategy", "aims", links=["trend:climate"]), SHEETS)

    with pytest.raises(OperationError, match="takes one value, not “links”"):
        accept(operation("strategy", "mission", links=["trend:climate"]), SHEETS)
    with pytest.raises(OperationError, match="no column “links”"):
        accept(operation("strategy", "aims", links="trend:climate"), SHEETS)


links = st.lists(st.sampled_from(LINKS), max_size=4)
removed = st.booleans()


@st.composite
def workbooks(draw: st.DrawFn) -> list[Entry]:
    """Make notes, rows, ratings and actions that name each other anyhow."""
    meanings = st.sampled_from(["today", "wish", "risk"])
    found = [note(n, meaning=draw(meanings), links=draw(links), removed=draw(removed)) for n in ("n1", "n2")]
    found += [need(n, links=draw(links), removed=draw(removed)) for n in ("q1", "q2")]
    scale = st.sampled_from([1, 3, 4, 5, "unknown", None])
    ways = st.sampled_from([-2, 0, 2, "unknown", None])
    found += [rating(key, draw(scale), draw(ways)) for key in KEYS]
    for name in ("a1", "a2"):
        fields = {"links": draw(links), "origin": draw(st.sampled_from(("", *IDS)))}
        fields |= {"trends": draw(st.lists(st.sampled_from([*KEYS, "lost"]), max_size=2))}
        status = draw(st.sampled_from(["planned", "done", "dropped"]))
        found.append(action(name, draw(st.sampled_from(["Do it", ""])), status=status, **fields))
    return found


@given(workbooks())
def test_golden_connections_are_the_same_from_both_ends(entries: list[Entry]) -> None:
    found = thread(*entries)

    assert found.joined.keys() == found.beads.keys()
    for link, others in found.joined.items():
        assert link not in others
        assert all(link in found.joined[other] for other in others)


@given(workbooks())
def test_golden_leaves_out_nothing_that_asks_for_an_answer(entries: list[Entry]) -> None:
    found = thread(*entries)
    shown = {bead.link for line in found.lines for bead in line.beads}
    dropped = {f"action:{e.id}" for e in entries if e.text("status") == "dropped"}

    asking = {bead.link for bead in found.beads.values() if bead.weight in ("threat", "risk", "wish")}
    alone = {b.link for b in found.beads.values() if b.weight == "relevant" and not found.joined[b.link]}
    acts = {bead.link for bead in found.beads.values() if bead.kind == "action"} - dropped
    assert asking | alone | acts <= shown
    assert shown.isdisjoint(dropped)


@given(workbooks())
def test_golden_gap_lines_have_no_action_within_reach(entries: list[Entry]) -> None:
    found = thread(*entries)
    dropped = {f"action:{e.id}" for e in entries if e.text("status") == "dropped"}

    for line in found.lines:
        assert (line.action is None) == (line.gap in ("threat", "trend", "note"))
        if line.action is None:
            asking = line.trends[0] if line.gap != "note" else line.starts[0]
            direct = found.joined[asking.link]
            assert {link for link in direct if link.startswith("action:")} <= dropped


@given(workbooks())
def test_golden_every_link_of_a_bead_is_joined_broken_or_blank(entries: list[Entry]) -> None:
    found = thread(*entries)
    lost = {(one.bead.link, one.link) for one in found.broken}
    present = {e.id for e in entries if not e.removed}

    for e in (e for e in entries if not e.removed and e.kind in ("note", "action")):
        holder = f"{e.kind}:{e.id}"
        if holder not in found.beads:
            continue
        for link in e.fields.get("links") or []:
            key = link.partition(":")[2]
            if link in found.beads:
                assert link == holder or link in found.joined[holder]
            elif key and key not in present:
                assert (holder, link) in lost
