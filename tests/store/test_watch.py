"""The watch: signals reach who listens, only them, and whatever goes wrong with them stops no writer."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from cba_kit.store import Store
from cba_kit.store.watch import RELAY, Ear, Watch

from .hand import Hand, written

Clock = Callable[[], datetime]


@pytest.fixture
def base() -> Iterator[Path]:
    """A short folder: the paths of sockets may not be long."""
    with tempfile.TemporaryDirectory(prefix="w-") as folder:
        yield Path(folder)


def listening(watch: Watch, book: str = "ilze") -> Ear:
    ear = watch.listen(book)
    assert ear is not None
    return ear


STRANGER = 12345
"""Nobody's number on this machine."""


def room_of(base: Path) -> Path:
    """Return the folder that a watch on “db” uses, without making it."""
    ear = listening(Watch("db", base=base))
    (room,) = base.iterdir()
    ear.close()
    return room


def test_a_signal_reaches_all_who_listen_for_the_workbook_and_nobody_else(base: Path) -> None:
    """Also those of another object over the same database; not those of other workbooks and databases."""
    here, there = listening(Watch("db", base=base)), listening(Watch("db", base=base))
    other_book = listening(Watch("db", base=base), "eleni")
    other_database = listening(Watch("another", base=base))
    Watch("db", base=base).announce({"book": "ilze", "version": 3}, {"book": "ilze", "version": 4})
    expected = [{"book": "ilze", "version": 3}, {"book": "ilze", "version": 4}]
    assert [here.heard(), there.heard(), other_book.heard(), other_database.heard()] == [
        expected,
        expected,
        [],
        [],
    ]
    assert here.heard() == []


def test_a_relay_hears_everything_that_is_not_from_a_relay(base: Path) -> None:
    watch = Watch("db", base=base)
    relay = listening(watch, RELAY)
    watch.announce({"book": "ilze", "version": 3})
    watch.announce({"book": "ilze", "version": 4}, across=False)
    assert relay.heard() == [{"book": "ilze", "version": 3}]


def test_another_process_is_heard_and_leaves_no_socket_behind_when_it_is_killed(base: Path) -> None:
    """It cannot say goodbye; the next signal takes its socket away."""
    script = (
        "import os, sys; from pathlib import Path; from cba_kit.store.watch import Watch\n"
        "watch = Watch('db', base=Path(sys.argv[1])); ear = watch.listen('ilze')\n"
        "watch.announce({'book': 'ilze', 'version': 7}); os._exit(9)"
    )
    ear = listening(Watch("db", base=base))
    subprocess.run([sys.executable, "-c", script, str(base)], check=False)
    assert ear.heard() == [{"book": "ilze", "version": 7}]
    (room,) = base.iterdir()
    assert len(list(room.iterdir())) == 2
    Watch("db", base=base).announce({"book": "ilze", "version": 8})
    assert len(list(room.iterdir())) == 1
    assert ear.heard() == [{"book": "ilze", "version": 8}]


def test_tidying_up_takes_the_sockets_of_the_dead_and_leaves_those_of_the_living(base: Path) -> None:
    """A server ends its pages at once: the last one to close the store leaves no folder behind."""
    script = (
        "import os, sys; from pathlib import Path; from cba_kit.store.watch import Watch\n"
        "ear = Watch('db', base=Path(sys.argv[1])).listen('eleni'); os._exit(9)"
    )
    watch = Watch("db", base=base)
    watch.tidy()
    ear = listening(watch)
    subprocess.run([sys.executable, "-c", script, str(base)], check=False)
    watch.tidy()
    (room,) = base.iterdir()
    assert (len(list(room.iterdir())), ear.lost, ear.heard()) == (1, False, [])
    subprocess.run([sys.executable, "-c", script, str(base)], check=False)
    ear.close()
    assert room.exists()
    watch.tidy()
    assert not room.exists()


