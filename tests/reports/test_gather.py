"""Gather: what a roadmap is made from is read at one point, and what all share is read once a batch."""

from __future__ import annotations

from pathlib import Path

from cba_kit.model.assessment import Assessment, CohortView
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.model.roadmap import Source
from cba_kit.reports.gather import gather, hand_over
from cba_kit.store.cohort import cohort
from tests.reports import timber_cluster
from tests.reports.report_team import DAY, Team

VIEW = CohortView(raters=7, unknown=1, spread=1.5, assessment=Assessment(4, 1, 3, "y2"))


def source(team: Team, shared: Path | None = None) -> Source:
    return gather(team.store, team.library, "ilze", now=DAY, report="roadmap", shared=shared)


def test_gather_takes_what_the_cohort_says_from_the_file_of_a_batch(
    team: Team, ilze: Person, tmp_path: Path
) -> None:
    file = tmp_path / "shared.json"
    edition = team.library.edition(ilze.edition)
    hand_over(file, edition, {"megatrends": {"climate": VIEW}})

    assert source(team, file).cohort == {"megatrends": {"climate": VIEW}}
    hand_over(file, edition.model_copy(update={"code": "other"}), {"megatrends": {"climate": VIEW}})
    assert source(team, file).cohort == source(team).cohort


def test_cohort_holds_nobodys_own_ratings_and_nothing_under_five(team: Team, ilze: Person) -> None:
    edition = team.library.edition(ilze.edition)
    sheets = team.library.sheets(edition)

    def rated() -> int:
        return len(cohort(team.store, edition, sheets)["megatrends"])

    for number in range(3):
        team.join(f"p{number}", f"Peer {number}")
        team.write(f"p{number}", timber_cluster.ratings(timber_cluster.RATINGS))
    assert rated() == 0
    team.join("p3", "Peer 3")
    team.write("p3", timber_cluster.ratings(timber_cluster.RATINGS))
    assert rated() == len(timber_cluster.RATINGS)


def test_cohort_follows_what_is_rated_anew(team: Team) -> None:
    """A process keeps what it has read of each workbook, and reads those again that have changed."""
    edition = team.library.edition("cba3")
    sheets = team.library.sheets(edition)
    for number in range(5):
        team.join(f"p{number}", f"Peer {number}")
        team.write(f"p{number}", timber_cluster.ratings(timber_cluster.RATINGS))
    before = cohort(team.store, edition, sheets)["megatrends"]
    [first, *_] = timber_cluster.ratings(timber_cluster.RATINGS)
    again = first.model_copy(update={"id": "again", "fields": {"relevance": 1}})
    for number in range(3):
        team.write(f"p{number}", [again])
    after = cohort(team.store, edition, sheets)["megatrends"]

    assert before[first.block].assessment.relevance != 1
    assert after[first.block].assessment.relevance == 1
    assert {trend: after[trend] for trend in after if trend != first.block} == {
        trend: before[trend] for trend in before if trend != first.block
    }


def test_gather_compares_with_the_last_roadmap_for_all_not_with_one_that_somebody_opened(
    team: Team, ilze: Person
) -> None:
    now = team.store.journal.workbook_of(ilze.id).version
    line = Render(
        person="ilze",
        edition="cba3",
        report="roadmap",
        version=now - 2,
        inputs="x",
        status="ok",
        started=DAY,
        ms=1,
    )
    team.store.ledger.record(line)
    team.store.ledger.record(line.model_copy(update={"version": now - 1, "on_demand": True}))

    previous = source(team).previous

    assert previous is not None
    assert previous.version == now - 2
