"""`cba links`: everybody's link, as lines, CSV, JSON and QR codes."""

from __future__ import annotations

import csv
import io
import os
import pty
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import segno

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.errors import LinkError
from cba_kit.server import make_link
from cba_kit.server.links import read_link
from cba_kit.server.site import Site

from .conftest import Cba, opened


def expected(folder: Path, role: str | None = None) -> list[dict[str, str]]:
    """Return the rows that the command has to give."""
    academy = open_academy(folder)
    with opened(folder) as store:
        people = [each for each in store.people.of("spring") if role is None or role in each.roles]
    return [
        {"person": each.id, "role": role or each.roles[0], "name": each.name, "url": make_link(academy, each)}
        for each in people
    ]


def test_links_are_printed_unbroken_one_a_line(cba: Cba, manned: Path) -> None:
    """So that each can be copied."""
    shown = cba("links", "spring", "--academy", manned).out.splitlines()
    assert [line.rsplit(" ", 1)[1] for line in shown] == [row["url"] for row in expected(manned)]


def test_json_and_csv_have_the_same_rows(cba: Cba, manned: Path, tmp_path: Path) -> None:
    """On standard output and in a file that Excel reads as UTF-8."""
    rows = expected(manned)
    assert cba("links", "spring", "--json", "--academy", manned).json == rows
    printed = cba("links", "spring", "--csv", "-", "--academy", manned).out
    assert list(csv.DictReader(io.StringIO(printed))) == rows
    file = tmp_path / "links.csv"
    ran = cba("links", "spring", "--csv", file, "--academy", manned)
    assert ran.out == f"{file}: 4 links.\n"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfperson,role,name,url\r\n")
    assert list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))) == rows


def test_a_role_narrows_the_list(cba: Cba, manned: Path) -> None:
    """The role asked for is the role shown."""
    ran = cba("links", "spring", "--role", "participant", "--json", "--academy", manned)
    assert ran.json == expected(manned, "participant")
    assert [row["person"] for row in ran.json] == ["ilze", "eleni"]


def test_each_person_gets_a_qr_code_of_their_link(cba: Cba, manned: Path, tmp_path: Path) -> None:
    """The same drawing as the link gives, with the person's name as its title."""
    ran = cba("links", "spring", "--qr", tmp_path / "qr", "--csv", "-", "--academy", manned)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert rows == expected(manned)
    assert sorted(path.name for path in (tmp_path / "qr").iterdir()) == sorted(
        f"{row['person']}.svg" for row in rows
    )
    for row in rows:
        drawn = (tmp_path / "qr" / f"{row['person']}.svg").read_text(encoding="utf-8")
        path = ElementTree.fromstring(drawn).find("{*}path")
        same = ElementTree.fromstring(segno.make(row["url"], error="m").svg_inline(scale=6)).find("{*}path")
        assert f"<title>{row['name']}</title>" in drawn
        assert path is not None
        assert same is not None
        assert path.get("d") == same.get("d")


def test_an_edition_without_people_says_what_comes_next(cba: Cba, folder: Path) -> None:
    """As JSON it is an empty list."""
    ran = cba("links", "spring", "--academy", folder)
    assert (ran.code, ran.out) == (
        0,
        "The edition “spring” has no people yet. Next: cba people import spring FILE\n",
    )
    assert cba("links", "spring", "--json", "--academy", folder).json == []


def test_ended_links_are_told_before_they_are_sent(cba: Cba, manned: Path) -> None:
    """An edition with the days of its pattern makes links that open nothing: the trainer reads it here."""
    file = manned / "templates/editions/spring.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2099-12-31", "2024-04-01"), encoding="utf-8")
    ran = cba("links", "spring", "--academy", manned)
    assert ran.code == 0
    assert ran.err == (
        "The links of “spring” ended on 2024-04-01: correct its dates, or set links_end, in its file "
        "templates/editions/spring.yaml.\n"
    )


def works(folder: Path, url: str) -> bool:
    """Tell whether a link opens a page."""
    academy = open_academy(folder)
    with opened(folder) as store:
        site = Site(academy, Library(academy.templates), store)
        try:
            read_link(site, url.rpartition("/")[2])
        except LinkError as error:
            assert error.reason == "withdrawn"
            return False
    return True


