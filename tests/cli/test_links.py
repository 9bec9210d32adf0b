"""`cba links`: everybody's link, as lines, CSV, JSON and QR codes."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import segno

from cba_kit.config import open_academy
from cba_kit.server import make_link

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
