"""Blind: until a round is shown, what somebody says in it is theirs alone, also for coaches who take part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cba_kit.content import Library
from cba_kit.model.people import plenary
from cba_kit.model.render import Render
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.home import REPORT
from cba_kit.pages.visit import Visit
from cba_kit.reports.gather import gather
from cba_kit.store.export import as_json
from cba_kit.store.export_book import open_book

from .test_groups import own, told

Open = Callable[[str], Visit]
SHEET = "megatrends"
TREND = "resource_scarcity"
WHOLE = plenary("cba3").id
REASON = "Three members left Riga"
_numbers: Iterator[int] = iter(range(10**9))


@pytest.fixture
def rated(visit: Open) -> Open:
    """Anneli coaches Ilze and takes part herself; Ilze has rated in a round that is open."""
    people = visit("anneli").store.people
    people.update(people.person("anneli").model_copy(update={"roles": ("coach", "participant")}))
    lead(visit, "write", 1)
    rate(visit, 1, relevance=5, reason=REASON)
    return visit


def lead(visit: Open, phase: str, number: int) -> dict[str, Any]:
    fields = {"phase": phase, "round": number}
    message = {"t": "stage", "workbooks": [WHOLE], "sheet": SHEET, "fields": fields}
    (answer, *_) = told(CoachConversation(visit("tomas")), message)
    return answer


def rate(visit: Open, number: int, **fields: Any) -> None:
    (ack, *_) = put(own(visit("ilze")), number, **fields)
    assert ack["refused"] == []


def put(ilze: Conversation, number: int, **fields: Any) -> list[dict[str, Any]]:
    """Rate, and return all that the page is told."""
    entry = f"{SHEET}.{TREND}" + (f".{number}" if number > 1 else "")
    told_ids = {"id": f"b{next(_numbers)}", "sheet": SHEET, "entry": entry, "kind": "rating", "block": TREND}
    operation = {**told_ids, "fields": {"round": number, **fields}}
    return told(ilze, {"t": "op", "workbook": "ilze", "client": "c", "ops": [operation]})


def reading(visit: Open, person: str = "anneli") -> Conversation:
    """A coach or a trainer who has opened Ilze's workbook."""
    talk = CoachConversation(visit(person))
    told(talk, {"t": "open", "person": "ilze"})
    return talk


def known(talk: Conversation) -> str:
    """All that a page about Ilze's workbook can ask for."""
    book, (version, *_) = "ilze", talk.visit.store.journal.since("ilze", 0)
    questions: list[dict[str, Any]] = [
        {"t": "open", "person": book},
        {"t": "draw", "sheet": SHEET},
        {"t": "golden"},
        {"t": "past", "workbook": book, "sheet": SHEET},
        {"t": "moment", "workbook": book, "sheet": SHEET, "version": version},
        {"t": "diff", "person": book, "older": 1, "newer": version},
    ]
    found: list[Any] = [told(talk, question) for question in questions]
    visit, ilze = talk.visit, talk.visit.store.people.person("ilze")
    found.append(as_json(visit.store, visit.library, ilze, reader=visit.person))
    found.append([e.fields for e in open_book(visit.store, visit.library, book, visit.person).entries])
    roadmap = gather(visit.store, visit.library, book, now=visit.now(), report=REPORT)
    found += [
        [e.fields for e in entries] for entries in (roadmap.entries, *(p.entries for p in roadmap.snapshots))
    ]
    return json.dumps(found)


@pytest.mark.parametrize("person", ["anneli", "tomas"])
def test_nobody_reads_what_somebody_says_in_a_blind_round(rated: Open, person: str) -> None:
    """On no page, in no picture, file or roadmap; after the reveal it is there, and so it is to Ilze."""
    store = rated("ilze").store
    for version in (1, store.journal.workbook("ilze").version):
        store.ledger.record(render(version))
    store.journal.name_moment("ilze", "Monday", version=1)
    assert REASON not in known(reading(rated, person))
    (snapshot,) = told(own(rated("ilze")), {"t": "hello", "client": "c"})
    assert REASON in json.dumps(snapshot["entries"])
    lead(rated, "discuss", 1)
    assert known(reading(rated, person)).count(REASON) > 3


