"""Arrival: a page says nothing to anybody until the server has told it, once, whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cba_kit.config import ENV_ACADEMY, ENV_DATABASE, ENV_LANGUAGE, ENV_SEAT
from cba_kit.errors import CbaError, NotFoundError
from cba_kit.model.people import Person
from cba_kit.pages import rehearsal
from cba_kit.pages.arrival import Arrival, Reception
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit, open_place
from cba_kit.store import open_store

Message = Mapping[str, Any]


def own(visit: Visit) -> Conversation:
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)


@pytest.fixture
def seat(tmp_path: Path, people: list[Person], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The surroundings of a kernel that the server keeps for a visitor."""
    (tmp_path / "academy.toml").write_text('name = "Test academy"\nday = 2024-03-11\n')
    url = f"sqlite:///{tmp_path / 'academy.db'}"
    for name, value in ((ENV_ACADEMY, str(tmp_path)), (ENV_DATABASE, url), (ENV_SEAT, "1")):
        monkeypatch.setenv(name, value)
    with open_store(url, clock=lambda: None, create=True) as store:  # type: ignore[arg-type,return-value]  # never asked
        store.people.add(people)
        yield


def said(reception: Reception, message: object) -> list[Message]:
    return list(reception.answer(message))  # type: ignore[arg-type]  # a page may send anything


@pytest.mark.usefixtures("seat")
def test_until_somebody_has_come_a_page_gives_signs_of_life_and_nothing_else() -> None:
    reception = Reception(own)
    Arrival().expect(reception)
    for message in ({"t": "hello"}, {"t": "op"}, {"t": "arrive", "person": "ilze"}, {}, [], None, 7, "hello"):
        assert said(reception, message) == [{"t": "unbound"}]
    assert said(reception, {"t": "ping"}) == [{"t": "pong"}]


@pytest.mark.usefixtures("seat")
def test_every_widget_of_a_page_is_its_visitors_also_one_that_is_made_later() -> None:
    arrival, first, coaching, later = Arrival(), Reception(own), Reception(CoachConversation), Reception(own)
    arrival.expect(first)
    arrival.expect(coaching)
    arrival.arrive("ilze")
    arrival.expect(later)
    for reception in (first, coaching, later):
        assert said(reception, {"t": "hello", "client": "tab"})[-1]["me"]["id"] == "ilze"


@pytest.mark.usefixtures("seat")
def test_nobody_comes_after_the_first_one() -> None:
    arrival, reception = Arrival(), Reception(own)
    arrival.expect(reception)
    arrival.arrive("ilze")
    for other in ("eleni", "ilze", ""):
        with pytest.raises(CbaError, match="has its visitor"):
            arrival.arrive(other)
    assert said(reception, {"t": "hello", "client": "tab"})[-1]["me"]["id"] == "ilze"


@pytest.mark.usefixtures("seat")
def test_a_visitor_whom_the_store_does_not_know_gets_nothing_and_the_page_is_lost() -> None:
    arrival, reception = Arrival(), Reception(own)
    arrival.expect(reception)
    with pytest.raises(NotFoundError):
        arrival.arrive("nobody")
    assert said(reception, {"t": "hello"}) == [{"t": "unbound"}]
    with pytest.raises(CbaError, match="has its visitor"):
        arrival.arrive("ilze")


def test_a_notebook_without_pages_of_ours_can_be_given_to_somebody_all_the_same() -> None:
    arrival = Arrival()
    arrival.arrive("ilze")
    with pytest.raises(CbaError):
        arrival.arrive("eleni")


@pytest.mark.usefixtures("seat")
def test_the_words_are_those_of_the_language_that_the_server_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates/texts").mkdir(parents=True)
    (tmp_path / "templates/texts/lv.yaml").write_text("app:\n  home: Sākums\n")
    assert Arrival().expect(Reception(own))["app.home"] == "Home"
    monkeypatch.setenv(ENV_LANGUAGE, "lv")
    assert Arrival().expect(Reception(own))["app.home"] == "Sākums"


def test_in_jupyterlab_there_is_a_preview_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ENV_ACADEMY, str(tmp_path))
    reception = Reception(own)
    Arrival().expect(reception)
    (snapshot,) = said(reception, {"t": "hello", "client": "tab"})
    assert (snapshot["preview"], snapshot["me"]["id"]) == (True, "preview")


@pytest.mark.usefixtures("seat")
def test_a_rehearsal_reads_nobodys_words_and_leaves_no_connection_open() -> None:
    place = open_place()
    place.store.people.count()
    assert place.store.database.engine.pool.checkedin() == 1  # type: ignore[attr-defined]  # the pool in use has it
    rehearsal.rehearse(place)
    assert place.store.database.engine.pool.checkedin() == 0  # type: ignore[attr-defined]  # the same


def test_warming_up_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread, no file, no connection: kernels are forked from the process that did it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = len(list(Path("/proc/self/task").iterdir()))
    rehearsal.warm(str(tmp_path / "no templates"))
    assert list(tmp_path.glob("cba-rehearsal-*")) == []
    assert len(list(Path("/proc/self/task").iterdir())) == before
