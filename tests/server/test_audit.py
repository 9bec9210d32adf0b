"""The audit log: who came, went and took what, in a file that only its owner reads; nobody's words."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from cba_kit.config import Academy
from cba_kit.errors import SettingsError
from cba_kit.server.audit import FILE, audit, kept

from .serving import Served

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (.*)")


def lines(folder: Path) -> list[str]:
    """Return what was written, without the times."""
    found = [LINE.fullmatch(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]
    assert all(found)
    return [each[1] for each in found if each]


def test_lines_are_added_to_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    for person in ("ann", "bob"):
        with kept(tmp_path):
            audit.info("sign-in person=%s", person)
    audit.info("after that, nothing")
    assert lines(tmp_path) == ["sign-in person=ann", "sign-in person=bob"]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_the_file_may_be_moved_away_while_it_is_written(tmp_path: Path) -> None:
    with kept(tmp_path):
        audit.info("one")
        (tmp_path / FILE).rename(tmp_path / "audit.log.1")
        audit.info("two")
    assert lines(tmp_path) == ["two"]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_command_does_not_print_them(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), kept(tmp_path):
        audit.info("one")
    assert caplog.messages == []
    assert lines(tmp_path) == ["one"]


def test_without_a_trace_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(SettingsError, match="The audit log cannot be written"), kept(tmp_path):
        pass


def test_a_running_server_notes_who_came_went_and_took_what(served: Served, academy: Academy) -> None:
    cora = served.open("cora")
    cora.ask("/download/ann.json")
    cora.ask("/reports/now/roadmap/ann.html")
    cora.ask("/download/bob.json")
    cora.tell("/sign-out", "POST")
    assert [line for line in lines(academy.folder) if "person=cora" in line][-5:] == [
        "sign-in person=cora",
        "download person=cora of=ann form=json",
        "report person=cora of=ann report=roadmap.html",
        "refused person=cora of=bob",
        "sign-out person=cora",
    ]
