"""What a notebook may show: one public function a page."""

from __future__ import annotations

from typing import TypeVar

from cba_kit.pages.arrival import Reception, expect
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from cba_kit.widgets import CoachPage, MessageWidget, ParticipantPage, SheetEditor

Widget = TypeVar("Widget", bound=MessageWidget)


def participant() -> ParticipantPage:
    """Show the participant's page: home, all sheets and the roadmap, for whoever the server says is here."""
    reception = Reception(_own)
    return _live(ParticipantPage(reception.answer, expect(reception)), reception)


def coach() -> CoachPage:
    """Show the page of a coach, trainer or organiser: their people, roadmaps and comments."""
    reception = Reception(CoachConversation)
    return _live(CoachPage(reception.answer, expect(reception)), reception)


def sheet(key: str) -> SheetEditor:
    """Show one sheet alone, for session material: in JupyterLab on a demo workbook that nobody else sees.

    `key` is the name of a template: the file's name in templates/canvases, forms, trends or plans.
    """
    reception = Reception(_own, key)
    return _live(SheetEditor(reception.answer, expect(reception), sheet=key), reception)


def _own(visit: Visit) -> Conversation:
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)


def _live(widget: Widget, reception: Reception) -> Widget:
    widget.on_msg(lambda *_: reception.watch(widget.send))
    return widget
