"""Inputs: a document is stale when anything that it shows has changed, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.model.render import Render, RenderStatus
from cba_kit.programme.documents.catalogue import Subject, report_kind
from cba_kit.programme.documents.freshness import Standing, State, freshness, standings
from cba_kit.programme.documents.inputs import Inputs
from tests.reports import timber_cluster
from tests.reports.report_team import DAY, Team, talk

LINE = Render(
    person="ilze",
    edition="cba3",
    report="roadmap",
    version=1,
    inputs="now",
    status="ok",
    started=DAY,
    ms=1,
    files={"html": "ilze.html", "pdf": "ilze.pdf"},
    sizes={"html": 4, "pdf": 3},
)


def digest(team: Team, person: Person, *, version: int | None = None, report: str = "roadmap") -> str:
    library = Library(team.academy.templates)
    edition, kind = library.edition("cba3"), report_kind(library, report)
    inputs = Inputs(team.academy, team.store, library, edition=edition, report=report, kind=kind)
    return inputs.of(Subject(person.id, person.name, person), version=version)


def about_all(team: Team, report: str) -> str:
    """Return the hash of an edition's document."""
    library = Library(team.academy.templates)
    edition, kind = library.edition("cba3"), report_kind(library, report)
    inputs = Inputs(team.academy, team.store, library, edition=edition, report=report, kind=kind)
    return inputs.of(Subject("cba3", edition.title))


def test_inputs_same_state_same_hash(team: Team, ilze: Person) -> None:
    assert digest(team, ilze) == digest(team, ilze)


def test_inputs_an_edit_a_comment_and_a_snapshot_change_it(team: Team, ilze: Person) -> None:
    seen = {digest(team, ilze)}
    team.write("ilze", [timber_cluster.put("business_model", "x", "note", "channels", {"text": "new"})])
    seen.add(digest(team, ilze))
    team.write("ilze", talk("c9", "One more question"), by="anneli")
    seen.add(digest(team, ilze))
    team.store.journal.snapshot("ilze", "Day 3")
    seen.add(digest(team, ilze))

    assert len(seen) == 4


def test_inputs_name_the_version_that_a_document_shows(team: Team, ilze: Person) -> None:
    """Who writes while a document is made finds it stale, and not for ever."""
    version = team.store.journal.workbook_of(ilze.id).version
    before = digest(team, ilze)
    team.write("ilze", [timber_cluster.put("business_model", "x", "note", "channels", {"text": "new"})])

    assert digest(team, ilze, version=version) == before
    assert digest(team, ilze, version=version + 1) == digest(team, ilze) != before


def test_inputs_another_persons_note_does_not_change_it(team: Team, ilze: Person) -> None:
    team.join("other", "Somebody Else")
    before = digest(team, ilze)
    team.write("other", [timber_cluster.put("business_model", "x", "note", "channels", {"text": "new"})])

    assert digest(team, ilze) == before


def test_inputs_the_cohorts_median_changes_it_from_five_raters_on(team: Team, ilze: Person) -> None:
    for number in range(3):
        team.join(f"p{number}", f"Peer {number}")
        team.write(f"p{number}", timber_cluster.ratings(timber_cluster.RATINGS))
    four = digest(team, ilze)
    team.join("p3", "Peer 3")
    joined = digest(team, ilze)
    team.write("p3", timber_cluster.ratings(timber_cluster.RATINGS))

    assert four == joined != digest(team, ilze)


def test_inputs_an_own_template_changes_it(team: Team, ilze: Person) -> None:
    before = digest(team, ilze)
    own = team.academy.templates / "reports/roadmap/html/report.css"
    own.parent.mkdir(parents=True)
    own.write_text("body { color: red }", encoding="utf-8")

    assert digest(team, ilze) != before


def test_inputs_hold_only_what_a_report_reads(team: Team, ilze: Person) -> None:
    """A note makes no certificate stale, nor an empty canvas; a new name does, of those who stand on it."""
    reports = ("certificate", "canvases", "roadmap")
    before = {name: digest(team, ilze, report=name) for name in reports}
    edition = {name: about_all(team, name) for name in ("canvases_empty", "cohort")}
    team.write("ilze", [timber_cluster.put("business_model", "x", "note", "channels", {"text": "new"})])

    noted = {name: digest(team, ilze, report=name) for name in reports}
    assert [name for name in reports if noted[name] != before[name]] == ["canvases", "roadmap"]
    assert {name: about_all(team, name) == edition[name] for name in edition} == {
        "canvases_empty": True,
        "cohort": False,
    }
    renamed = ilze.model_copy(update={"name": "Ilze Ozola"})
    assert digest(team, renamed, report="certificate") != before["certificate"]


def test_inputs_another_secret_makes_another_certificate(team: Team, ilze: Person) -> None:
    before = digest(team, ilze, report="certificate")
    secret = team.academy.secret()
    (team.academy.folder / ".secret").write_text(secret[::-1])

    assert digest(team, ilze, report="certificate") != before
    assert secret not in before


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "fresh"),
        ({"inputs": "before"}, "stale"),
        ({"status": "error"}, "failed"),
        ({"status": "withheld"}, "failed"),
        ({"status": "error", "inputs": "before"}, "stale"),
        ({"sizes": {"html": 5, "pdf": 3}}, "stale"),
        ({"sizes": {}}, "fresh"),
        ({"files": {"html": "ilze.html"}}, "stale"),
        ({"files": {"html": "ilze.html", "pdf": "gone.pdf"}}, "stale"),
    ],
)
def test_freshness_is_same_inputs_and_whole_files(
    tmp_path: Path, change: dict[str, object], state: State
) -> None:
    (tmp_path / "ilze.html").write_text("html")
    (tmp_path / "ilze.pdf").write_text("pdf")
    line = LINE.model_copy(update=change)

    assert freshness(line, inputs="now", formats=("html", "pdf"), output=tmp_path) == state


def test_freshness_of_nothing_is_never(tmp_path: Path) -> None:
    assert freshness(None, inputs="now", formats=("html",), output=tmp_path) == "never"


def test_standings_tell_the_newest_attempt_from_what_is_published(team: Team, ilze: Person) -> None:
    team.join("new", "New Person")
    published = LINE.model_copy(update={"version": 3})
    failed = LINE.model_copy(update={"status": "error", "error": "no number", "inputs": digest(team, ilze)})
    for line in (published, failed):
        team.store.ledger.record(line)

    found = standings(team.academy, team.store, team.library, "cba3", "roadmap")

    assert [(each.subject.id, each.state, each.newest, each.published) for each in found] == [
        ("ilze", "failed", failed, published),
        ("new", "never", None, None),
    ]


def test_people_are_told_of_an_attempt_that_came_to_nothing_whatever_was_written_since(ilze: Person) -> None:
    def told(state: State, status: RenderStatus) -> str:
        newest = LINE.model_copy(update={"status": status})
        return Standing(Subject(ilze.id, ilze.name, ilze), state, newest, None).told

    assert [told("fresh", "ok"), told("stale", "ok")] == ["fresh", "stale"]
    assert [told("stale", "timeout"), told("failed", "timeout")] == ["failed", "failed"]
    assert [told("stale", "withheld"), told("failed", "withheld")] == ["withheld", "withheld"]
