"""Arrival: a page is made before anyone comes to it, and is told once, by the server, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cba_kit.config import page_language, seated
from cba_kit.errors import CbaError
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rehearsal import rehearse
from cba_kit.pages.visit import Place, Visit, open_place, preview

Message = Mapping[str, Any]
Converse = Callable[[Visit], Conversation]


class Reception:
    """Answers one widget: “unbound” until somebody has come, from then on through their conversation."""

    def __init__(self, converse: Converse, sheet: str = "") -> None:
        self._converse = converse
        self.sheet = sheet
        self.conversation: Conversation | None = None

    def receive(self, visit: Visit) -> None:
        """Begin the conversation with the visitor."""
        self.conversation = self._converse(visit)

    def answer(self, message: Message) -> Iterable[Message]:
        """Return the replies to one message of the page."""
        if self.conversation is not None:
            return self.conversation.answer(message)
        ping = isinstance(message, Mapping) and message.get("t") == "ping"
        return [{"t": "pong" if ping else "unbound"}]

    def watch(self, send: Callable[[Message], None]) -> None:
        """Hand others' edits to `send` from now on."""
        if self.conversation is not None:
            self.conversation.watch(send)


class Arrival:
    """The pages of one kernel, and the one person who comes to them."""

    def __init__(self) -> None:
        self._place: Place | None = None
        self._expecting: list[Reception] = []
        self._person: str | None = None

    def expect(self, reception: Reception) -> Mapping[str, str]:
        """Let a page wait for its visitor, and return its words. In JupyterLab it shows a preview at once."""
        if not seated():
            visit = preview(reception.sheet)
            reception.receive(visit)
            return visit.texts
        if self._place is None:
            self._place = open_place()
            rehearse(self._place)
            self._place.store.rest()  # nobody may come for hours
        if self._person is not None:
            reception.receive(self._place.visit(self._person, reception.sheet))
        self._expecting.append(reception)
        return self._place.library.texts(page_language() or self._place.academy.settings.language)

    def arrive(self, person_id: str) -> None:
        """Say whose pages these are; CbaError when somebody has come already."""
        if self._person is not None:
            raise CbaError("This page has its visitor.")
        self._person = person_id
        if self._place is not None:
            for reception in self._expecting:
                reception.receive(self._place.visit(person_id, reception.sheet))


_here = Arrival()
expect = _here.expect
arrive = _here.arrive
"""The server calls this in a page's kernel, silently and once. Pages cannot run code, so they cannot."""
