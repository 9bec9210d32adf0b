"""The roadmap's rules: what stands where, what is first, what changed; a new canvas needs no code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.people import Person
from cba_kit.model.roadmap import Past, Source, assemble
from cba_kit.model.roadmap.board import Place
from cba_kit.model.workbook import Entry, Scalar

NOW = datetime(2024, 3, 11, 9, tzinfo=UTC)


def entry(sheet: str, entry_id: str, kind: str, block: str, **fields: Scalar | list[str]) -> Entry:
    return Entry.model_validate(
        {
            "id": entry_id,
            "sheet": sheet,
            "kind": kind,
            "block": block,
            "fields": fields,
            "removed": False,
            "conflict_of": None,
            "version": 1,
            "created_by": "ilze",
            "created_at": NOW,
            "changed_by": "ilze",
            "changed_at": NOW,
        }
    )


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture
def source(library: Library) -> Source:
    edition = library.edition("cba3")
    person = Person(
        id="ilze", edition="cba3", name="Ilze Kalniņa", email="i@x.example", roles=("participant",)
    )
    return Source(
        person=person, edition=edition, made=NOW, version=1, sheets=library.sheets(edition), entries=()
    )


def test_assemble_of_an_empty_workbook_has_every_sheet(source: Source) -> None:
    found = assemble(source)

    assert [form.key for form in found.forms] == ["profile", "strategy", "needs", "challenges"]
    assert [(board.key, board.filled) for board in found.boards] == [
        ("business_model", 0),
        ("value_proposition", 0),
    ]
    assert (len(found.outlooks), len(found.plans), found.talks) == (1, 1, ())
    assert found.history.since is None
    assert found.years == (2024, 2027)


def test_assemble_takes_a_canvas_that_no_code_knows(source: Source) -> None:
    canvas = Canvas.model_validate(
        {
            "key": "service_portfolio",
            "title": "Service portfolio",
            "short": "Services",
            "purpose": "Sort your services.",
            "start": "Name one service.",
            "areas": ["core pilot", "core stop"],
            "blocks": [
                {"key": key, "title": key.title(), "short": key, "questions": ["Which?"]}
                for key in ("core", "pilot", "stop")
            ],
        }
    )
    note = entry("service_portfolio", "n1", "note", "core", text="Bid teams", meaning="nothing we know")
    own = replace(source, sheets={**source.sheets, canvas.key: canvas}, entries=(note,))

    board = assemble(own).boards[-1]

    assert (board.title, board.columns, board.rows, board.filled) == ("Service portfolio", 2, 2, 1)
    assert [block.place for block in board.blocks] == [
        Place(0, 0, 1, 2),
        Place(1, 0, 1, 1),
        Place(1, 1, 1, 1),
    ]
    assert [(note.text, note.meaning) for note in board.notes] == [("Bid teams", "today")]


def test_actions_are_numbered_as_they_stand_and_linked_by_number(source: Source) -> None:
    actions = (
        entry("action_plan", "b", "action", "", title="Second", position=2, depends_on=["a", "gone"]),
        entry("action_plan", "a", "action", "", title="First", position=1, origin="n", trends=["climate"]),
        entry("action_plan", "c", "action", "", title="  ", position=3),
        entry("business_model", "n", "note", "channels", text="Site visits", meaning="today"),
    )

    found = assemble(replace(source, entries=actions))
    first, second = found.plans[0].actions

    assert first.number == "A1"
    beads = [(bead.kind, bead.mark, bead.text) for bead in found.golden.lines[-1].beads]
    assert beads[0] == ("note", "", "Site visits")
    assert beads[1] == ("trend", "5", "Climate change")
    assert beads[2] == ("action", "A1", "First")
    assert (second.number, second.after) == ("A2", ("A1",))


def test_first_steps_are_those_of_the_next_14_days(source: Source) -> None:
    today = source.today
    days = {
        "late": today - timedelta(days=3),
        "soon": today + timedelta(days=14),
        "far": today + timedelta(days=15),
    }
    actions = [
        entry("action_plan", key, "action", "", title=key, first_step="go", first_step_by=day.isoformat())
        for key, day in days.items()
    ]
    actions.append(entry("action_plan", "done", "action", "", title="done", first_step="go", status="done"))
    actions.append(entry("action_plan", "undated", "action", "", title="undated", first_step="go"))

    plan = assemble(replace(source, entries=actions)).plans[0]

    assert [action.id for action in plan.first_steps(today)] == ["late", "soon", "undated"]
    assert plan.first_steps(date(2020, 1, 1))[0].id == "undated"


def test_money_is_summed_by_source_and_status_without_dropped_actions(source: Source) -> None:
    money = [("a", 100, "Fees", "secured", "active"), ("b", 50, "Fees", "secured", "planned")]
    money += [
        ("c", 400, "EU", "idea", "planned"),
        ("d", 900, "EU", "idea", "dropped"),
        ("e", 0, "", "none", "active"),
    ]
    actions = [
        entry("action_plan", k, "action", "", title=k, cost=cost, funding=f, funding_status=s, status=status)
        for k, cost, f, s, status in money
    ]

    plan = assemble(replace(source, entries=actions)).plans[0]

    assert [(m.source, m.status, m.amount, m.actions) for m in plan.money] == [
        ("EU", "idea", 400, ("A3",)),
        ("Fees", "secured", 150, ("A1", "A2")),
    ]
    assert (plan.cost, plan.secured) == (550, 150)


def test_answers_are_words_not_keys(source: Source) -> None:
    entries = (
        entry("profile", "profile.country", "answer", "country", value="LV"),
        entry("profile", "profile.legal_form", "answer", "legal_form", value="association"),
        entry("needs", "r1", "answer", "needs", need="Time", importance=5, position=1),
        entry("needs", "r2", "answer", "needs", position=2),
    )
    lists = {"countries": {"LV": "Latvia"}}

    found = assemble(replace(source, entries=entries, lists=lists))

    assert [(a.key, a.text) for a in found.forms[0].answers if a.given] == [
        ("legal_form", "Association"),
        ("country", "Latvia"),
    ]
    needs = found.answer("needs")
    assert needs is not None
    assert needs.rows == (("", "Time", "", "5", "", ""),)


def test_history_compares_words_and_ignores_order(source: Source) -> None:
    before = (
        entry("business_model", "kept", "note", "channels", text="Visits", position=1),
        entry("business_model", "gone", "note", "channels", text="Letter", position=2),
        entry("action_plan", "a", "action", "", title="Write", owner=""),
    )
    now = (
        entry("business_model", "kept", "note", "channels", text="Visits", position=9),
        entry("business_model", "new", "note", "channels", text="Fair"),
        entry("action_plan", "a", "action", "", title="Write", owner="Ada"),
        entry("business_model", "talk", "comment", "channels", text="not a change"),
    )
    past = Past("Day 2", 1, NOW, before)

    history = assemble(replace(source, entries=now, previous=past, snapshots=(past,))).history

    assert [(d.how, d.sheet, d.block, d.before, d.now) for d in history.differences] == [
        ("added", "Business model canvas", "Channels", "", "Fair"),
        ("removed", "Business model canvas", "Channels", "Letter", ""),
        ("changed", "Action plan", "", "Write", "Write"),
    ]
    assert [(s.name, s.items, s.added, s.changed, s.removed) for s in history.steps] == [
        ("Day 2", 3, 3, 0, 0),
        ("", 3, 1, 1, 1),
    ]
