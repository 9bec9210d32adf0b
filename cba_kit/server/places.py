"""Places: the queue of people who wait for a page; a place is kept while its visitor asks again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from cba_kit.server.making import Page
from cba_kit.server.notebooks import Kind

GRACE = 20.0
"""Seconds for which a place, or a page kept for it, outlives the last sign of its visitor."""


class Full(Exception):  # noqa: N818  # a visitor is told to wait; nothing went wrong
    """No page yet; `place` is the visitor's in the queue, from 1."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


class Visitor(NamedTuple):
    """Who waits for what: a person has one place for a kind of page, however often they ask."""

    person: str
    kind: Kind


class _Place:
    def __init__(self, now: float) -> None:
        self.page: asyncio.Future[Page] = asyncio.get_running_loop().create_future()
        self.seen = now
        self.here = 0
        """Requests that wait at this place now."""


class Places:
    """The queue: who came first is served first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._places: dict[Visitor, _Place] = {}

    def __contains__(self, visitor: Visitor) -> bool:
        return visitor in self._places

    def waiting(self) -> Counter[Kind]:
        """Count the people for whom there is no page yet, by what they wait for; in their order."""
        return Counter(visitor.kind for visitor, place in self._places.items() if not place.page.done())

    def join(self, visitor: Visitor) -> None:
        """Take a place at the end, or stay at the one there is."""
        self._places.setdefault(visitor, _Place(self._clock()))

    async def wait(self, visitor: Visitor, patience: float) -> Page | None:
        """Return the visitor's page; None when another tab of theirs has taken it.

        Raises Full when there is none after `patience` seconds, or what `fail` was told.
        """
        place = self._places[visitor]
        place.here += 1
        try:
            async with asyncio.timeout(patience):
                page = await asyncio.shield(place.page)
        except TimeoutError:
            raise Full(self.number(visitor)) from None
        except Exception:  # the notebook failed; who asks again begins anew
            self._places.pop(visitor, None)
            raise
        finally:
            place.here -= 1
            place.seen = self._clock()
        if self._places.get(visitor) is not place:
            return None
        del self._places[visitor]
        return page

    def number(self, visitor: Visitor) -> int:
        """Return a visitor's place from 1, or 0 when a page is kept for them; who asks, waits."""
        place = self._places.get(visitor)
        if place is None or place.page.done():
            return 0
        place.seen = self._clock()
        return [each for each in self._places.values() if not each.page.done()].index(place) + 1

    def serve(self, page: Page) -> bool:
        """Give a page to whoever waits longest for its kind; False when nobody does."""
        for visitor, place in self._places.items():
            if visitor.kind == page.kind and not place.page.done():
                place.page.set_result(page)
                return True
        return False

    def fail(self, kind: Kind, error: Exception) -> None:
        """Tell all who wait for a kind of page that there will be none."""
        for visitor, place in self._places.items():
            if visitor.kind == kind and not place.page.done():
                place.page.set_exception(error)
                with suppress(Exception):
                    place.page.exception()  # somebody who has left does not come to hear it

    def leave(self) -> list[Page]:
        """Forget the places whose visitors have left; return the pages that were kept for them."""
        now, kept = self._clock(), []
        for visitor, place in list(self._places.items()):
            if place.here or now - place.seen < GRACE:
                continue
            del self._places[visitor]
            if place.page.done() and place.page.exception() is None:
                kept.append(place.page.result())
        return kept
