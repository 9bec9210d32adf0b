"""What a notebook may show: one public function a page."""

from __future__ import annotations

from typing import TypeVar

from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import WRITES, Conversation
from cba_kit.pages.visit import open_visit
from cba_kit.widgets import CoachPage, MessageWidget, ParticipantPage, SheetEditor

Widget = TypeVar("Widget", bound=MessageWidget)


def participant() -> ParticipantPage:
    """Show the participant's page: home, all sheets and the roadmap, for whoever the server says is here."""
    conversation = _own()
    return _live(ParticipantPage(conversation.answer, conversation.visit.texts), conversation)


def coach() -> CoachPage:
    """Show the page of a coach, trainer or organiser: their people, roadmaps and comments."""
    conversation = CoachConversation(open_visit())
    return _live(CoachPage(conversation.answer, conversation.visit.texts), conversation)


def sheet(key: str) -> SheetEditor:
    """Show one sheet alone, for session material: in JupyterLab on a demo workbook that nobody else sees.

    `key` is the name of a template: the file's name in templates/canvases, forms, trends or plans.
    """
    conversation = _own(key)
    return _live(SheetEditor(conversation.answer, conversation.visit.texts, sheet=key), conversation)


def _own(sheet: str = "") -> Conversation:
    visit = open_visit(sheet)
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)


def _live(widget: Widget, conversation: Conversation) -> Widget:
    widget.on_msg(lambda *_: conversation.watch(widget.send))
    return widget
