"""Inputs: a document is stale when anything that it shows has changed, and only then."""

from __future__ import annotations

from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.reports.inputs import Inputs
from tests.reports import timber_cluster
from tests.reports.report_team import Team, talk


def digest(team: Team, person: Person, formats: tuple[str, ...] = ("html", "pdf")) -> str:
    library = Library(team.academy.templates)
    edition = library.edition("cba3")
    return Inputs(team.academy, team.store, library, edition=edition, report="roadmap").of(person, formats)


def test_inputs_same_state_same_hash(team: Team, ilze: Person) -> None:
    assert digest(team, ilze) == digest(team, ilze)


def test_inputs_an_edit_a_comment_and_a_format_change_it(team: Team, ilze: Person) -> None:
    seen = {digest(team, ilze), digest(team, ilze, ("html",))}
    team.write("ilze", [timber_cluster.put("business_model", "x", "note", "channels", {"text": "new"})])
    seen.add(digest(team, ilze))
    team.write("ilze", talk("c9", "One more question"), by="anneli")
    seen.add(digest(team, ilze))

    assert len(seen) == 4


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
