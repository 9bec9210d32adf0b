"""Rounds of trends: led in everybody's workbook, rated in one's own, seen by nobody before the reveal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cba_kit.model.people import Cluster, plenary
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.visit import Visit
from cba_kit.store.cohort import cohort

from .test_groups import own, told

Open = Callable[[str], Visit]
SHEET = "megatrends"
WHOLE = plenary("cba3").id
LONG = 120
"""Seconds after which a test gives up; nothing takes nearly as long."""
REASON = "Three members left Riga"


@pytest.fixture
def crowd(visit: Open) -> Open:
    """Twelve participants, seven of them in Latvia and in textiles, five in Greece and in tourism."""
    people = visit("ilze").store.people
    ilze = people.person("ilze")
    for number in range(1, 11):
        at_home = number <= 6
        cluster = Cluster(
            id=f"c{number}",
            name=f"Cluster {number}",
            country="LV" if at_home else "GR",
            ecosystems=("textiles",) if at_home else ("tourism",),
        )
        more = {"id": f"p{number}", "name": f"Person {number}", "email": f"p{number}@x.example"}
        people.add([ilze.model_copy(update={**more, "cluster": cluster, "coach": None})])
    return visit


@pytest.fixture
def trends(visit: Open) -> tuple[str, str]:
    """Two trends of the sheet."""
    first, second, *_ = visit("ilze").sheets[SHEET].trends  # type: ignore[union-attr]  # it is of that kind
    return first.key, second.key


EVERYBODY = ("ilze", "eleni", *(f"p{number}" for number in range(1, 11)))


def lead(visit: Open, phase: str, number: int) -> list[dict[str, Any]]:
    message = {
        "t": "stage",
        "workbooks": [WHOLE],
        "sheet": SHEET,
        "fields": {"phase": phase, "round": number},
    }
    return told(CoachConversation(visit("tomas")), message)


_numbers: Iterator[int] = iter(range(10**9))


def rate(talk: Conversation, trend: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    """Rate a trend in one's own workbook, and return the ack."""
    entry = f"{SHEET}.{trend}" + (f".{number}" if number > 1 else "")
    operation: dict[str, Any] = {
        "id": f"r{next(_numbers)}",
        "sheet": SHEET,
        "entry": entry,
        "kind": "rating",
        "block": trend,
    }
    operation["fields"] = {"round": number, **fields}
    person = talk.visit.person.id
    (ack, *_) = told(talk, {"t": "op", "workbook": person, "client": "c", "ops": [operation]})
    return ack


def everybody_rates(visit: Open, trend: str, number: int = 1, *, low: int = 2, high: int = 5) -> None:
    """All rate a trend: those at home high, the others low, and who they are in their reasons."""
    for at, person in enumerate(EVERYBODY):
        relevance = high if at in (0, *range(2, 8)) else low
        fields = {"relevance": relevance, "knowledge": 2, "direction": -1, "horizon": "y2"}
        assert rate(own(visit(person)), trend, number, **fields)["refused"] == []


def screen(visit: Open, **more: Any) -> dict[str, Any]:
    (message,) = told(CoachConversation(visit("tomas")), {"t": "plenary", "sheet": SHEET, **more})
    return message


def panel(visit: Open, person: str) -> dict[str, Any]:
    (message,) = told(own(visit(person)), {"t": "panel", "sheet": SHEET})
    return message


def test_a_page_hears_which_round_is_open_and_how_many_have_begun(
    crowd: Open, trends: tuple[str, str]
) -> None:
    ilze, eleni = own(crowd("ilze")), own(crowd("eleni"))
    (snapshot,) = told(ilze, {"t": "hello", "client": "c"})
    told(eleni, {"t": "hello", "client": "c"})
    assert snapshot["rounds"] == {}
    assert lead(crowd, "write", 1)[0]["t"] == "staged"
    now = {SHEET: {"phase": "write", "round": 1, "rated": 0, "of": 12, "late": []}}
    signal = {"book": "ilze", "rounds": 1}
    assert list(ilze.look([signal], everything=False)) == [{"t": "rounds", "rounds": now}]
    assert list(ilze.look([signal], everything=False)) == []
    rate(eleni, trends[0], relevance=3)
    rate(eleni, trends[1], chosen=True)
    rate(own(crowd("p1")), trends[0], chosen=True)
    assert [m for m in ilze.look([], everything=True) if m["t"] == "rounds"] == [
        {"t": "rounds", "rounds": {SHEET: now[SHEET] | {"rated": 1}}}
    ]
    (snapshot,) = told(eleni, {"t": "hello", "client": "c"})
    assert snapshot["rounds"] == {SHEET: now[SHEET] | {"rated": 1}}


