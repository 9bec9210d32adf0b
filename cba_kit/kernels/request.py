"""A request to fork: what the child shall run, and in which surroundings."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

CHUNK = 65536
"""Bytes read at once."""


class ForkError(Exception):
    """Nothing was forked; the words say why. Whoever asked starts an ordinary process instead."""


@dataclass(frozen=True, slots=True)
class ForkRequest:
    """What a child is asked to be.

    `target` is “module:function”; it is called with `arguments`, which JSON must be able to say. What it
    returns does not matter: the child's exit code is 0, that of a SystemExit, or 1 after another error.
    `env` is the whole environment of the child, `cwd` its working directory (empty: the parent's), and
    `log` the file to which its stdout and stderr are appended (empty: nobody hears them). `preload` names
    modules that the parent loads first, for this child and all later ones; none of them may start a thread.
    """

    target: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = ""
    log: str = ""
    preload: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse what no child could make sense of."""
        module, _, function = self.target.partition(":")
        if not (module and function.isidentifier()):
            raise ValueError(f"“{self.target}” is not module:function.")
        if self.log and not Path(self.log).is_absolute():
            raise ValueError(f"The log “{self.log}” is not an absolute path.")

    def send(self, line: socket.socket) -> None:
        """Write the request to `line`, and end what is written there."""
        line.sendall(json.dumps(asdict(self)).encode())
        line.shutdown(socket.SHUT_WR)

    @classmethod
    def receive(cls, line: socket.socket) -> ForkRequest:
        """Read what `send` wrote."""
        parts = []
        while part := line.recv(CHUNK):
            parts.append(part)
        return cls(**json.loads(b"".join(parts)))
