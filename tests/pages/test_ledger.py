"""The list of roadmaps: how each stands, a person's history, two compared, and who may see which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from cba_kit.model.render import Render, RenderStatus
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.visit import Visit
from cba_kit.programme.documents.catalogue import Subject, report_kind
from cba_kit.programme.documents.inputs import Inputs
from cba_kit.store import Store
from tests.pages.conftest import NOON
from tests.store.hand import Hand

Open = Callable[[str], Visit]
REASON = "Not published: it holds words of another participant (eleni)."


def line(person: str, version: int, status: RenderStatus = "ok", **more: Any) -> Render:
    """Return a line of the ledger, made before noon."""
    values: dict[str, Any] = {
        "person": person,
        "edition": "cba3",
        "report": "roadmap",
        "version": version,
        "inputs": "x",
        "status": status,
        "started": NOON - timedelta(minutes=18),
        "ms": 310,
        "files": {"html": "a", "pdf": "b"},
        "sizes": {"html": 30_000, "pdf": 60_000, "ipynb": 99_000},
    }
    return Render.model_validate(values | more)


def answer(visit: Visit, **message: object) -> Mapping[str, Any]:
    """Return the one reply of a coach's page."""
    (reply,) = CoachConversation(visit).answer(message)
    return reply


def rows(visit: Visit) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in answer(visit, t="ledger")["rows"]}


def write(store: Store, **notes: str) -> Hand:
    """Write notes on Ilze's business model, by their ids."""
    hand = Hand(store, "-".join(notes)).see()
    for name, text in notes.items():
        hand.put(name, {"text": text}, block="channels")
    return hand.see()


def test_a_row_says_how_a_roadmap_stands(visit: Open) -> None:
    """Stale: with the changes since, and the facts of the document that people read."""
    tomas = visit("tomas")
    write(tomas.store, n1="Tenders", n2="Test hall")
    tomas.store.ledger.record(line("ilze", 1, notes=("A character has no glyph: ꙮ",)))
    assert rows(tomas)["ilze"] == {
        "id": "ilze",
        "name": "Ilze Kalniņa",
        "cluster": "Baltic Timber & Wood Innovation Cluster",
        "fictional": True,
        "state": "stale",
        "changes": 1,
        "of": 2,
        "ms": 310,
        "error": "",
        "tried": "",
        "made": "today 12:12",
        "at": "2024-03-11T10:12:00+00:00",
        "version": 1,
        "size": 90_000,
        "notes": ["A character has no glyph: ꙮ"],
    }
    never = rows(tomas)["eleni"]
    assert (never["state"], never["made"], never["version"], never["ms"]) == ("never", "", None, None)


def test_a_failed_attempt_is_told_beside_the_older_document(visit: Open) -> None:
    tomas = visit("tomas")
    tomas.store.ledger.record(line("ilze", 0))
    said = "The cell under “Trends” took too long."
    failed = line("ilze", 0, "timeout", started=NOON, error=said, ms=60_000)
    tomas.store.ledger.record(failed)
    row = rows(tomas)["ilze"]
    assert [row[key] for key in ("state", "made", "version", "ms", "tried", "error")] == [
        "failed",
        "today 12:12",
        0,
        60_000,
        "today 12:30",
        said,
    ]


def test_a_template_alone_makes_a_roadmap_stale_here_too(visit: Open) -> None:
    """The list and the opening of a document ask the same function."""
    tomas = visit("tomas")
    write(tomas.store, n1="Tenders")
    kind = report_kind(tomas.library, "roadmap")

    def hashed() -> str:
        inputs = Inputs(
            tomas.academy, tomas.store, tomas.library, edition=tomas.edition, report="roadmap", kind=kind
        )
        person = tomas.store.people.person("ilze")
        return inputs.of(Subject(person.id, person.name, person))

    files = {form: f"ilze.{form}" for form in ("html", "pdf")}
    tomas.academy.output.mkdir()
    for name in files.values():
        (tomas.academy.output / name).write_text("")
    tomas.store.ledger.record(line("ilze", 1, inputs=hashed(), files=files, sizes={}))
    assert rows(tomas)["ilze"]["state"] == "fresh"
    own = tomas.academy.templates / "reports/roadmap/html/report.css"
    own.parent.mkdir(parents=True)
    own.write_text("body { color: red }", encoding="utf-8")
    assert (rows(tomas)["ilze"]["state"], rows(tomas)["ilze"]["changes"]) == ("stale", 0)


def reports(visit: Visit) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in answer(visit, t="ledger")["reports"]}


def test_reports_about_the_edition_are_listed_for_those_whom_they_are_for(visit: Open) -> None:
    tomas, anneli = visit("tomas"), visit("anneli")
    tomas.store.ledger.record(line("cba3", 0, report="cohort", sizes={"html": 30_000, "pdf": 60_000}))
    told = reports(tomas)
    assert told["cohort/cba3"] == {
        "id": "cohort/cba3",
        "title": "Cohort report",
        "state": "stale",
        "made": "today 12:12",
        "at": "2024-03-11T10:12:00+00:00",
        "size": 90_000,
        "links": {
            "html": "reports/cba3/cohort/cba3.html",
            "pdf": "reports/cba3/cohort/cba3.pdf",
        },
        "error": "",
        "tried": "",
    }
    assert told["handout/4_trends"]["title"] == "Session handout: Trends: what changes around us"
    assert told["canvases_empty/cba3"]["state"] == "never"
    assert set(told) - set(reports(anneli)) == {"cohort/cba3"}
    assert not any(name.startswith(("roadmap", "certificate")) for name in told)


