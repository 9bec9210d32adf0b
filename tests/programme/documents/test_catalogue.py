"""The catalogue: what a report is stands in its folder, and a trainer's own folder is a report."""

from __future__ import annotations

import pytest

from cba_kit.content import Library
from cba_kit.errors import ContentError, NotFoundError
from cba_kit.model.people import Person
from cba_kit.programme.documents.catalogue import report_kind, reports, subjects, teaching_notebooks
from tests.reports.report_team import Team

LETTER = "title: Letter\nabout: edition\nformats: [html]\nfor: [trainer]\n"


def own_report(team: Team, name: str, text: str) -> Library:
    folder = team.academy.templates / "reports" / name
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text(text, encoding="utf-8")
    return Library(team.academy.templates)


def test_catalogue_knows_the_roadmap(team: Team) -> None:
    kind = reports(team.library)["roadmap"]

    assert (kind.title, kind.about, kind.formats) == ("Roadmap", "participant", ("html", "pdf"))
    assert kind.readers == ("participant", "coach", "trainer", "organiser")


def test_catalogue_a_trainers_own_folder_is_a_report(team: Team) -> None:
    library = own_report(team, "letter", LETTER)

    kind = report_kind(library, "letter")

    assert (kind.title, kind.about, kind.formats, kind.readers) == (
        "Letter",
        "edition",
        ("html",),
        ("trainer",),
    )
    assert "letter" in reports(library)


def test_catalogue_a_folder_with_looks_only_is_no_report(team: Team) -> None:
    (team.academy.templates / "reports/looks").mkdir(parents=True)

    assert "looks" not in reports(team.library)


def test_catalogue_a_mistake_is_told_with_its_line(team: Team) -> None:
    library = own_report(team, "letter", LETTER.replace("edition", "everybody"))

    with pytest.raises(ContentError, match=r"reports/letter/report\.yaml:2"):
        report_kind(library, "letter")
    assert report_kind(library, "roadmap").title == "Roadmap"


def test_catalogue_unknown_report_names_those_that_there_are(team: Team) -> None:
    with pytest.raises(NotFoundError, match=r"There is no report “diploma”.*roadmap"):
        report_kind(team.library, "diploma")


def test_subjects_are_people_the_edition_or_notebooks(team: Team, ilze: Person) -> None:
    edition = team.library.edition("cba3")
    kind = report_kind(team.library, "roadmap")

    def names(about: str) -> list[str]:
        other = kind.model_copy(update={"about": about})
        return [subject.id for subject in subjects(team.academy, team.store, other, edition)]

    assert names("participant") == [ilze.id]
    assert names("edition") == ["cba3"]
    assert names("notebook") == list(teaching_notebooks(team.academy.folder))


def test_teaching_notebooks_an_own_copy_comes_first(team: Team) -> None:
    shipped = teaching_notebooks(team.academy.folder)
    name = next(iter(shipped))
    own = team.academy.folder / "notebooks" / f"{name}.ipynb"
    own.parent.mkdir()
    own.write_text("{}", encoding="utf-8")

    assert teaching_notebooks(team.academy.folder) == shipped | {name: own}
