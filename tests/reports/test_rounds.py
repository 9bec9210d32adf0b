"""Reports while a round of trends is rated blind: nobody's ratings are in them before the reveal."""

from __future__ import annotations

import pytest

from cba_kit.model.people import Person
from tests.programme.documents.test_inputs import about_all, digest
from tests.reports import timber_cluster
from tests.reports.made_report import made, sections
from tests.reports.report_team import Team
from tests.store.panel import SHEET, lead


@pytest.fixture
def rated(team: Team, ilze: Person) -> Team:  # noqa: ARG001  # it fills her workbook
    """Six people have rated; then the first round is opened."""
    for number in range(5):
        team.join(f"p{number}", f"Peer {number}")
        team.write(f"p{number}", timber_cluster.ratings(timber_cluster.RATINGS))
    lead(team.store, "write", 1)
    return team


def test_the_cohort_report_leaves_out_the_round_that_is_open(rated: Team) -> None:
    before = sections(made(rated, "cohort", edition="cba3"))[SHEET]
    lead(rated.store, "discuss", 1)
    after = sections(made(rated, "cohort", edition="cba3"))[SHEET]

    assert (before["data"], before["headline"]) == ({}, "")
    assert len(after["data"]["table"]["rows"]) == len(timber_cluster.RATINGS)


def test_the_roadmap_leaves_out_the_round_that_is_open_and_says_so(rated: Team) -> None:
    """A coach reads it, who may rate, too."""
    before = sections(made(rated, "roadmap", person="ilze"))[SHEET]
    lead(rated.store, "discuss", 1)
    after = sections(made(rated, "roadmap", person="ilze"))[SHEET]

    told = "Round 1 is open now. What you say in it comes into the roadmap when it is shown to all."
    assert (before["empty"], before["headline"], before["data"]) == (told, "", {"radars": []})
    assert after["empty"] == ""
    assert len(after["data"]["radars"]) == 2


def test_documents_are_stale_as_soon_as_a_round_is_opened_or_shown(rated: Team, ilze: Person) -> None:
    """Also where fewer than five people rated, whose view of all does not change."""
    found = [(digest(rated, ilze), about_all(rated, "cohort"))]
    for phase, number in (("discuss", 1), ("write", 2), ("closed", 2)):
        lead(rated.store, phase, number)
        found.append((digest(rated, ilze), about_all(rated, "cohort")))

    roadmaps, reports = zip(*found, strict=True)
    assert len(set(reports)) == 4
    assert roadmaps[0] != roadmaps[1] != roadmaps[2] != roadmaps[3] == roadmaps[1]