def test_every_page_of_the_edition_is_told_at_once_and_again_by_the_relay(crowd: Open) -> None:
    """The relay repeats it for whoever missed the first word."""
    store = crowd("ilze").store
    ear = store.watch.listen("ilze")
    assert ear is not None
    lead(crowd, "write", 1)
    assert {"book": "ilze", "rounds": 1} in ear.heard()

    async def scene() -> None:
        task = asyncio.get_running_loop().create_task(store.relay())
        async with asyncio.timeout(LONG):
            while not any("people" in signal and signal["rounds"] == 1 for signal in ear.heard()):
                await asyncio.sleep(0.01)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(scene())
    ear.close()


def test_only_the_open_round_is_rated_and_what_was_shown_stays(crowd: Open, trends: tuple[str, str]) -> None:
    ilze = own(crowd("ilze"))
    lead(crowd, "write", 1)
    assert rate(ilze, trends[0], relevance=4)["refused"] == []
    assert rate(ilze, trends[0], relevance=5)["refused"] == []
    (refused,) = rate(ilze, trends[0], 2, relevance=1)["refused"]
    assert refused["reason"] == "Round 2 is not open yet."
    lead(crowd, "discuss", 1)
    (refused,) = rate(ilze, trends[0], relevance=1)["refused"]
    assert refused["reason"] == "Round 1 has been shown to everybody. What you gave stays as it is."
    assert rate(ilze, trends[0], knowledge=3)["refused"] == []
    assert rate(ilze, trends[1], relevance=2, knowledge=1)["refused"] == []
    lead(crowd, "write", 2)
    assert rate(ilze, trends[0], 2, relevance=1)["refused"] == []
    lead(crowd, "closed", 2)
    (refused,) = rate(ilze, trends[0], 2, relevance=2)["refused"]
    assert refused["reason"] == "The rounds on this sheet are closed. Ratings are not changed any more."
    given = {e.id: e.fields for e in crowd("ilze").store.journal.entries("ilze", kind="rating")}
    assert given == {
        f"{SHEET}.{trends[0]}": {"round": 1, "relevance": 5, "knowledge": 3},
        f"{SHEET}.{trends[1]}": {"round": 1, "relevance": 2, "knowledge": 1},
        f"{SHEET}.{trends[0]}.2": {"round": 2, "relevance": 1},
    }


def test_what_was_sent_before_the_reveal_and_not_confirmed_is_confirmed_after_it(
    crowd: Open, trends: tuple[str, str]
) -> None:
    ilze = own(crowd("ilze"))
    lead(crowd, "write", 1)
    operation: dict[str, Any] = {
        "id": "again",
        "sheet": SHEET,
        "entry": f"{SHEET}.{trends[0]}",
        "kind": "rating",
    }
    operation |= {"block": trends[0], "fields": {"relevance": 4}}
    message = {"t": "op", "workbook": "ilze", "client": "c", "ops": [operation]}
    told(ilze, message)
    lead(crowd, "discuss", 1)
    (ack, *_) = told(ilze, message)
    assert (ack["ids"], ack["refused"]) == (["again"], [])


def test_in_everybodys_workbook_nobody_rates(crowd: Open, trends: tuple[str, str]) -> None:
    """It holds the rounds, and all would see who said what."""
    lead(crowd, "write", 1)
    operation = {"id": "r", "sheet": SHEET, "entry": f"{SHEET}.{trends[0]}", "kind": "rating"}
    operation |= {"block": trends[0]}
    for talk in (own(crowd("ilze")), CoachConversation(crowd("tomas"))):
        (ack, *_) = told(talk, {"t": "op", "workbook": WHOLE, "client": "c", "ops": [operation]})
        (refused,) = ack["refused"]
        assert refused["reason"] == "Everybody rates in their own workbook."


