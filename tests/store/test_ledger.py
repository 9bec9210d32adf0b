"""The ledger: every render has its line, and the newest one counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from alembic import command
from sqlalchemy import column, create_engine, table

from cba_kit.model.render import Render
from cba_kit.store import Store, open_store
from cba_kit.store.migrate import scripts
from cba_kit.store.schema import renders

from ..conftest import START


def render(person: str = "ilze", **rest: object) -> Render:
    """Return a line of the ledger."""
    usual: dict[str, object] = {
        "person": person,
        "edition": "cba3",
        "report": "roadmap",
        "version": 3,
        "inputs": "abc",
        "status": "ok",
        "started": START,
        "ms": 900,
    }
    return Render.model_validate(usual | rest)


def test_a_line_comes_back_as_it_was_recorded(store: Store) -> None:
    """Files, notes and error with it."""
    line = render(
        files={"html": "cba3/roadmap/ilze.html", "pdf": "cba3/roadmap/ilze.pdf"},
        status="error",
        error="“Outlook”: no such column Ω",
        notes=("A picture had no description.", "☃ was replaced."),
    )
    store.ledger.record(line)
    assert store.ledger.history("ilze", "roadmap") == [line]


def test_times_of_any_zone_are_the_same_moment(store: Store) -> None:
    """A clock that tells Sofia's time and one that tells UTC agree."""
    sofia = START.astimezone(timezone(timedelta(hours=2)))
    store.ledger.record(render(started=sofia))
    [line] = store.ledger.history("ilze", "roadmap")
    assert (line.started, line.started.utcoffset()) == (START, timedelta(0))


def test_latest_is_the_newest_line_of_each_person(store: Store) -> None:
    """Of this edition and this report; with only_ok, the newest that went well."""
    good, failed = render(version=1), render(version=2, status="timeout", error="Too slow.")
    eleni = render("eleni")
    others = [render(report="cohort"), render("ilze", edition="cba4")]
    for line in (good, eleni, failed, *others):
        store.ledger.record(line)
    assert store.ledger.latest("cba3", "roadmap") == {"eleni": eleni, "ilze": failed}
    assert store.ledger.latest("cba3", "roadmap", only_ok=True) == {"eleni": eleni, "ilze": good}
    assert store.ledger.latest("cba3", "unknown") == {}


def test_history_is_newest_first(store: Store) -> None:
    """Also where two lines have the same time."""
    lines = [render(version=number) for number in (1, 2, 3)]
    for line in lines:
        store.ledger.record(line)
    assert store.ledger.history("ilze", "roadmap") == lines[::-1]
    assert store.ledger.history("eleni", "roadmap") == []


def test_last_and_lines_are_in_the_order_of_recording(store: Store) -> None:
    """Also where a clock has jumped back."""
    first = render(version=1, started=START + timedelta(days=900))
    later = render(version=2)
    other = render("eleni", report="certificate", sizes={"html": 10, "pdf": 5, "ipynb": 7}, on_demand=True)
    for line in (first, later, other):
        store.ledger.record(line)
    assert store.ledger.last("cba3", "roadmap", "ilze") == later
    assert store.ledger.last("cba3", "roadmap", "eleni") is None
    assert store.ledger.lines("cba3") == [other, later, first]
    assert store.ledger.lines("cba3", limit=1) == [other]
    assert store.ledger.lines("cba4") == []
    assert other.size == 15


def test_lines_of_an_older_version_stay(database_url: str, clock: Callable[[], datetime]) -> None:
    """A ledger from before has no sizes, and nobody had asked for its documents."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        config = scripts()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        line = render(files={"html": "cba3/roadmap/ilze.html"}, notes=("One.",))
        old = line.model_dump(mode="json", exclude={"sizes", "on_demand"}) | {"started": START}
        columns = [column(each.name, each.type) for each in renders.c if each.name in old]
        connection.execute(table("renders", *columns).insert().values(old))
        connection.commit()
    engine.dispose()
    with open_store(database_url, clock=clock) as store:
        assert store.ledger.history("ilze", "roadmap") == [line]
