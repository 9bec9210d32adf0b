"""`cba doctor`: what works on this machine, and the fix for what does not."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from cba_kit.cli.check import Check
from cba_kit.cli.serving_checks import clock, connections
from cba_kit.store.capacity import Capacity

from .conftest import Cba, opened

pytestmark = pytest.mark.slow

TRIED = ["Python", "Academy", "Templates", "Database", "Disk", "Voilà template", "PDF", "Port"]
SERVING = ["Pages", "Open files", "Connections", "Clock", "Address"]


def failing(cba: Cba, folder: Path) -> dict[str, str]:
    """Return the fix of what does not work, by name; serving is tried where there is a database."""
    checks = cba("doctor", "--json", "--academy", folder).json
    served = all(check["ok"] for check in checks if check["name"] in ("Academy", "Database"))
    assert [check["name"] for check in checks] == TRIED + (SERVING if served else [])
    return {check["name"]: check["fix"] for check in checks if not check["ok"] and check["name"] != "Disk"}


def test_a_good_academy_is_well(cba: Cba, manned: Path) -> None:
    """Each part was tried for real; the disk is the machine's own affair."""
    assert failing(cba, manned) == {}
    checks = {check["name"]: check["says"] for check in cba("doctor", "--json", "--academy", manned).json}
    assert checks["Academy"] == f"Our academy in {manned}"
    assert checks["Database"] == f"4 people in {manned / 'academy.db'}"


def test_without_an_academy_the_rest_is_still_tried(cba: Cba, tmp_path: Path) -> None:
    """The exit code says that something is missing; the fix says how to make it."""
    fixes = failing(cba, tmp_path)
    assert sorted(fixes) == ["Academy", "Database", "Templates"]
    assert fixes["Academy"] == "Make one with “cba init DIR”, or name its folder with --academy DIR."
    ran = cba("doctor", "--academy", tmp_path)
    assert (ran.code, ran.err) == (3, "")
    assert f"✗ Academy: {tmp_path}: No academy here: the file academy.toml is missing. Make one" in ran.out


def test_what_is_broken_is_named_with_its_fix(cba: Cba, folder: Path) -> None:
    """A damaged database and a mistake in a template, at once."""
    for name in ("academy.db", "academy.db-wal", "academy.db-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "academy.db").write_text("no database " * 100)
    (folder / "templates" / "countries.yaml").write_text("- [/red]\n")
    assert failing(cba, folder) == {
        "Database": "Check the path, or restore a backup.",
        "Templates": "Run “cba templates check”.",
    }
    assert cba("doctor", "--academy", folder).code == 3


def says(cba: Cba, folder: Path) -> dict[str, dict[str, object]]:
    """Return all checks by name."""
    return {check["name"]: check for check in cba("doctor", "--json", "--academy", folder).json}


def test_a_page_is_made_for_real_and_measured(cba: Cba, manned: Path) -> None:
    """So that one knows beforehand how many people the machine can take."""
    check = says(cba, manned)["Pages"]
    told = re.fullmatch(
        r"one is made in (\d+\.\d) s \((.*)\) and needs (\d+) MB; (\d+) fit into the free memory, "
        r"the largest edition has 4 people",
        str(check["says"]),
    )
    assert told, check
    assert told[2] == "forked" if sys.platform == "linux" else told[2].startswith("started the ordinary way")
    assert 5 < int(told[3]) < 300
    assert check["ok"] is (int(told[4]) >= 4)


def test_a_page_that_fails_is_named(cba: Cba, manned: Path) -> None:
    """With the cell, and without its words."""
    cells = [new_code_cell("1"), new_code_cell("raise ValueError('words')")]
    own = manned / "workbooks/participant.ipynb"
    own.write_text(nbformat.writes(new_notebook(cells=cells)), encoding="utf-8")
    check = says(cba, manned)["Pages"]
    assert (check["ok"], check["says"]) == (False, "participant.ipynb: The page stopped in cell 2.")


@pytest.mark.parametrize(
    ("settings", "ok", "said", "fix"),
    [
        (
            'address = "https://a.example"',
            True,
            "travel over TLS only; X-Forwarded-… is believed from 127.",
            "",
        ),
        ('address = "http://localhost:9"', True, "for visitors on this machine only", ""),
        ('address = "http://a.example"', False, "travel unprotected", "Put a proxy with TLS in front"),
        ('proxies = ["0.0.0.0/0"]', False, "name 0.0.0.0/0: everybody", "Name the addresses"),
        ('monitors = ["::/0"]', False, "name ::/0: everybody", "Name the addresses"),
    ],
)
def test_how_visitors_come_is_looked_at(
    cba: Cba, manned: Path, settings: str, ok: bool, said: str, fix: str
) -> None:
    """Over TLS, through proxies that are named."""
    with (manned / "academy.toml").open("a", encoding="utf-8") as file:
        file.write(f"{settings}\n")
    check = says(cba, manned)["Address"]
    assert check["ok"] is ok
    assert said in str(check["says"])
    assert str(check["fix"]).startswith(fix)


def test_clocks_and_connections_are_compared_with_the_databases(
    cba: Cba, manned: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is an hour ahead, and one that lets few people in."""
    here = says(cba, manned)
    assert here["Clock"]["says"] == "agrees with the disk"
    assert here["Connections"]["says"] == "SQLite needs none"

    monkeypatch.setenv("DATABASE_URL", postgres_url)
    opened(manned, create=True).close()
    there = {check.name: check for check in (clock(manned), connections(manned))}
    assert there["Clock"] == Check("Clock", True, "agrees with the disk and the database", there["Clock"].fix)
    assert there["Connections"].ok

    monkeypatch.setattr("cba_kit.store.capacity.capacity", lambda _: Capacity(connections=9, ahead=3600.0))
    assert clock(manned).says == "the database is 3600.0 s ahead"
    few = connections(manned)
    assert (few.ok, few.fix) == (False, "Set max_connections = 20 or more in postgresql.conf.")
