"""The Gantt chart: order, words and arrows; tasks without dates or owners are shown and named."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.model.plan import Plan
from cba_kit.pictures import Calendar, Task, gantt, gantt_rows
from cba_kit.pictures.calendar import axis, ticks

SVG = "{http://www.w3.org/2000/svg}"
START = date(2024, 3, 12)
days = st.one_of(st.none(), st.dates(date(2023, 1, 1), date(2030, 1, 1)))
tasks = st.lists(
    st.builds(
        Task,
        number=st.just("A1"),
        title=st.text(max_size=120),
        owner=st.text(max_size=40),
        start=days,
        due=days,
        status=st.sampled_from(["planned", "active", "blocked", "done", "dropped"]),
    ),
    max_size=12,
).map(lambda found: [Task(f"A{i}", t.title, t.owner, t.start, t.due, t.status) for i, t in enumerate(found)])


@settings(deadline=None, max_examples=60)
@given(tasks)
def test_gantt_any_tasks_make_valid_xml_inside_the_picture(plan: Plan, found: list[Task]) -> None:
    root = ElementTree.fromstring(gantt(found, Calendar(plan, START, START), uid="g"))

    wide = float(root.get("viewBox", "").split()[2])
    bars = [r for r in root.iter(f"{SVG}rect") if r.get("class", "").startswith("bar")]
    assert len(bars) == sum(bool(t.start or t.due) for t in found if t.status != "dropped")
    for bar in bars:
        x, w = float(bar.get("x", "")), float(bar.get("width", ""))
        assert 300 < x <= x + w <= wide + 6


def test_gantt_rows_name_what_is_missing() -> None:
    assert gantt_rows(
        [Task("A1", "Write", due=date(2024, 5, 3)), Task("A2", "Left out", status="dropped")]
    ) == [
        {
            "number": "A1",
            "title": "Write",
            "owner": "no owner yet",
            "start": "",
            "due": "3 May 2024",
            "status": "planned",
            "after": "",
        }
    ]


def test_gantt_arrow_is_marked_when_the_first_task_ends_too_late(plan: Plan) -> None:
    early = Task("A1", "One", "Ada", date(2024, 3, 12), date(2024, 4, 1))
    late = Task("A2", "Two", "Ada", date(2024, 3, 12), date(2024, 6, 1))
    calendar = Calendar(plan, START)

    def after(number: str) -> str:
        third = Task("A3", "Three", "Ada", date(2024, 5, 1), date(2024, 6, 1), after=(number,))
        return gantt([early, late, third], calendar, uid="g")

    assert 'class="dep bad"' in after("A2")
    assert 'class="dep bad"' not in after("A1")


def test_gantt_long_titles_are_wrapped_before_they_are_cut(plan: Plan) -> None:
    title = "Launch a reused-timber project with two Nordic clusters and their research partners"
    root = ElementTree.fromstring(gantt([Task("A1", title)], Calendar(plan, START), uid="g"))

    lines = [text.text or "" for text in root.iter(f"{SVG}text") if text.get("class") == "at"]

    assert " ".join(lines) == title
    assert len(lines) == 3


def test_gantt_without_actions_says_so(plan: Plan) -> None:
    assert "No action yet." in gantt([], Calendar(plan, START), uid="g")


def test_gantt_today_before_the_plan_begins_the_axis(plan: Plan) -> None:
    today = START - timedelta(days=3)

    assert Calendar(plan, START, today).first == today
    assert Calendar(plan, START, START - timedelta(days=200)).first == START
    assert 'class="now"' in gantt([], Calendar(plan, START, today), uid="g")


def test_axis_horizons_meet_and_time_runs_to_the_right(plan: Plan) -> None:
    found = axis(Calendar(plan, START), 100, 500)
    places = [found.x(START + timedelta(days=day)) for day in range(0, 1095, 5)]

    assert [s.x1 for s in found.segments[1:]] == [s.x2 for s in found.segments[:-1]]
    assert places == sorted(places)
    assert (places[0], round(found.x(date(2090, 1, 1)), 6)) == (100, 500)


def test_ticks_words_never_touch(plan: Plan) -> None:
    found = [tick for tick in ticks(axis(Calendar(plan, START), 300, 1000), 13, taken=None) if tick.word]

    assert len(found) > 6
    assert all(two.x - one.x > 13 * len(one.word) * 0.5 for one, two in pairwise(found))
