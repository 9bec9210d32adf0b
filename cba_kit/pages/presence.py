"""Presence: who else is in the open workbook now, told from page to page; it is never stored."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person
from cba_kit.pages.groups import named
from cba_kit.pages.incoming import name_of
from cba_kit.pages.visit import Visit
from cba_kit.store.watch import Signal

Message = dict[str, Any]

GONE = 15.0
"""Seconds without a sign of life after which somebody is taken to have gone."""
SIGN = 5.0
"""Seconds between two signs of life in company: three may be lost."""
ALONE = 12.0
"""Seconds between two signs where nobody else was heard: newcomers ask who is here."""
APART = 0.1
"""Seconds between two of our signals at least, however fast the page moves about."""


class Spot(NamedTuple):
    """Where a page is: its sheet (empty: none) and the entry that is being edited, if any."""

    sheet: str = ""
    entry: str | None = None


@dataclass(slots=True)
class _Tab:
    """Another page of the workbook: where it is, since when, and when it was heard last."""

    spot: Spot
    since: float
    heard: float


class Presence:
    """What one page tells the others of the open workbook, and what it knows of them.

    Everything is sent by `speak`, so that the page is listening before it asks who is here.
    """

    def __init__(self, visit: Visit, clock: Callable[[], float]) -> None:
        self._visit = visit
        self._clock = clock
        self._book = ""
        self._client = ""
        self._spot = Spot()
        self._nameless: Set[str] = frozenset()
        self._tabs: dict[tuple[str, str], _Tab] = {}
        self._known: dict[str, Person] = {}
        self._alive = self._spoken = -GONE
        self._owed = self._asks = False
        self._told: list[Message] | None = []

    def enter(self, book: str, nameless: Set[str] = frozenset()) -> None:
        """The page shows a workbook now; it leaves the one before, and asks who is in this one.

        On the sheets that are `nameless` it is not told, by this page or to it, who writes in which entry.
        A page that asks for the same one again has missed something: it is told again who is here.
        """
        self._nameless = nameless
        if book == self._book:
            self._told = None
            return
        self.leave()
        self._book, self._spot, self._told = book, Spot(), []
        self._owed = self._asks = bool(book)

    def leave(self) -> None:
        """The page shows no workbook any more."""
        if self._book and self._client:
            self._announce({"at": None})
        self._book, self._owed = "", False
        self._tabs.clear()

    def alive(self) -> None:
        """The page has given a sign of life: others are told that somebody is here only while it does."""
        self._alive = self._clock()

    def come(self, client: str) -> None:
        """The page has said its name."""
        self._owed |= client != self._client
        self._client = client

    def move(self, client: str, sheet: object, entry: object) -> None:
        """The page is at another place; of what it sends, only what can name a place is passed on."""
        spot = Spot(name_of(sheet) or "", name_of(entry))
        self._owed |= spot != self._spot or client != self._client
        self._client, self._spot = client, spot

    def hear(self, signal: Signal) -> None:
        """Take what another page says about itself. What this person does in other tabs is left out."""
        who, at = signal.get("who"), signal.get("at")
        if not isinstance(who, dict) or signal.get("book") != self._book:
            return
        person, client = str(who.get("person")), str(who.get("client"))
        if person == self._visit.person.id:
            return
        if not isinstance(at, dict):
            self._tabs.pop((person, client), None)
            return
        now, spot = self._clock(), Spot(name_of(at.get("sheet")) or "", name_of(at.get("entry")))
        before = self._tabs.get((person, client))
        since = before.since if before and before.spot == spot else now
        self._tabs[person, client] = _Tab(spot, since, now)
        self._owed |= bool(signal.get("ask"))

    def wait(self) -> float:
        """Return in how many seconds there is something to say."""
        now = self._clock()
        if not self._book or not self._client or now - self._alive >= GONE:
            return GONE
        gap = APART if self._owed else SIGN if self._tabs else ALONE
        return max(0.0, self._spoken + gap - now)

    def speak(self) -> None:
        """Tell the others where this page is, if that is due."""
        if self.wait() > 0:
            return
        self._announce({"at": self._told_of(self._spot)} | ({"ask": True} if self._asks else {}))
        self._spoken = self._clock()
        self._owed = self._asks = False

    def news(self) -> Message | None:
        """Return who is here, if that has changed since it was told last."""
        now = self._clock()
        self._tabs = {key: tab for key, tab in self._tabs.items() if now - tab.heard < GONE}
        people = self._people()
        if people == self._told:
            return None
        self._told = people
        return {"t": "presence", "workbook": self._book, "people": people}

    def _people(self) -> list[Message]:
        """One line a person: where they moved last."""
        latest: dict[str, tuple[float, Message]] = {}
        for (person_id, client), tab in self._tabs.items():
            person = self._person(person_id)
            if person is not None and tab.since >= latest.get(person_id, (0.0, {}))[0]:
                line = named(person) | self._told_of(tab.spot) | {"client": client}
                latest[person_id] = (tab.since, line)
        return sorted((line for _, line in latest.values()), key=lambda line: (line["name"], line["id"]))

    def _told_of(self, spot: Spot) -> Message:
        return {"sheet": spot.sheet, "entry": None if spot.sheet in self._nameless else spot.entry}

    def _person(self, person_id: str) -> Person | None:
        if person_id not in self._known:
            try:
                self._known[person_id] = self._visit.store.people.person(person_id)
            except NotFoundError:
                return None
        return self._known[person_id]

    def _announce(self, what: Message) -> None:
        who = {"person": self._visit.person.id, "client": self._client}
        self._visit.store.watch.announce({"book": self._book, "who": who} | what)
