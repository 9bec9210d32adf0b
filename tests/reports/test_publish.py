"""Publish: a document's files are replaced together or not at all, by one at a time; no litter stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from cba_kit.reports.publish import keep_failed, publish, sweep, turn, write


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_publish_replaces_all_files_and_takes_away_what_shows_an_older_state(tmp_path: Path) -> None:
    publish(tmp_path, "ilze", {"html": b"1", "pdf": b"1", "ipynb": b"1"})
    keep_failed(tmp_path, "ilze", {"ipynb": b"2"})
    publish(tmp_path, "eleni", {"html": b"e"})

    names = publish(tmp_path, "ilze", {"html": b"3", "ipynb": b"3"})

    assert names == {"html": "ilze.html", "ipynb": "ilze.ipynb"}
    assert files(tmp_path) == {"eleni.html": b"e", "ilze.html": b"3", "ilze.ipynb": b"3"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["eleni.html", "ilze.html", "ilze.ipynb"]


def test_publish_puts_all_back_when_one_file_cannot_be_replaced(tmp_path: Path) -> None:
    publish(tmp_path, "ilze", {"html": b"old"})
    (tmp_path / "ilze.pdf").mkdir()  # what a file cannot replace
    (tmp_path / "ilze.pdf/something").write_bytes(b"x")

    with pytest.raises(OSError, match="directory"):
        publish(tmp_path, "ilze", {"html": b"new", "pdf": b"new"})

    assert files(tmp_path) == {"ilze.html": b"old"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_keep_failed_leaves_the_older_documents(tmp_path: Path) -> None:
    publish(tmp_path, "ilze", {"html": b"old", "ipynb": b"old"})

    assert keep_failed(tmp_path, "ilze", {"ipynb": b"new"}) == {"ipynb": "ilze.failed.ipynb"}
    assert keep_failed(tmp_path, "ilze", {}) == {}

    assert files(tmp_path) == {"ilze.failed.ipynb": b"new", "ilze.html": b"old", "ilze.ipynb": b"old"}


def test_turn_belongs_to_one_at_a_time(tmp_path: Path) -> None:
    with (
        turn(tmp_path, "ilze", wait=False) as mine,
        turn(tmp_path, "ilze", wait=False) as other,
        turn(tmp_path, "eleni", wait=False) as hers,
    ):
        assert (mine, other, hers) == (True, False, True)
    with turn(tmp_path, "ilze", wait=False) as again:
        assert again is True
    assert list(tmp_path.iterdir()) == []


def test_turn_many_threads_never_hold_it_together(tmp_path: Path) -> None:
    inside, most = [], []

    def work() -> None:
        for _ in range(50):
            with turn(tmp_path, "ilze", wait=True) as mine:
                inside.append(mine)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1] * 200


def test_sweep_removes_what_a_crash_left_and_nothing_that_is_in_use(tmp_path: Path) -> None:
    publish(tmp_path, "ilze", {"html": b"1"})
    for name in ("ilze", "eleni"):
        (tmp_path / f".{name}.making").mkdir()
        (tmp_path / f".{name}.making/{name}.html").write_bytes(b"half")
    (tmp_path / ".old.lock").touch()
    (tmp_path / ".hidden").write_bytes(b"a trainer's own")

    with turn(tmp_path, "eleni", wait=False):
        sweep(tmp_path)
        found = sorted(path.name for path in tmp_path.iterdir())
    sweep(tmp_path)

    assert found == [".eleni.lock", ".eleni.making", ".hidden", "ilze.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "ilze.html"]


def test_write_replaces_one_file(tmp_path: Path) -> None:
    write(tmp_path / "index.html", b"1")
    write(tmp_path / "index.html", b"2")

    assert files(tmp_path) == {"index.html": b"2"}
