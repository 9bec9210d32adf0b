"""The participant's home: programme, agenda, tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cba_kit.model.render import Render
from cba_kit.pages.agenda import agenda, programme, session_ahead
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from tests.pages.conftest import NOON
from tests.store.hand import Hand

Open = Callable[[str], Visit]


def home(visit: Visit) -> dict[str, object]:
    talk = Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)
    (snapshot,) = talk.answer({"t": "hello", "client": "c"})
    return dict(snapshot["home"])


def test_programme_shows_days_and_the_time_between(visit: Open) -> None:
    """Done days, the gap between the parts, today, the next day, and the follow-up."""
    at = visit("ilze")
    states = [(item["state"], item["label"]) for item in programme(at.edition, date(2024, 3, 11), at.texts)]
    assert states == [
        ("done", "Day 1"),
        ("done", "Day 2"),
        ("done", "Day 3"),
        ("done gap", "Between the parts"),
        ("today", "Day 4, today"),
        ("next", "Day 5"),
        ("", "After 90 days"),
    ]


def test_agenda_marks_what_is_over_and_what_runs(visit: Open) -> None:
    """At 12:30 the morning is over; the sessions after noon are ahead."""
    at = visit("ilze")
    found = agenda(at.edition, NOON, at.texts, {"megatrends": "Trends"})
    assert found is not None
    states = {item["title"]: item["state"] for item in found["sessions"]}
    assert states["What changed since January"] == "past"
    assert [state for state in states.values() if state == "live"] in ([], ["live"])
    ahead = session_ahead(at.edition, NOON)
    assert ahead is not None
    assert ahead.sheet == "action_plan"


def test_home_names_the_next_session_and_the_tasks(visit: Open) -> None:
    """The first button is the next session's sheet; homework that is due stands in the tasks."""
    shown = home(visit("ilze"))
    assert shown["greeting"] == "Good afternoon, Ilze"
    assert shown["line"] == (
        "Day 4 of 5, Monday 11 March 2024, Sofia. Baltic Timber & Wood Innovation Cluster (fictional)"
    )
    assert dict(shown["primary"])["href"] == "#sheet/action_plan"  # type: ignore[call-overload]  # JSON
    titles = [task["title"] for task in shown["tasks"]]  # type: ignore[attr-defined]  # JSON
    assert "Your first three actions" in titles


def test_home_offers_the_roadmap_before_it_was_ever_made(visit: Open) -> None:
    """Opening it makes it; there is no size to tell yet."""
    roadmap = dict(home(visit("ilze"))["roadmap"])  # type: ignore[call-overload]  # JSON
    assert roadmap == {
        "html": "reports/cba3/roadmap/ilze.html",
        "pdf": "reports/cba3/roadmap/ilze.pdf",
        "pdf_label": "PDF",
        "say": "Open it, and it is made from your sheets as they are now.",
    }


def test_the_size_of_a_pdf_is_told_while_the_next_one_is_the_same(visit: Open) -> None:
    """After an edit the next file has another size."""
    ilze = visit("ilze")
    line = Render(
        person="ilze",
        edition="cba3",
        report="roadmap",
        version=0,
        inputs="x",
        status="ok",
        started=NOON,
        ms=1,
        sizes={"pdf": 412_000},
    )
    ilze.store.ledger.record(line)
    same = home(ilze)["roadmap"]
    Hand(ilze.store, "t").see().put("n1", {"text": "Fairs"}, block="channels")
    after = home(ilze)["roadmap"]
    labels = [dict(each)["pdf_label"] for each in (same, after)]  # type: ignore[call-overload]  # JSON
    assert labels == ["PDF,\u00a0412\u00a0kB", "PDF"]
