"""Demand: how many pages should be ready before anyone comes, by programme and people."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cba_kit.errors import CbaError
from cba_kit.model.edition import Edition
from cba_kit.server.links import last_day
from cba_kit.server.notebooks import Kind, home_of, kind_of
from cba_kit.server.site import Site

log = logging.getLogger(__name__)

BEFORE = timedelta(minutes=15)
"""How long before a session starts all pages are ready (filling takes less than a minute)."""
AFTER = timedelta(minutes=15)
"""How long after its start people still come."""
MARGIN = 1.1
"""Pages for each person who may come: some open two, some load again."""
USUAL = 3
"""Pages of a kind that are ready at other times."""
REFRESHED = 60.0
"""Seconds between two looks at who may come."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An edition, and how many of its people have each kind of page as their home."""

    edition: Edition
    homes: Mapping[Kind, int]


def demand(
    expected: Iterable[Expected], moment: datetime, present: Mapping[Kind, int], *, most: int | None = None
) -> dict[Kind, int]:
    """Return how many pages of each kind should be ready at `moment`.

    `present` counts the people who have such a page open already; `most` bounds the sum, the kinds with
    the most people keep their part.
    """
    wanted: Counter[Kind] = Counter()
    usual: dict[Kind, int] = {}
    for each in expected:
        soon = each.edition.starts_near(moment, before=BEFORE, after=AFTER)
        for kind, people in each.homes.items():
            usual[kind] = min(USUAL, usual.get(kind, 0) + people)
            if soon:
                wanted[kind] += people
    found = {
        kind: max(usual[kind], math.ceil(MARGIN * max(0, wanted[kind] - present.get(kind, 0))))
        for kind in usual
    }
    if most is None or sum(found.values()) <= most:
        return found
    share = most / sum(found.values())
    return {kind: math.floor(count * share) for kind, count in found.items()}


class Forecast:
    """Knows the people and the programme, and says how many pages should be ready now."""

    def __init__(self, site: Site, *, present: Callable[[], Mapping[Kind, int]], most: int | None) -> None:
        self._site = site
        self._present = present
        self._most = most
        self._expected: list[Expected] = []

    def wanted(self) -> dict[Kind, int]:
        """Return how many pages of each kind should be ready now."""
        return demand(self._expected, self._site.academy.now(), self._present(), most=self._most)

    async def refresh(self) -> None:
        """Ask the store who may come."""
        try:
            self._expected = await asyncio.to_thread(self._ask)
        except CbaError as error:
            log.error("who may come cannot be found out: %s", error)

    async def run(self) -> None:
        """Ask again and again, until cancelled."""
        while True:
            await asyncio.sleep(REFRESHED)
            await self.refresh()

    def _ask(self) -> list[Expected]:
        site, found = self._site, []
        for code in site.store.people.editions():
            edition = site.library.edition(code)
            if last_day(edition) < site.academy.now().astimezone(edition.zone).date():
                continue
            homes = Counter(kind_of(site, person, home_of(person)) for person in site.store.people.of(code))
            found.append(Expected(edition, homes))
        return found
