"""Crowd: the open connections, so that nobody holds so many that others cannot come in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from cba_kit.server.limits import OWN, STRANGERS


@dataclass(slots=True)
class _Caller:
    key: str
    most: int
    hang_up: Callable[[], None]
    busy: bool = False


class Crowd:
    """Open connections, each counted for an address or, once somebody has signed in on it, for a person.

    When there are too many for one of them, its oldest idle one gives way: who holds hundreds open
    without a word loses them, and the neighbour behind the same address gets in.
    """

    def __init__(self) -> None:
        self._callers: OrderedDict[Hashable, _Caller] = OrderedDict()
        self._counts: dict[str, int] = {}

    def came(self, connection: Hashable, address: str, hang_up: Callable[[], None]) -> None:
        """Count a new connection; it belongs to its address until more is known."""
        self._callers[connection] = _Caller(address, STRANGERS, hang_up)
        self._add(address, STRANGERS)

    def is_for(self, connection: Hashable, *, address: str, person: str | None) -> None:
        """Count a connection for whom its present request comes from."""
        caller = self._callers.get(connection)
        if caller is None:
            return
        caller.busy = True
        key, most = (f"person {person}", OWN) if person else (address, STRANGERS)
        if key != caller.key:
            self._drop(caller.key)
            caller.key, caller.most = key, most
            self._add(key, most)

    def rests(self, connection: Hashable) -> None:
        """Note that the connection's request was answered."""
        if connection in self._callers:
            self._callers[connection].busy = False

    def left(self, connection: Hashable) -> None:
        """Forget a connection that was closed, or that became a page's socket."""
        caller = self._callers.pop(connection, None)
        if caller is not None:
            self._drop(caller.key)

    def count(self, key: str) -> int:
        """Return how many connections are counted for an address, or for “person <id>”."""
        return self._counts.get(key, 0)

    def busy(self) -> int:
        """Return on how many connections a request is under way."""
        return sum(caller.busy for caller in self._callers.values())

    def _add(self, key: str, most: int) -> None:
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > most:
            theirs = [(each, caller) for each, caller in self._callers.items() if caller.key == key]
            connection, caller = next((pair for pair in theirs if not pair[1].busy), theirs[0])
            self.left(connection)
            caller.hang_up()

    def _drop(self, key: str) -> None:
        self._counts[key] -= 1
        if not self._counts[key]:
            del self._counts[key]