def render(version: int) -> Render:
    told = {"person": "ilze", "edition": "cba3", "report": REPORT, "inputs": "", "ms": 1, "status": "ok"}
    return Render.model_validate({**told, "version": version, "started": datetime(2024, 3, 11, tzinfo=UTC)})


def test_an_open_page_of_a_coach_forgets_and_learns_with_the_round(visit: Open) -> None:
    """What was seen before rounds began is not seen while the first is open."""
    rate(visit, 1, relevance=5, reason=REASON)
    talk = reading(visit)
    lead(visit, "write", 1)
    assert REASON not in anew(talk, 1)
    rate(visit, 1, knowledge=3)
    assert [m["entries"] for m in talk.look([], everything=True) if m["t"] == "ops"] == [[]]
    lead(visit, "discuss", 1)
    assert REASON in anew(talk, 2)


def anew(talk: Conversation, version: int) -> str:
    """The snapshot that a page is told when the rounds have changed."""
    found = talk.look([{"book": "ilze", "rounds": version}], everything=False)
    (snapshot,) = [message for message in found if message["t"] == "snapshot"]
    return json.dumps(snapshot)


def test_a_coach_is_told_how_far_somebody_is_in_a_blind_round(rated: Open) -> None:
    """That Ilze rates is no secret; earlier rounds stay to be read."""
    talk = reading(rated)
    rate(rated, 1, direction=1, knowledge=2)
    (opened,) = told(talk, {"t": "open", "person": "ilze"})
    assert next(s["progress"]["done"] for s in opened["sheets"] if s["key"] == SHEET) == 1
    lead(rated, "write", 2)
    rate(rated, 2, relevance=1)
    (opened,) = told(talk, {"t": "open", "person": "ilze"})
    assert [e["fields"]["round"] for e in opened["entries"] if e["kind"] == "rating"] == [1]


def test_who_was_late_is_told_so_and_the_pictures_stay(rated: Open) -> None:
    lead(rated, "discuss", 1)
    ilze = own(rated("ilze"))
    (before,) = told(ilze, {"t": "hello", "client": "c"})
    (panel,) = told(ilze, {"t": "panel", "sheet": SHEET})
    _, late = put(ilze, 1, knowledge=3)
    (after,) = told(ilze, {"t": "hello", "client": "c"})
    told_late = [one["rounds"][SHEET]["late"] for one in (before, late, after)]
    assert told_late == [[], [f"{SHEET}.{TREND}"], [f"{SHEET}.{TREND}"]]
    (again,) = told(ilze, {"t": "panel", "sheet": SHEET})
    assert panel["raters"] == 1
    assert again == panel


def test_an_edition_without_sheets_for_groups_has_rounds(visit: Open, tmp_path: Path) -> None:
    """Whoever leads them finds everybody's workbook; the participants' own is all that these need."""
    text = visit("tomas").library.find("editions/cba3.yaml").read_text(encoding="utf-8")
    head, rest = text.split("group_sheets:\n")
    (tmp_path / "templates" / "editions").mkdir(parents=True)
    changed = f"{head}group_sheets: []{rest[rest.index(chr(10) * 2) :]}"
    (tmp_path / "templates" / "editions" / "cba3.yaml").write_text(changed, encoding="utf-8")
    library = Library(tmp_path / "templates")

    def without(person: str) -> Visit:
        return replace(visit(person), library=library, _read={})

    (snapshot,) = told(CoachConversation(without("tomas")), {"t": "hello", "client": "c"})
    (book,) = snapshot["books"]
    assert (book["id"], {sheet["kind"] for sheet in book["sheets"]}) == (WHOLE, {"trends"})
    assert lead(without, "write", 1)["t"] == "staged"
    ilze = own(without("ilze"))
    (snapshot,) = told(ilze, {"t": "hello", "client": "c"})
    assert [book["id"] for book in snapshot["books"]] == ["ilze"]
    assert snapshot["rounds"][SHEET]["phase"] == "write"
    rate(without, 1, relevance=5)
    lead(without, "discuss", 1)
    (screen,) = told(CoachConversation(without("tomas")), {"t": "plenary", "sheet": SHEET})
    assert (screen["shown"], screen["raters"]) == (1, 1)
