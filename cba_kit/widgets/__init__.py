"""Anywidgets: the pages and editors that people work in. They know neither store nor pages."""

from cba_kit.widgets.editor import (
    EDITORS,
    CanvasEditor,
    CoachPage,
    FormEditor,
    MessageWidget,
    ParticipantPage,
    PlanEditor,
    SheetEditor,
    TrendsEditor,
)

__all__ = [
    "EDITORS",
    "CanvasEditor",
    "CoachPage",
    "FormEditor",
    "MessageWidget",
    "ParticipantPage",
    "PlanEditor",
    "SheetEditor",
    "TrendsEditor",
]
