"""`cba doctor`: what works on this machine, and the fix for what does not."""

from __future__ import annotations

from pathlib import Path

from .conftest import Cba

TRIED = ["Python", "Academy", "Templates", "Database", "Disk", "Voilà template", "PDF", "Port"]


def failing(cba: Cba, folder: Path) -> dict[str, str]:
    """Return the fix of everything that does not work, by name."""
    checks = cba("doctor", "--json", "--academy", folder).json
    assert [check["name"] for check in checks] == TRIED
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
