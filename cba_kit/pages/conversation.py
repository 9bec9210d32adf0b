"""The conversation with one page: hello → snapshot, op → ack, draw → drawing, ping → pong, others' edits."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cba_kit.errors import CbaError, StoreError
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Workbook, Writer
from cba_kit.pages.ack import ack, lacking, turned_away
from cba_kit.pages.aftermath import Aftermath
from cba_kit.pages.drawings import draw
from cba_kit.pages.golden import answer_golden
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.history import PAST, Past
from cba_kit.pages.incoming import client_name, kind_of, name_of, operations_of
from cba_kit.pages.intake import Intakes
from cba_kit.pages.leading import lead
from cba_kit.pages.lookout import Lookout
from cba_kit.pages.plenary import panel
from cba_kit.pages.presence import Presence
from cba_kit.pages.rights import group_workbook, kinds_in_group, rules
from cba_kit.pages.rounds import Rounds
from cba_kit.pages.sight import Sight, staged
from cba_kit.pages.snapshot import entry_json, snapshot, state
from cba_kit.pages.visit import Visit
from cba_kit.store.watch import Signal

log = logging.getLogger(__name__)

Message = Mapping[str, Any]


class Conversation:
    """Answers one page's messages about one workbook at a time.

    A participant's own workbook is open from the start, and their group's beside it can be opened; a
    coach's page opens one after another with `show`. Whatever comes in is checked; nothing that a page
    sends can stop the conversation.
    """

    def __init__(
        self,
        visit: Visit,
        workbook: Workbook | None,
        kinds: frozenset[EntryKind],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.visit = visit
        self.own = workbook
        self.workbook = workbook
        self.kinds = kinds
        self.extra: Callable[[], dict[str, Any]] = dict
        """More for the snapshot: what a coach's page adds."""
        self.presence = Presence(visit, clock)
        self.aftermath = Aftermath(clock)
        self.past = Past(visit)
        self.intakes = Intakes(visit)
        self._own_kinds = kinds
        self._seen = 0
        self._people = ""
        self.rounds = Rounds(visit)
        self._lookout: Lookout | None = None
        self._watching: asyncio.Task[None] | None = None

    def answer(self, message: Message) -> Iterable[Message]:
        """Return the replies to one message."""
        try:
            yield from self._answer(message)
        except StoreError as error:  # what the page sent was not refused: it keeps it and sends it again
            log.warning("a page's message waits for the database: %s", error.what)
            yield {"t": "error", "message": self.visit.texts["errors.not_now"], "again": True}
        except CbaError as error:
            yield {"t": "error", "message": str(error)}
        except Exception as error:  # no traceback for the page, no words for the log
            where = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            log.error("%s while answering a page:\n%s", type(error).__name__, where)
            yield {"t": "error", "message": self.visit.texts["errors.not_understood"]}
        finally:
            self.presence.alive()
            if self._lookout is not None:
                self._lookout.wake()

    def _answer(self, message: Message) -> Iterable[Message]:
        kind = kind_of(message)
        if kind == "ping":
            yield {"t": "pong"}
        elif kind == "hello":
            self.presence.come(client_name(message.get("client")))
            yield from list(self._closing()) or [self.greet()]
        elif kind == "op":
            yield from self._write(message)
        elif kind == "open":
            yield from self._open(message)
        elif kind == "here":
            self._move(message)
        elif kind == "stage":
            yield from lead(self.visit, message)
            yield from self.news()
        elif kind == "panel":
            yield panel(self.visit, message)
        elif kind == "golden":
            yield from self._closing()
            if self.workbook is not None:
                yield answer_golden(self.visit, self.workbook)
        elif kind == "weigh":
            yield from self.intakes.weigh(self._named(message), message)
        elif kind == "bring":
            answers = list(self.intakes.bring(self._named(message), message))
            yield from self.news()  # the page shows what came in before it says so
            yield from answers
        elif kind in PAST:
            yield from self._closing()
            yield from self.past.answer(self.workbook, self.kinds, message)
        elif kind == "draw":
            yield from self._closing()
            if self.workbook is not None:
                yield from draw(self.visit, self.workbook, message)
        else:
            yield {"t": "error", "message": self.visit.texts["errors.not_understood"]}

    def greet(self) -> Message:
        """Return the snapshot: everything that the page shows."""
        with self.visit.store.reading():
            if self.workbook is not None:
                self.workbook = self.visit.store.journal.workbook(self.workbook.id)
                self._seen = self.workbook.version
            shown = snapshot(self.visit, self.workbook, self.kinds, own=self.own) | self.extra()
            self.rounds.told(shown["rounds"])
            veiled = Sight(self.visit, self.workbook).nameless if self.workbook is not None else set()
        self.presence.enter(self.topic, veiled)
        self.aftermath.forget()
        return shown

    def show(self, workbook: Workbook | None, kinds: frozenset[EntryKind]) -> None:
        """Talk about another workbook from now on; the caller has checked that the visitor may."""
        self.workbook, self.kinds = workbook, kinds

    def watch(self, send: Callable[[Message], None]) -> None:
        """Look for others' edits from now on and hand them to `send`."""
        if self._watching is None or self._watching.done():
            self._lookout = Lookout(self.visit.store, self, send)
            self._watching = asyncio.get_running_loop().create_task(self._lookout.run())

    @property
    def topic(self) -> str:
        """The id of the open workbook, or an empty text."""
        return self.workbook.id if self.workbook is not None else ""

    def wait(self) -> float:
        """Return in how many seconds there is something to tell, by this page or to it."""
        return min(self.presence.wait(), self.aftermath.wait())

    def look(self, signals: Sequence[Signal], *, everything: bool) -> Iterable[Message]:
        """Return what others did and what follows from edits; `everything` asks the store in any case."""
        told = [signal for signal in signals if signal.get("book") == self.topic]
        for signal in told:
            self.presence.hear(signal)
        newest = max((v for s in told if isinstance(v := s.get("version"), int)), default=0)
        people = next((mark for s in reversed(told) if (mark := s.get("people"))), self._people)
        moved = people != self._people and not self._at_own
        if everything or moved or newest > self._seen:
            yield from self.news()
        self._people = people
        blind = self.rounds.blind
        yield from self.rounds.news(told, everything=everything)
        self.presence.speak()  # after a new stage is known: it may say that nobody is named
        if self.rounds.blind != blind and self._at_anothers:
            yield self.greet()  # what others than its owner may know of it has changed
        here = self.presence.news()
        if here is not None:
            yield here
        sheets, home = self.aftermath.take()
        if self.workbook is not None and (sheets or home):
            yield state(self.visit, self.workbook, touched=sheets, with_home=home)

    def news(self) -> Iterable[Message]:
        """Return what others changed since the last look, while the visitor may still see it."""
        with self.visit.store.reading():
            closed = list(self._closing())
            seen = self.visit.store.journal.since(self.topic, self._seen) if self.topic else (0, [])
        yield from closed
        version, changed = seen
        if self.workbook is None or version <= self._seen:
            return
        if self.workbook.owner_kind == "group" and staged(changed):
            yield self.greet()
            return
        self._seen = version
        self.aftermath.edited(entry.sheet for entry in changed)
        entries = [entry_json(entry) for entry in Sight(self.visit, self.workbook).of(changed)]
        yield {"t": "ops", "workbook": self.workbook.id, "version": version, "entries": entries}

    def writable(self, workbook_id: str) -> tuple[Workbook, frozenset[EntryKind]] | None:
        """Return a workbook and what the page may write in it now; None where it is not the visitor's.

        It need not be the open one: a page that was offline sends what waited also after another was opened.
        """
        if self.workbook is not None and self.workbook.id == workbook_id:
            kinds = self.kinds_now(self.workbook)
            return (self.workbook, kinds) if kinds is not None else None
        if self.own is not None and self.own.id == workbook_id:
            return self.own, self._own_kinds
        return group_workbook(self.visit, workbook_id)

    def kinds_now(self, workbook: Workbook) -> frozenset[EntryKind] | None:
        """Return what the visitor may write in a workbook as things stand now; None: not even read."""
        if self.own is not None and self.own.id == workbook.id:
            return self._own_kinds
        return kinds_in_group(self.visit, workbook)

    def _named(self, message: Message) -> tuple[Workbook, frozenset[EntryKind]] | None:
        """Return the workbook that a message names, and what the page may write in it now."""
        book = name_of(message.get("workbook"))
        return self.writable(book) if book is not None else None

    def _closing(self) -> Iterable[Message]:
        """Close the open workbook if it is no longer the visitor's: people get other groups and coaches."""
        if self.workbook is None or self.kinds_now(self.workbook) is not None:
            return
        yield {"t": "error", "message": self.visit.texts["errors.not_yours"]}
        self.show(self.own, self._own_kinds)
        if self.own is not None:
            yield self.greet()

    def _open(self, message: Message) -> Iterable[Message]:
        if "client" in message:  # a new kernel hears this first
            self.presence.come(client_name(message["client"]))
        found = self._named(message)
        if found is None:
            yield {"t": "error", "message": self.visit.texts["errors.not_yours"]}
            return
        before = self.workbook, self.kinds
        self.show(*found)
        try:
            yield self.greet()
        except StoreError:
            self.show(*before)  # the page still shows that one
            raise

    def _move(self, message: Message) -> None:
        if message.get("workbook", self.topic) != self.topic:
            return  # the page has opened another one meanwhile
        self.presence.move(client_name(message.get("client")), message.get("sheet"), message.get("entry"))
        self.aftermath.at_home = self._at_own and message.get("sheet") == ""

    def _write(self, message: Message) -> Iterable[Message]:
        read, book = operations_of(message.get("ops")), name_of(message.get("workbook"))
        if read is None or book is None:
            yield {"t": "error", "message": self.visit.texts["errors.not_understood"]}
            return
        operations, refused = read
        place = self.writable(book)
        if place is None:
            reason = self.visit.texts["errors.not_yours"]
            yield turned_away(book, operations, refused, reason=reason)
            yield from self._closing()
            return
        workbook, kinds = place
        writer = Writer(person=self.visit.person.id, client=client_name(message.get("client")), kinds=kinds)
        accept = rules(self.visit, workbook, sheets_of(self.visit, workbook))
        receipt = self.visit.store.journal.apply(workbook.id, operations, writer, accept=accept)
        open_now = self._is_open(workbook)
        version, entries = lacking(
            self.visit, workbook, operations, receipt, seen=self._seen if open_now else None
        )
        if open_now:
            self._seen = version
            self.aftermath.edited(entry.sheet for entry in entries)
        yield ack(self.visit, workbook, receipt, seen=(version, entries), refused=refused)
        yield from self.rounds.rated({entry.sheet for entry in entries if entry.kind == "rating"})
        if open_now and workbook.owner_kind == "group" and staged(entries):
            yield self.greet()

    @property
    def _at_own(self) -> bool:
        return self.own is not None and self._is_open(self.own)

    @property
    def _at_anothers(self) -> bool:
        open_now = self.workbook
        return open_now is not None and open_now.owner_kind == "participant" and not self._at_own

    def _is_open(self, workbook: Workbook) -> bool:
        return self.workbook is not None and self.workbook.id == workbook.id
