"""Limits: how much one address, one person or one page may ask for, so that the others are still served.

A whole class may sit behind one address, that of the hotel's wifi. So what is limited by address is only
what nobody signed in for; who is signed in is limited as a person.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

LARGEST_REQUEST = 64 * 1024
"""Bytes of a request's body; forms and the browser's message that a tab was closed are far smaller."""
LARGEST_DISCARDED = 16 * 1024 * 1024
"""Bytes of a body that is too large and still read to its end, so that the refusal can be read, too."""
LONGEST_ADDRESS = 4 * 1024
"""Characters of a request's address."""
LARGEST_HEAD = 16 * 1024
"""Bytes of a request's headers; the largest that browsers send is the cookie, far smaller."""
LARGEST_MESSAGE = 1024 * 1024
"""Bytes of one message from a page to its kernel."""
SLOWEST_HEAD = 15
"""Seconds that a connection may be open without a whole request."""
SLOWEST_BODY = 15
"""Seconds that a request's body may take."""
STRANGERS = 300
"""Connections from one address on which nobody has signed in; a class that joins at once needs fewer."""
OWN = 60
"""Connections of one person, besides the sockets of their pages; a browser opens six."""
SOCKETS = 4
"""Sockets to one page's kernel; one is enough, but a lost one may linger until its ping fails."""
GUESSES = 20
"""Wrong links that one address may try at once …"""
GUESS_EVERY = 3.0
"""… and seconds until it may try one more."""
BURST = 400.0
"""Messages of a page at once: what was kept on the device while the connection was lost …"""
STEADY = 50.0
"""… and messages a second after that; somebody who types fast sends five."""
WEIGHT = 16 * 1024
"""Bytes of a message that count as one message more."""
KEPT = 10_000
"""Addresses that are remembered; then the one that asked longest ago is forgotten."""

Clock = Callable[[], float]


class Bucket:
    """A bucket of tokens: `most` at once, and `rate` new ones a second."""

    def __init__(self, most: float, rate: float, clock: Clock = time.monotonic) -> None:
        self._most = most
        self._rate = rate
        self._clock = clock
        self._tokens = most
        self._at = clock()

    def take(self, cost: float = 1) -> float:
        """Take tokens, on credit if need be; return the seconds until they would have been there."""
        now = self._clock()
        self._tokens = min(self._most, self._tokens + (now - self._at) * self._rate) - cost
        self._at = now
        return max(0.0, -self._tokens / self._rate)

    def give_back(self, cost: float = 1) -> None:
        """Put tokens back that were taken for nothing."""
        self._tokens += cost


class Guesses:
    """Wrong links, by address. A right link always opens: the guesser may be somebody else in the room."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wrong(self, address: str) -> float:
        """Note a wrong link; return 0, or the seconds to wait when there were too many."""
        bucket = self._buckets.setdefault(address, Bucket(GUESSES, 1 / GUESS_EVERY, self._clock))
        self._buckets.move_to_end(address)
        if len(self._buckets) > KEPT:
            self._buckets.popitem(last=False)
        wait = bucket.take()
        if wait:
            bucket.give_back()  # who goes on guessing is not shut out for longer and longer
        return wait


class Pace:
    """One socket's messages. Who sends too many is not cut off but read more slowly; nothing is lost."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._bucket = Bucket(BURST, STEADY, clock)

    async def turn(self, size: int) -> bool:
        """Wait until a message of `size` bytes may pass; tell whether it had to wait.

        While this waits, tornado reads nothing more from the socket, so that the sender has to wait, too.
        """
        wait = self._bucket.take(1 + size / WEIGHT)
        if wait:
            await asyncio.sleep(wait)
        return wait > 0
