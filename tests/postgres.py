"""A PostgreSQL of our own, for tests: made in a temporary folder, started, struck down and started again."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

PORTS = range(10_000, 32_000)
"""Ports that no system gives to a connection that goes out: nobody takes one while its server is away."""


class Cluster:
    """One database server that belongs to a test; run by another user where we are root, who may not."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cba-pg-"))
        self.port = free_port()
        self._user = _other_user() if os.geteuid() == 0 else None
        if self._user is not None:
            self.folder.chmod(0o755)
            shutil.chown(self.folder, self._user)
        self._run("initdb", "-U", "cba", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    @property
    def url(self) -> str:
        """The address of the server; a database's name is still to be added."""
        return f"postgresql+psycopg://cba@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until connections can be made."""
        # a zone of its own, so that a time that lost its zone on the way is seen
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off"
        self._run(
            "pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", f"{options} -c timezone=Asia/Kathmandu", "start"
        )

    def strike(self) -> None:
        """Stop without any goodbye: whatever was not committed is gone, and every connection with it."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        """Stop for good and leave nothing behind."""
        self.strike()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        command = [_program(name), "-D", f"{self.folder}/data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=self._user, cwd="/")


def free_port() -> int:
    """Return a port that nobody uses now, and that nobody is given who asks for any port."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _program(name: str) -> str:
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        raise RuntimeError(f"{name} was not found: sudo apt-get install postgresql")
    return found


def _other_user() -> str:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return "nobody"
    return "postgres"
