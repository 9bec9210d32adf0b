"""A report's templates: its own, then what all reports share; an academy's copies before the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.errors import ContentError, NotFoundError
from cba_kit.model.people import Person
from cba_kit.programme.documents.catalogue import notebook_of
from cba_kit.reports.engine import execute, parameterized
from cba_kit.reports.look import PLAIN, Look
from tests.reports.report_team import Team


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_look_finds_all_typst_files_that_main_needs() -> None:
    assert {"main.typ", "lib.typ", "prose.typ", "maths.typ"} <= set(Look(Library(), PLAIN).typst())


def test_look_takes_own_files_before_shared_ones_and_the_academys_first(tmp_path: Path) -> None:
    write(tmp_path / "reports/mine/typst/main.typ", '#import "extra.typ": x\n#import "lib.typ": *\n')
    write(tmp_path / "reports/mine/typst/extra.typ", "#let x = 1\n")
    write(tmp_path / "reports/shared/typst/lib.typ", "// ours\n")
    look = Look(Library(tmp_path), "mine")

    assert look.typst() == {
        "main.typ": b'#import "extra.typ": x\n#import "lib.typ": *\n',
        "extra.typ": b"#let x = 1\n",
        "lib.typ": b"// ours\n",
    }


def test_look_reads_a_template_again_after_it_changed(tmp_path: Path) -> None:
    for words in ("one", "two"):
        write(tmp_path / "reports/mine/html/section.html.j2", words)
        look = Look(Library(tmp_path), "mine")
        assert look.environment.get_template("section.html.j2").render() == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("one\n{{ nope }}", r"html/section\.html\.j2:2: .* 'nope' is undefined"),
        ("one\n\n{% if %}", r"html/section\.html\.j2:3: .* Expected an expression"),
        ("{% include 'gone.j2' %}", r"html/section\.html\.j2:1: .* gone\.j2"),
    ],
)
def test_look_names_the_place_of_a_mistake_in_a_template(tmp_path: Path, text: str, told: str) -> None:
    own = tmp_path / "templates"
    write(own / "reports/mine/html/section.html.j2", text)

    with pytest.raises(ContentError, match=f"^templates/reports/mine/{told}"):
        Look(Library(own), "mine").drawn("section.html.j2")


def test_look_says_what_is_missing() -> None:
    with pytest.raises(NotFoundError, match="nothing"):
        Look(Library(), PLAIN).find("nothing")


@pytest.mark.slow
def test_a_mistake_in_a_template_stops_the_report_at_its_cell(team: Team, ilze: Person) -> None:
    """Whatever else stands in the template: IPython reads the lines around it as Python."""
    kept = team.library.find("reports/certificate/html/kinds/cover.html.j2").read_text(encoding="utf-8")
    write(
        team.academy.templates / "reports/certificate/html/kinds/cover.html.j2", f"{kept}\n{{{{ nope }}}}\n"
    )
    given = {"academy": str(team.academy.folder), "person": ilze.id}

    done = execute(parameterized(notebook_of(team.library, "certificate"), given))

    line = kept.count("\n") + 2
    assert done.status == "error"
    assert f"templates/reports/certificate/html/kinds/cover.html.j2:{line}: The template" in done.error
