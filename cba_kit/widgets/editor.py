"""Anywidgets: Python shells around static/*.js that pass messages on to whoever answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import anywidget
import traitlets

from cba_kit.widgets.modules import module, styles

Message = Mapping[str, Any]
Answer = Callable[[Message], Iterable[Message]]


class MessageWidget(anywidget.AnyWidget):
    """A widget that talks in messages. It holds nothing personal: `answer` is asked for all of that.

    `texts` are the words of the interface; everything else comes through messages.
    """

    texts = traitlets.Dict(value_trait=traitlets.Unicode()).tag(sync=True)

    def __init__(self, answer: Answer, texts: Mapping[str, str]) -> None:
        super().__init__(texts=dict(texts))
        self._answer = answer
        self.on_msg(self._received)

    def _received(self, _widget: object, message: Message, _buffers: object) -> None:
        for reply in self._answer(message):
            self.send(reply)


class ParticipantPage(MessageWidget):
    """The whole page of a participant: home, sheets, roadmap."""

    _esm = module("participant.js")
    _css = styles()


class CoachPage(MessageWidget):
    """The page of a coach or trainer: people, roadmaps, comments."""

    _esm = module("coaching.js")
    _css = styles()


class SheetEditor(MessageWidget):
    """One sheet alone, for teaching notebooks: its kind decides which of the four editors is shown."""

    _esm = module("sheet.js")
    _css = styles()
    sheet = traitlets.Unicode().tag(sync=True)

    def __init__(self, answer: Answer, texts: Mapping[str, str], *, sheet: str) -> None:
        super().__init__(answer, texts)
        self.sheet = sheet
