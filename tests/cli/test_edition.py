"""`cba edition`: list, new, show."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba_kit.content import Library

from .conftest import Cba


def test_a_new_academy_has_no_edition_and_says_what_comes_next(cba: Cba, tmp_path: Path) -> None:
    """The shipped ones are patterns, not the academy's own."""
    cba("init", tmp_path)
    assert cba("edition", "list", "--academy", tmp_path, "--json").json == []
    assert "Next: cba edition new CODE" in cba("edition", "list", "--academy", tmp_path).out


def test_list_tells_code_title_days_and_participants(cba: Cba, manned: Path) -> None:
    """As JSON a list of objects; as a table the same."""
    row = {
        "code": "spring",
        "title": "3rd Cluster Booster Academy",
        "start": "2024-01-23",
        "end": "2024-03-12",
        "participants": 2,
    }
    assert cba("edition", "list", "--academy", manned, "--json").json == [row]
    table = cba("edition", "list", "--academy", manned).out
    assert [word for word in ("spring", "2024-01-23", "2024-03-12") if word not in table] == []


def test_patterns_are_listed_when_asked_for(cba: Cba, folder: Path) -> None:
    """By their first day; the own copy beside the shipped ones."""
    codes = [row["code"] for row in cba("edition", "list", "--patterns", "--json", "--academy", folder).json]
    assert sorted(codes) == ["cba1", "cba2", "cba3", "cba4", "spring"]


def test_new_copies_the_file_with_its_comments(cba: Cba, folder: Path) -> None:
    """What a trainer edits is the text of the pattern, word for word."""
    ran = cba("edition", "new", "autumn", "--from", "cba4", "--academy", folder)
    file = folder / "templates" / "editions" / "autumn.yaml"
    assert file.read_bytes() == Library().find("editions/cba4.yaml").read_bytes()
    assert ran.out == (
        f"{file}: its days are still those of cba4. Change title, days, places and sessions there, "
        "then: cba templates check\n"
    )


@pytest.mark.parametrize(
    ("code", "pattern", "words"),
    [
        ("spring", "cba3", "This edition exists already. Choose another code."),
        ("Spring 2027", "cba3", "“Spring 2027” is no code. Use small letters, digits and _, first a letter."),
        ("../../evil", "cba3", "“../../evil” is no code. Use small letters, digits and _, first a letter."),
        ("autumn", "cba9", "There is no edition “cba9”. Known: cba1, cba2, cba3, cba4, spring."),
    ],
)
def test_new_refuses_what_cannot_be(cba: Cba, folder: Path, code: str, pattern: str, words: str) -> None:
    """Nothing is written, inside the academy or elsewhere."""
    before = sorted(folder.parent.rglob("*.yaml"))
    said = cba("edition", "new", code, "--from", pattern, "--academy", folder).refusal
    assert said.endswith(words)
    assert sorted(folder.parent.rglob("*.yaml")) == before


def test_show_tells_all_of_an_edition(cba: Cba, folder: Path) -> None:
    """JSON is the whole edition; the screen has days, sheets, homework and remarks."""
    edition = Library(folder / "templates").edition("spring")
    assert cba("edition", "show", "spring", "--json", "--academy", folder).json == edition.model_dump(
        mode="json"
    )
    shown = cba("edition", "show", "spring", "--academy", folder).out
    assert [day.title for day in edition.days if day.title not in shown] == []
    assert [work.title for work in edition.homework if work.title not in shown] == []
    assert [remark.about for remark in edition.remarks if remark.about not in shown] == []
    assert f"Sheets: {', '.join(edition.sheets)}\n" in shown


def test_square_brackets_in_a_title_are_shown_as_they_are(cba: Cba, folder: Path) -> None:
    """They mean nothing to the screen."""
    file = folder / "templates" / "editions" / "spring.yaml"
    text = file.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("title:"))
    file.write_text(text.replace(first, 'title: "[/bold] Academy [red]"'), encoding="utf-8")
    for command in ("show spring", "list"):
        shown = cba("edition", *command.split(), "--academy", folder)
        assert (shown.code, "[/bold] Academy" in shown.out) == (0, True)