ANSWERS = st.fixed_dictionaries(
    {"relevance": st.one_of(st.integers(1, 5), st.just("unknown")), "knowledge": st.integers(1, 5)},
    optional={"horizon": st.sampled_from(("y2", "y5", "later")), "reason": st.just(REASON)},
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(ANSWERS, min_size=6, max_size=6), second=st.lists(ANSWERS, min_size=6, max_size=6))
def test_nothing_that_is_told_before_the_reveal_depends_on_what_others_said(
    crowd_of_one_test: Open, first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    """Two worlds that differ in others' ratings alone look the same to everybody else, the trainer too."""
    visit = crowd_of_one_test
    trend = visit("ilze").sheets[SHEET].trends[0].key  # type: ignore[union-attr]  # it is of that kind
    told_in = []
    for world in (first, second):
        for person, fields in zip(EVERYBODY[2:8], world, strict=True):
            blank = {"relevance": None, "knowledge": None, "horizon": "", "reason": ""}
            assert rate(own(visit(person)), trend, **(blank | fields))["refused"] == []
        told_in.append(everything_told(visit))
    assert told_in[0] == told_in[1]
    assert REASON not in told_in[0]


@pytest.fixture
def crowd_of_one_test(crowd: Open) -> Open:
    """A round that is open, and Ilze has rated in it, too."""
    lead(crowd, "write", 1)
    trend = crowd("ilze").sheets[SHEET].trends[0].key  # type: ignore[union-attr]  # it is of that kind
    rate(own(crowd("ilze")), trend, relevance=3)
    return crowd


def everything_told(visit: Open) -> str:
    """All that a participant and a trainer can ask for about the sheet; when people wrote is aside."""
    ilze, trainer = own(visit("ilze")), CoachConversation(visit("tomas"))
    questions: list[Mapping[str, Any]] = [
        {"t": "hello", "client": "c"},
        {"t": "draw", "sheet": SHEET},
        {"t": "panel", "sheet": SHEET},
        {"t": "plenary", "sheet": SHEET},
        {"t": "plenary", "sheet": SHEET, "round": 1, "scale": "knowledge"},
        {"t": "open", "workbook": WHOLE},
    ]
    found = [told(ilze, dict(one)) for one in questions]
    found += [told(trainer, dict(one)) for one in questions[2:]]
    for message in (one for answers in found for one in answers):
        message.pop("queue", None)
    found.append(list(cohort(visit("ilze").store, visit("ilze").edition, visit("ilze").sheets)[SHEET]))  # type: ignore[arg-type]  # what the roadmap shows
    return json.dumps(found, sort_keys=True)


def test_before_the_reveal_the_projector_knows_how_many_and_nothing_else(
    crowd: Open, trends: tuple[str, str]
) -> None:
    lead(crowd, "write", 1)
    everybody_rates(crowd, trends[0])
    head = {"phase": "write", "round": 1, "rated": 12, "of": 12, "revealed": 0, "shown": 0}
    found = screen(crowd, round=1)
    assert {key: found[key] for key in head} == head
    assert found.keys() == {*head, "t", "sheet", "title", "scales"}
    assert panel(crowd, "ilze").keys() == found.keys()
    assert panel(crowd, "ilze")["shown"] == 0


def test_after_the_reveal_all_scenes_are_there_with_tables(crowd: Open, trends: tuple[str, str]) -> None:
    lead(crowd, "write", 1)
    everybody_rates(crowd, trends[0])
    rate(own(crowd("ilze")), trends[1], relevance=5)
    lead(crowd, "discuss", 1)
    found = screen(crowd)
    scenes = found["scenes"]
    assert (found["shown"], found["raters"], scenes["movement"]) == (1, 12, None)
    number = crowd("ilze").sheets[SHEET].trend(trends[0]).number  # type: ignore[union-attr]  # it is of that kind
    for name in ("radar", "matrix"):
        assert [row[0] for row in scenes[name]["table"]["rows"]] == [number]
        assert scenes[name]["svg"].startswith("<svg")
    by_number = {row[0]: row for row in scenes["agreement"]["table"]["rows"]}
    assert by_number[number][2:9] == [0, 5, 0, 0, 7, 0, 12]
    assert next(row for key, row in by_number.items() if key != number)[2:9] == [None] * 7
    assert scenes["agenda"]["divided"][0]["key"] == trends[0]
    assert scenes["agreement"]["order"]["w"] is None
    ecosystems = next(one for one in scenes["groups"]["dimensions"] if one["key"] == "country")
    assert [column["title"] for column in ecosystems["table"]["columns"][2:]] == [
        "Latvia",
        "Latvia, n",
        "Greece",
        "Greece, n",
    ]
    assert ecosystems["table"]["rows"] == [
        [number, by_number[number][1], 5, 7, 2, 5],
    ]
    seen = panel(crowd, "eleni")
    assert (seen["shown"], seen["raters"], set(seen["scenes"])) == (1, 12, {"radar", "matrix"})


def test_a_phone_gets_the_same_pictures_in_larger_words(crowd: Open, trends: tuple[str, str]) -> None:
    lead(crowd, "write", 1)
    everybody_rates(crowd, trends[0])
    lead(crowd, "discuss", 1)
    (narrow,) = told(own(crowd("ilze")), {"t": "panel", "sheet": SHEET, "narrow": True})
    for wide, phone in ((screen(crowd), screen(crowd, narrow=True)), (panel(crowd, "ilze"), narrow)):
        for name in ("radar", "matrix"):
            one, other = wide["scenes"][name], phone["scenes"][name]
            assert (one["table"], one["svg"] == other["svg"]) == (other["table"], False)


def test_a_small_group_is_not_shown_and_is_named_as_not_shown(crowd: Open, trends: tuple[str, str]) -> None:
    """Four Greeks: neither they nor what is left beside them."""
    lead(crowd, "write", 1)
    for person in EVERYBODY[:-1]:
        rate(own(crowd(person)), trends[0], relevance=3)
    lead(crowd, "discuss", 1)
    dimensions = {one["key"]: one for one in screen(crowd)["scenes"]["groups"]["dimensions"]}
    assert "Greece" in dimensions["country"]["hidden"]
    assert all("Greece" not in column["title"] for column in dimensions["country"]["table"]["columns"])


def test_under_five_raters_nothing_is_shown(crowd: Open, trends: tuple[str, str]) -> None:
    lead(crowd, "write", 1)
    for person in EVERYBODY[:4]:
        rate(own(crowd(person)), trends[0], relevance=5, knowledge=1, horizon="y2")
    lead(crowd, "discuss", 1)
    scenes = screen(crowd)["scenes"]
    assert scenes["radar"]["table"]["rows"] == scenes["matrix"]["table"]["rows"] == []
    assert scenes["agenda"] == {"first": [], "divided": [], "moved": []}
    assert [row[2:9] for row in scenes["agreement"]["table"]["rows"]] == [[None] * 7]


def test_the_second_round_is_blind_and_then_shows_what_moved(crowd: Open, trends: tuple[str, str]) -> None:
    lead(crowd, "write", 1)
    everybody_rates(crowd, trends[0])
    lead(crowd, "discuss", 1)
    first = screen(crowd)["scenes"]["radar"]
    lead(crowd, "write", 2)
    everybody_rates(crowd, trends[0], 2, low=4)
    assert screen(crowd)["scenes"]["radar"] == first
    assert screen(crowd, round=2)["shown"] == 1
    assert panel(crowd, "ilze")["shown"] == 1
    lead(crowd, "discuss", 2)
    found = screen(crowd)
    (row,) = (row for row in found["scenes"]["movement"]["table"]["rows"] if row[2] is not None)
    assert (found["shown"], row[2:5]) == (2, [5, 5, 0])
    (moved,) = found["scenes"]["agenda"]["moved"]
    assert moved["why"] == "Relevance: from 5 to 5; 5 went up, 0 went down (12 people)."
    assert screen(crowd, round=1)["scenes"]["radar"] == first


def test_the_radar_of_ones_own_ratings_shows_the_round_before(crowd: Open, trends: tuple[str, str]) -> None:
    ilze = own(crowd("ilze"))
    lead(crowd, "write", 1)
    rate(ilze, trends[0], relevance=4, horizon="later")
    lead(crowd, "write", 2)
    rate(ilze, trends[0], 2, relevance=4, horizon="y2")
    (drawn,) = told(ilze, {"t": "draw", "sheet": SHEET})
    assert "nearer" in drawn["pictures"]["radar"]


def test_only_who_leads_sees_the_projectors_page_and_who_takes_part_the_panel(crowd: Open) -> None:
    no = {"t": "error", "message": crowd("ilze").texts["errors.not_yours"]}
    lead(crowd, "discuss", 1)
    assert told(CoachConversation(crowd("anneli")), {"t": "plenary", "sheet": SHEET}) == [no]
    assert told(CoachConversation(crowd("anneli")), {"t": "panel", "sheet": SHEET}) == [no]
    assert told(CoachConversation(crowd("tomas")), {"t": "plenary", "sheet": "business_model"}) == [no]
    assert told(own(crowd("ilze")), {"t": "panel", "sheet": "strategy"}) == [no]
    (answer,) = told(own(crowd("ilze")), {"t": "plenary", "sheet": SHEET})
    assert answer["t"] == "error"


@pytest.mark.parametrize("odd", [{"round": "2"}, {"round": 7}, {"round": 0}, {"scale": 5}, {"brief": 1}])
def test_an_odd_question_is_answered_with_the_last_round(
    crowd: Open, trends: tuple[str, str], odd: dict[str, Any]
) -> None:
    lead(crowd, "write", 1)
    everybody_rates(crowd, trends[0])
    lead(crowd, "discuss", 1)
    found = screen(crowd, **odd)
    assert (found["shown"], found["scale"]) == (1, "relevance")


def test_a_brief_question_costs_a_count(crowd: Open) -> None:
    lead(crowd, "discuss", 1)
    found = screen(crowd, brief=True)
    assert (found["rated"], found["of"], "scenes" in found) == (0, 12, False)
