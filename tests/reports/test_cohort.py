"""The cohort report: what can be said about all, nobody's name, and no number about fewer than five."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from nbformat import NotebookNode
from pypdf import PdfReader

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.model.people import Cluster, Person
from cba_kit.reports.html import page
from cba_kit.reports.pdf import pdf
from cba_kit.store import open_store
from tests.reports import timber_cluster
from tests.reports.made_report import made, sections
from tests.reports.report_team import COACH, DAY, Team
from tests.reports.test_html import Outline

COUNTRIES = ["LV"] * 6 + ["PL"] * 3 + ["ES"] * 3
NAMES = [f"Zorro{chr(97 + n)} Quixote{chr(97 + n)}" for n in range(len(COUNTRIES))]


def participant(number: int) -> Person:
    return Person(
        id=f"p{number}",
        edition="cba3",
        name=NAMES[number],
        email=f"p{number}@cluster.example",
        roles=("participant",),
        cluster=Cluster(
            id=f"c{number}",
            name=f"Cluster Xanadu{chr(97 + number)}",
            country=COUNTRIES[number],
            ecosystems=("construction", "health") if number < 4 else ("construction",),
        ),
        coach="anneli",
    )


@dataclass(frozen=True)
class Report:
    """The report of twelve participants, executed once for all tests."""

    notebook: NotebookNode
    library: Library

    @property
    def sections(self) -> dict[str, dict[str, Any]]:
        return sections(self.notebook)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Ten of them have filled everything, two have written nothing."""
    folder = tmp_path_factory.mktemp("academy")
    (folder / "academy.toml").write_text('name = "Academy"\n', encoding="utf-8")
    academy = open_academy(folder)
    with open_store(academy.database_url, clock=lambda: DAY, create=True) as store:
        team = Team(academy, store, Library(academy.templates))
        store.people.add([COACH, *(participant(number) for number in range(len(COUNTRIES)))])
        for number in range(10):
            team.write(f"p{number}", timber_cluster.workbook())
        return Report(made(team, "cohort", edition="cba3"), team.library)


def rows(section: dict[str, Any], group: int) -> list[tuple[str, str]]:
    """The rows of a group of bars: label and number."""
    return [(row["label"], row["text"]) for row in section["data"]["groups"][group]["rows"]]


def test_small_countries_are_shown_together(report: Report) -> None:
    found = report.sections["people"]

    assert found["headline"] == "12 participants from 3 countries"
    assert rows(found, 0) == [("Latvia", "6"), ("others together", "6")]
    assert rows(found, 1) == [("Construction", "at least 10")]
    assert rows(found, 2) == [
        ("participant", "12"),
        ("coach", "fewer than 5"),
        ("trainer", "fewer than 5"),
        ("organiser", "fewer than 5"),
    ]


def test_progress_is_rounded_down_to_five(report: Report) -> None:
    found = report.sections["progress"]

    assert dict(rows(found, 0))["Business model canvas"] == "at least 10 / at least 10"
    assert {text for _, text in rows(found, 0)} <= {
        f"{begun} / {complete}"
        for begun in ("at least 10", "fewer than 5")
        for complete in ("at least 10", "fewer than 5")
    }


def test_plans_and_money_add_up(report: Report) -> None:
    found = report.sections

    assert found["action_plan-plans"]["headline"] == "70 actions planned, for €4,015,000"
    assert found["action_plan-money"]["headline"] == "€115,000 of €4,015,000 is secured"


def test_themes_are_words_of_many_and_no_names(report: Report) -> None:
    found = report.sections["themes"]

    words = [label for label, _ in rows(found, 0)]
    assert words
    assert {text for _, text in rows(found, 0)} == {"at least 10"}
    assert not {"the", "and", "for", "with"} & set(words)


def test_nobody_is_named_and_no_sentence_is_quoted(report: Report) -> None:
    content, notes = pdf(report.notebook, report.library)
    printed = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split())
    text = page(report.notebook, report.library)

    assert notes == ()
    said = [part for name in NAMES for part in name.split()] + ["Xanadu", "Win tenders that one small firm"]
    for where in (text, printed, str(report.notebook)):
        assert [word for word in said if word in where] == []


@pytest.mark.parametrize("number", [0, 1, 4])
def test_under_five_participants_the_report_says_nothing_about_them(team: Team, number: int) -> None:
    team.store.people.add([participant(n) for n in range(number)])
    for n in range(number):
        team.write(f"p{n}", timber_cluster.workbook())
    notebook = made(team, "cohort", edition="cba3")

    told = {key: section for key, section in sections(notebook).items() if key not in ("cover", "about")}
    assert all(section["empty"] and not section["headline"] for section in told.values())
    assert all(not section["data"] for section in told.values())
    assert pdf(notebook, team.library)[0].startswith(b"%PDF")


def test_cohort_as_html_is_one_file_with_its_headings_in_order(report: Report) -> None:
    outline = Outline(page(report.notebook, report.library))

    assert (outline.addresses, outline.tags & {"script", "link", "img"}) == ([], set())
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(two - one <= 1 for one, two in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
