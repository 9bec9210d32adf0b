"""Memory: a page is made where it fits, on a machine and in a container."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from cba_kit.server import memory
from cba_kit.server.memory import PAGE, machine, room


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a control group without any bound."""
    monkeypatch.setattr(memory, "_GROUP", tmp_path)
    return tmp_path


def bound(group: Path, limit: int, used: int, cache: int) -> None:
    """Let the control group have a bound."""
    (group / "memory.max").write_text(f"{limit}\n")
    (group / "memory.current").write_text(f"{used}\n")
    (group / "memory.stat").write_text(f"anon 5\ninactive_file {cache}\nactive_file 7\n")


def test_without_a_bound_the_machines_memory_counts(group: Path) -> None:
    (group / "memory.max").write_text("max\n")
    assert machine()[0] == psutil.virtual_memory().total


def test_in_a_container_its_own_bound_counts_and_files_in_memory_do_not(group: Path) -> None:
    bound(group, 30 * PAGE, 28 * PAGE, 20 * PAGE)
    assert machine() == (30 * PAGE, 22 * PAGE)
    assert room()


def test_pages_on_their_way_need_room_too_and_some_is_left_for_others(group: Path) -> None:
    bound(group, 30 * PAGE, 20 * PAGE, 0)
    assert [room(coming) for coming in (0, 6, 7, 8)] == [True, True, False, False]


def test_a_full_container_has_no_room(group: Path) -> None:
    bound(group, 30 * PAGE, 29 * PAGE, 0)
    assert not room()