def test_a_report_with_a_mistake_is_told_to_those_who_can_mend_it(visit: Open) -> None:
    """All other rows stay, also when it is the roadmap's own."""
    tomas = visit("tomas")
    for name in ("letter", "roadmap"):
        own = tomas.academy.templates / "reports" / name / "report.yaml"
        own.parent.mkdir(parents=True)
        own.write_text("title: Letter\nabout: everybody\nfor: [coach]\n", encoding="utf-8")
    for name in ("letter", "roadmap"):
        assert reports(tomas)[name]["state"] == "failed"
        assert f"templates/reports/{name}/report.yaml:2" in reports(tomas)[name]["error"]
        assert str(tomas.academy.folder) not in reports(tomas)[name]["error"]
        assert name not in reports(visit("anneli"))
    assert rows(tomas)["ilze"]["state"] == "never"


def test_nobody_gets_lines_of_people_whom_they_may_not_read(visit: Open) -> None:
    """A coach has their own people, a trainer all, a participant nobody; unknown people look the same."""
    store = visit("tomas").store
    for name in ("ilze", "eleni"):
        store.ledger.record(line(name, 0))
    assert {who: list(rows(visit(who))) for who in ("anneli", "tomas", "ilze")} == {
        "anneli": ["ilze"],
        "tomas": ["ilze", "eleni"],
        "ilze": [],
    }
    refused = {"t": "error", "message": visit("anneli").texts["errors.not_yours"]}
    strange: tuple[object, ...] = ("eleni", "nobody", "anneli", "\x00", 7, None, ["ilze"])
    for other in strange:
        assert answer(visit("anneli"), t="history", person=other) == refused
        assert answer(visit("anneli"), t="diff", person=other, older=0, newer=0) == refused
    assert answer(visit("ilze"), t="history", person="ilze") == refused  # not the coach's page's business


def test_rights_are_those_of_this_moment(visit: Open) -> None:
    """Somebody who has another coach now leaves the list of a page that is open."""
    coach = CoachConversation(visit("anneli"))
    people = coach.visit.store.people
    (before,) = coach.answer({"t": "ledger"})
    people.update(people.person("ilze").model_copy(update={"coach": None}))
    (after,) = coach.answer({"t": "ledger"})
    (refused,) = coach.answer({"t": "history", "person": "ilze"})
    assert ([row["id"] for row in before["rows"]], after["rows"], refused["t"]) == (["ilze"], [], "error")


def test_whose_words_a_withheld_document_holds_is_told_to_trainers_alone(visit: Open) -> None:
    store = visit("tomas").store
    store.ledger.record(line("ilze", 0, "withheld", error=REASON))
    masked = visit("anneli").texts["ledger.withheld_reason"]
    told = {
        who: (
            rows(visit(who))["ilze"]["error"],
            answer(visit(who), t="history", person="ilze")["lines"][0]["error"],
        )
        for who in ("anneli", "tomas")
    }
    assert told == {"anneli": (masked, masked), "tomas": (REASON, REASON)}
    assert "eleni" not in masked


def test_nobody_is_told_where_the_academy_lies(visit: Open) -> None:
    tomas = visit("tomas")
    where = tomas.academy.folder / "templates/reports/roadmap/roadmap.ipynb"
    tomas.store.ledger.record(line("ilze", 0, "error", error=f"The notebook cannot be used ({where})."))
    told = rows(tomas)["ilze"]["error"]
    assert told == "The notebook cannot be used (templates/reports/roadmap/roadmap.ipynb)."


def test_a_history_has_the_newest_line_first(visit: Open) -> None:
    anneli = visit("anneli")
    write(anneli.store, n1="Tenders")
    anneli.store.ledger.record(line("ilze", 0, started=NOON - timedelta(days=2)))
    anneli.store.ledger.record(line("ilze", 1, on_demand=True))
    told = answer(anneli, t="history", person="ilze")
    assert (told["person"]["name"], told["version"]) == ("Ilze Kalniņa", 1)
    assert [(one["made"], one["version"], one["on_demand"], one["size"]) for one in told["lines"]] == [
        ("today 12:12", 1, True, 90_000),
        ("9 March, 12:30", 0, False, 90_000),
    ]


def test_two_roadmaps_are_compared_in_plain_words(visit: Open) -> None:
    """Also backwards, and with the workbook as it is now."""
    anneli = visit("anneli")
    hand = write(anneli.store, n1="Tenders", n2="Networking for all")
    anneli.store.ledger.record(line("ilze", 2))
    hand.put("n1", {"text": "Win tenders together"})
    hand.see().remove("n2")
    write(anneli.store, n3="Test hall")
    told = answer(anneli, t="diff", person="ilze", older=2, newer=5)
    place = {"sheet": "Business model canvas", "block": "Channels"}
    assert (told["total"], told["differences"]) == (
        3,
        [
            place | {"how": "changed", "before": "Tenders", "now": "Win tenders together"},
            place | {"how": "added", "before": "", "now": "Test hall"},
            place | {"how": "removed", "before": "Networking for all", "now": ""},
        ],
    )
    back = answer(anneli, t="diff", person="ilze", older=5, newer=2)
    assert [one["how"] for one in back["differences"]] == ["changed", "added", "removed"]
    assert answer(anneli, t="diff", person="ilze", older=5, newer=5)["total"] == 0


def test_what_stood_between_two_roadmaps_is_for_nobody(visit: Open) -> None:
    """A version that no roadmap shows cannot be asked for, nor what is no version."""
    anneli = visit("anneli")
    write(anneli.store, n1="Words that I thought better of", n2="Tenders")
    anneli.store.ledger.record(line("ilze", 1, "error"))
    for older in (0, 1, 99, -1, True, "2", 2.0, None):
        told = answer(anneli, t="diff", person="ilze", older=older, newer=2)
        assert told["t"] == "error", older
    assert answer(anneli, t="diff", person="ilze", older=2, newer=2)["t"] == "diff"
