"""`cba people import`: all rows or none, and what happened in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Cba, opened

GOOD = """\
Name;E-mail;Organisation;Country;Role
Ilze Kalniņa;ilze@btwic.example;Baltic Timber;Latvia;participant
Anneli Saarinen;anneli@coach.example;;;coach
"""
SAID = """\
Read from the file, headings in row 1.
New: Ilze Kalniņa (participant), ilze@btwic.example
New: Anneli Saarinen (coach), anneli@coach.example
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    with opened(folder) as store:
        return [person.name for person in store.people.of("spring")]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(cba: Cba, folder: Path, file: Path) -> None:
    """The same words as the real run, but for the last line."""
    ran = cba("people", "import", "spring", file, "--dry-run", "--academy", folder)
    last = "Nothing was written. It would be: 2 new, 0 changed, 0 as they were.\n"
    assert (ran.code, ran.err, ran.out) == (0, "", SAID + last)
    assert names(folder) == []


def test_an_import_adds_people_and_a_second_one_finds_them(cba: Cba, folder: Path, file: Path) -> None:
    """Nobody is there twice."""
    ran = cba("people", "import", "spring", file, "--academy", folder)
    last = "2 new, 0 changed, 0 as they were.\nNext: cba links spring\n"
    assert (ran.code, ran.err, ran.out) == (0, "", SAID + last)
    again = cba("people", "import", "spring", file, "--academy", folder)
    assert again.out.endswith("0 new, 0 changed, 2 as they were.\n")
    assert names(folder) == ["Anneli Saarinen", "Ilze Kalniņa"]


def test_every_problem_is_named_and_nothing_is_written(cba: Cba, folder: Path, file: Path) -> None:
    """Not only the first: row and column of each, and what to do."""
    file.write_text(GOOD + "No Mail;;Alone;Latvia;participant\nOdd;odd@a.example;Odd;Atlantis;participant\n")
    ran = cba("people", "import", "spring", file, "--academy", folder)
    assert (ran.code, ran.out, "Traceback" in ran.err) == (2, "", False)
    problems = [line for line in ran.err.splitlines() if line.startswith("  ")]
    assert len(problems) == 2
    assert ("row 4" in problems[0].lower(), "row 5" in problems[1].lower()) == (True, True)
    assert "Atlantis" in problems[1]
    assert names(folder) == []


def test_a_file_that_is_not_there_is_named(cba: Cba, folder: Path, tmp_path: Path) -> None:
    """In one go, without a traceback."""
    ran = cba("people", "import", "spring", tmp_path / "none.csv", "--academy", folder)
    assert (ran.code, ran.out, "none.csv" in ran.err, "Traceback" in ran.err) == (2, "", True, False)


def test_who_got_which_role_is_written_into_the_audit_log(cba: Cba, folder: Path, file: Path) -> None:
    """When they are new, and when a later list changes it; not when nothing changes."""
    cba("people", "import", "spring", file, "--dry-run", "--academy", folder)
    for _ in range(2):
        cba("people", "import", "spring", file, "--academy", folder)
    file.write_text(GOOD.replace(";coach", ";trainer"), encoding="utf-8")
    cba("people", "import", "spring", file, "--academy", folder)
    with opened(folder) as store:
        ids = {person.name: person.id for person in store.people.of("spring")}
    ilze, anneli = ids["Ilze Kalniņa"], ids["Anneli Saarinen"]
    assert [line.split(" ", 1)[1] for line in (folder / "audit.log").read_text().splitlines()] == [
        f"roles person={ilze} now=participant",
        f"roles person={anneli} now=coach",
        f"roles person={anneli} now=trainer",
    ]