def audited(folder: Path) -> list[str]:
    """Return the audit lines without their times."""
    return [line.split(" ", 1)[1] for line in (folder / "audit.log").read_text().splitlines()]


def test_a_withdrawn_link_opens_nothing_and_the_others_still_do(cba: Cba, manned: Path) -> None:
    """By id or by e-mail, each once; nothing is printed that could be sent by mistake."""
    old = {row["person"]: row["url"] for row in expected(manned)}
    revoke = ["--revoke", "ilze", "--revoke", "ELENI@atl.example", "--revoke", "ilze"]
    ran = cba("links", "spring", *revoke, "--academy", manned)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "Withdrawn: 2 links. Pages that they opened end within seconds; what was saved is kept.\n"
    )
    assert {name: works(manned, url) for name, url in old.items()} == {
        "anneli": True,
        "tomas": True,
        "ilze": False,
        "eleni": False,
    }
    withdrawn = [line for line in audited(manned) if line.startswith("link-withdrawn")]
    assert withdrawn == ["link-withdrawn person=ilze", "link-withdrawn person=eleni"]


def test_whose_link_was_printed_is_in_the_audit_log_without_the_link(cba: Cba, manned: Path) -> None:
    [row] = cba("links", "spring", "--role", "coach", "--json", "--academy", manned).json
    assert audited(manned)[-1:] == [f"link-made person={row['person']}"]
    assert row["url"].rpartition("/")[2] not in (manned / "audit.log").read_text()


def test_rotating_prints_the_new_links_of_those_only(cba: Cba, manned: Path, tmp_path: Path) -> None:
    """As lines, as CSV and as JSON."""
    [old] = [row for row in expected(manned) if row["person"] == "ilze"]
    rotated = cba("links", "spring", "--revoke", "ilze", "--rotate", "--json", "--academy", manned).json
    assert rotated == [row for row in expected(manned) if row["person"] == "ilze"]
    assert rotated[0]["url"] != old["url"]
    assert [works(manned, row["url"]) for row in (old, *rotated)] == [False, True]
    file = tmp_path / "new.csv"
    ran = cba("links", "spring", "--revoke", "ilze", "--rotate", "--csv", file, "--academy", manned)
    assert ran.out == f"{file}: 1 links.\n"


def test_withdrawing_everybodys_links_asks_first(cba: Cba, manned: Path) -> None:
    """A programme has to say --yes."""
    everybody = ("links", "spring", "--all-of-edition", "--academy", manned)
    assert cba(*everybody).refusal == "This withdraws 4 links. Nothing was changed. Add --yes to do it."
    assert all(works(manned, row["url"]) for row in expected(manned))
    old = expected(manned)
    assert cba(*everybody, "--role", "participant", "--yes").code == 0
    assert [works(manned, row["url"]) for row in old] == [True, False, True, False]
    assert cba(*everybody, "--yes").code == 0
    assert not any(works(manned, row["url"]) for row in old)


@pytest.mark.parametrize(("typed", "works_still"), [("n", True), ("y", False)])
def test_somebody_at_the_keyboard_is_asked(
    cba: Cba, manned: Path, monkeypatch: pytest.MonkeyPatch, typed: str, works_still: bool
) -> None:
    """And no means no."""
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{typed}\n".encode())
    [old, *_] = expected(manned)
    with os.fdopen(terminal) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        ran = cba("links", "spring", "--all-of-edition", "--academy", manned)
    os.close(keyboard)
    assert "Withdraw 4 links? Everybody needs a new one then. [y/N]" in ran.out
    assert (ran.code == 0) is (typed == "y")
    assert works(manned, old["url"]) is works_still


def test_nothing_is_withdrawn_when_one_name_is_wrong(cba: Cba, manned: Path) -> None:
    """The message names who there is."""
    ran = cba("links", "spring", "--revoke", "ilze", "--revoke", "nobody", "--academy", manned)
    assert ran.refusal == (
        "There is no person in the edition “spring” called “nobody”. Known: anneli, ilze, tomas, eleni."
    )
    assert all(works(manned, row["url"]) for row in expected(manned))
    assert cba("links", "spring", "--rotate", "--academy", manned).refusal == (
        "Whose links shall be new is not said. Add --revoke PERSON, or --all-of-edition."
    )
