"""Watching: processes on one host tell each other at once that a workbook has changed.

Each listener has a datagram socket in a private folder, one folder a database; whoever writes sends a
few bytes to the sockets of that workbook. Nothing depends on it: a signal that is lost, or a system
without such sockets, only means that a page looks later, see `Journal.since`.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

Signal = Mapping[str, Any]
"""What is told. `book` is the workbook's id; the other keys are for those who send and hear."""
LARGEST = 8000
"""Bytes of a signal at most: what PostgreSQL carries from host to host."""
LONGEST = 100
"""Characters that the path of a socket may have on every system."""
RELAY = "relay"
"""What the sockets of a server's relay are named: it hears the signals that have to go to other hosts."""


class Ear:
    """One listener's socket. Ask `heard` when `fileno` has something to read; close it at the end."""

    def __init__(self, room: Path, name: str) -> None:
        self._path = room / f"{name}-{secrets.token_hex(4)}"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            self._socket.setblocking(False)
            self._socket.bind(str(self._path))
        except OSError:
            self._socket.close()
            raise

    def fileno(self) -> int:
        """Return the descriptor that an event loop waits for."""
        return self._socket.fileno()

    @property
    def lost(self) -> bool:
        """Tell whether nobody can reach it any more: somebody tidied the folder up."""
        return not self._path.exists()

    def heard(self) -> list[Signal]:
        """Return the signals that have come since the last call, oldest first; never wait for one."""
        found: list[Signal] = []
        while True:
            try:
                said = json.loads(self._socket.recv(LARGEST))
            except OSError:
                return found  # that was all
            except ValueError:
                continue  # not from us
            if isinstance(said, dict):
                found.append(said)

    def close(self) -> None:
        """Stop listening, and leave nothing behind."""
        self._socket.close()
        with suppress(OSError):
            self._path.unlink()
        with suppress(OSError):
            self._path.parent.rmdir()  # only the last one finds it empty


class Watch:
    """The listeners of one database on this host.

    `identity` names the database, the same in all its processes; `base` is where private folders lie.
    Signals are taken only from a folder that nobody else can enter: one that is there already and is not
    ours, or is open to others, is not used.
    """

    def __init__(self, identity: str, *, base: Path | None = None) -> None:
        user = os.geteuid() if hasattr(os, "geteuid") else 0
        name = f"cba-{user}-{sha256(identity.encode()).hexdigest()[:12]}"
        self._user = user
        self._room = (base or Path(tempfile.gettempdir())) / name

    def listen(self, book: str) -> Ear | None:
        """Hear what is told of a workbook from now on; None where this system has no way to."""
        name = _topic(book)
        if not hasattr(socket, "AF_UNIX") or len(f"{self._room}/{name}-00000000") > LONGEST:
            return None
        try:
            for _ in range(3):  # the last listener may remove the folder just now
                with suppress(FileNotFoundError):
                    with suppress(FileExistsError):
                        self._room.mkdir(mode=0o700)
                    if self._is_private():
                        return Ear(self._room, name)
                    log.warning("signals are not used: %s is not private to this user", self._room)
                    return None
        except OSError as error:
            log.warning("signals cannot be heard in %s: %s", self._room, error.strerror)
        return None

    def announce(self, *signals: Signal, across: bool = True) -> None:
        """Tell the listeners of each signal's workbook; `across` tells the relays, too, for other hosts.

        Never waits and never fails: it is called after a commit, by a page that has to answer.
        """
        told: dict[str, list[bytes]] = {}
        for signal in signals:
            content = json.dumps(signal).encode()
            for topic in (_topic(str(signal["book"])), *((RELAY,) if across else ())):
                told.setdefault(topic, []).append(content)
        with suppress(OSError):  # nobody has listened yet
            if not self._is_private():
                return
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
                mouth.setblocking(False)
                for path in self._room.iterdir():
                    for content in told.get(path.name.partition("-")[0], ()):
                        _send(mouth, path, content)

    def tidy(self) -> None:
        """Remove what processes left behind that were killed, and the folder if nobody listens any more."""
        with suppress(OSError):  # nobody has listened, or somebody does
            if not self._is_private():
                return
            for path in self._room.iterdir():
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
                    try:
                        probe.connect(str(path))
                    except ConnectionRefusedError:
                        path.unlink(missing_ok=True)
            self._room.rmdir()

    def _is_private(self) -> bool:
        found = self._room.lstat()  # of the folder itself, should it be a link
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self._user and not found.st_mode & 0o077


def _topic(book: str) -> str:
    """Return how the names of a workbook's listeners begin."""
    return book if book == RELAY else sha256(book.encode()).hexdigest()[:12]


def _send(mouth: socket.socket, path: Path, content: bytes) -> None:
    try:
        mouth.sendto(content, str(path))
    except ConnectionRefusedError:  # its process has ended without a goodbye
        with suppress(OSError):
            path.unlink()
    except OSError:
        pass  # full: it has something to wake up for; gone: it needs nothing
