"""Anywidgets: the pages and editors that people work in. They know neither store nor pages."""

from cba_kit.widgets.editor import CoachPage, MessageWidget, ParticipantPage, SheetEditor

__all__ = ["CoachPage", "MessageWidget", "ParticipantPage", "SheetEditor"]