def test_a_listener_that_does_not_read_keeps_nobody_waiting(base: Path) -> None:
    ear = listening(Watch("db", base=base))
    for version in range(2000):
        Watch("db", base=base).announce({"book": "ilze", "version": version})
    assert ear.heard()[0] == {"book": "ilze", "version": 0}


def test_what_is_not_from_us_is_left_out(base: Path) -> None:
    ear = listening(Watch("db", base=base))
    (path,) = room_of(base).iterdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
        for content in (b"\xff\x00", b"[1]", b"{", b'{"book": "ilze", "version": 1}'):
            mouth.sendto(content, str(path))
    assert ear.heard() == [{"book": "ilze", "version": 1}]


def test_the_folder_is_private_and_goes_with_the_last_listener(base: Path) -> None:
    first, second = listening(Watch("db", base=base)), listening(Watch("db", base=base))
    (room,) = base.iterdir()
    assert stat.S_IMODE(room.stat().st_mode) == 0o700
    first.close()
    assert not second.lost
    second.close()
    assert list(base.iterdir()) == []
    assert second.lost


@pytest.mark.parametrize("attack", ["open to others", "a link", "of another user", "a file"])
def test_a_folder_that_is_not_ours_alone_is_not_used(
    base: Path, attack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody was there first, waiting for signals: nothing is heard there and nothing is told there."""
    room, name = room_of(base), next(_names(base))
    if attack == "of another user":  # as seen by somebody else than who made it
        room = room.with_name(room.name.replace(f"cba-{os.geteuid()}-", f"cba-{STRANGER}-"))
        monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    trap = base / "trap"
    (trap if attack == "a link" else room).mkdir(mode=0o700)
    spy = Ear(trap if attack == "a link" else room, name)
    if attack == "open to others":
        room.chmod(0o755)
    elif attack == "a link":
        room.symlink_to(trap)
    elif attack == "a file":
        spy.close()
        room.write_text("")
    watch = Watch("db", base=base)
    assert watch.listen("ilze") is None
    watch.announce({"book": "ilze", "version": 1})
    assert attack == "a file" or spy.heard() == []


def _names(base: Path) -> Iterator[str]:
    """Yield how listeners of “ilze” are called."""
    with tempfile.TemporaryDirectory(dir=base) as other:
        ear = listening(Watch("db", base=Path(other)))
        (path,) = next(Path(other).iterdir()).iterdir()
        ear.close()
    yield path.name.partition("-")[0]


def test_a_folder_too_deep_for_sockets_is_not_used(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    watch = Watch("db", base=deep)
    assert watch.listen("ilze") is None
    watch.announce({"book": "ilze", "version": 1})


def test_whoever_is_told_of_a_change_can_read_it(filled: Store) -> None:
    """The signal comes after the commit, with the version; what changed nothing is not told."""
    ear = listening(filled.watch)
    try:
        receipt = Hand(filled).put("n1", {"text": "Sawmills"})
        assert ear.heard() == [{"book": "ilze", "version": receipt.version}]
        assert written(filled) == {"n1": {"text": "Sawmills"}}
        repeated = Hand(filled).operation("n1", {"text": "Sawmills"})
        Hand(filled).send([repeated])
        assert ear.heard() == []
    finally:
        ear.close()


def test_writing_goes_on_where_signals_cannot(filled: Store, clock: Clock, tmp_path: Path) -> None:
    """The folder's place is a file: nothing can be listed, made or told there."""
    place = tmp_path / "file"
    place.write_text("")
    store = Store(filled.database, clock, Watch("db", base=place))
    assert store.watch.listen("ilze") is None
    Hand(store).put("n1", {"text": "Sawmills"})
    assert written(store) == {"n1": {"text": "Sawmills"}}


def test_all_processes_of_one_database_find_each_other(filled: Store, clock: Clock) -> None:
    """The same database opened twice has the same name; a backup beside it has another."""
    again = Store(filled.database, clock)
    ear = listening(again.watch)
    try:
        Hand(filled).put("n1", {"text": "Sawmills"})
        assert ear.heard() == [{"book": "ilze", "version": 1}]
    finally:
        ear.close()
