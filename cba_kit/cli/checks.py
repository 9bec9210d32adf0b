"""What `cba doctor` tries: each part once, for real."""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from cba_kit.cli import serving_checks
from cba_kit.cli.check import Check
from cba_kit.cli.frame import opened
from cba_kit.config import open_academy, shipped
from cba_kit.content import Library
from cba_kit.errors import CbaError

FREE = 500_000_000
"""Bytes that should be free on the disk."""
PORT = 8866


Try = Callable[[Path | None], Check]


def run_checks(folder: Path | None) -> list[Check]:
    """Try everything that pages, reports and commands need; serving where there is an academy to serve."""
    tries: list[tuple[str, Try]] = [
        ("Python", _python),
        ("Academy", _academy),
        ("Templates", _templates),
        ("Database", _database),
        ("Disk", _disk),
        ("Voilà template", _voila),
        ("PDF", _pdf),
        ("Port", _port),
    ]
    serving: list[tuple[str, Try]] = [
        ("Pages", serving_checks.pages),
        ("Open files", serving_checks.open_files),
        ("Connections", serving_checks.connections),
        ("Clock", serving_checks.clock),
        ("Address", serving_checks.address),
    ]
    tried = [_safely(name, check, folder) for name, check in tries]
    if all(check.ok for check in tried if check.name in ("Academy", "Database")):
        tried += [_safely(name, check, folder) for name, check in serving]
    return tried


def _safely(name: str, check: Callable[[Path | None], Check], folder: Path | None) -> Check:
    try:
        return check(folder)
    except CbaError as error:
        return Check(name, False, f"{error.where}: {error.what}" if error.where else error.what, error.fix)
    except OSError as error:
        return Check(name, False, str(error), "Check the folder and its permissions.")


def _python(_folder: Path | None) -> Check:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Check("Python", sys.version_info >= (3, 11), found, "Install Python 3.11 or later.")


def _academy(folder: Path | None) -> Check:
    academy = open_academy(folder)
    return Check("Academy", True, f"{academy.settings.name} in {academy.folder}")


def _templates(folder: Path | None) -> Check:
    problems = Library(open_academy(folder).templates).check()
    says = "all in order" if not problems else f"{len(problems)} mistakes, the first: {problems[0]}"
    return Check("Templates", not problems, says, "Run “cba templates check”.")


def _database(folder: Path | None) -> Check:
    with opened(folder) as desk:
        people = desk.store.people.count()
        place = desk.store.database.place
    return Check("Database", True, f"{people} people in {place}")


def _disk(folder: Path | None) -> Check:
    free = shutil.disk_usage(open_academy(folder).folder).free
    return Check("Disk", free > FREE, f"{free / 1e9:.1f} GB free", "Free at least 0.5 GB.")


def _voila(_folder: Path | None) -> Check:
    there = (shipped("templates") / "pages" / "index.html.j2").is_file()
    return Check("Voilà template", there, "found" if there else "missing", "Install cba_kit again.")


def _pdf(_folder: Path | None) -> Check:
    import typst  # noqa: PLC0415  # slow import

    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "main.typ"
        source.write_text('#set document(title: "Test")\n= Test\n', encoding="utf-8")
        pdf = typst.compile(source, format="pdf")
    return Check(
        "PDF", bool(pdf), f"Typst {typst.__version__}" if hasattr(typst, "__version__") else "Typst works"
    )


def _port(_folder: Path | None) -> Check:
    with socket.socket() as probe:
        busy = probe.connect_ex(("127.0.0.1", PORT)) == 0
    says = f"{PORT} is in use" if busy else f"{PORT} is free"
    return Check("Port", True, says + (" (by this academy, or choose another with --port)" if busy else ""))
