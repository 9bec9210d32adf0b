"""Message widgets pass messages on and hold nothing personal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cba_kit.widgets import CoachPage, MessageWidget, ParticipantPage, SheetEditor
from cba_kit.widgets.editor import Message


def test_widget_sends_what_the_answer_says() -> None:
    """Each reply goes out in order."""
    sent: list[Any] = []

    def answer(message: Message) -> Iterable[Message]:
        yield {"t": "pong", "of": message["t"]}
        yield {"t": "more"}

    widget = ParticipantPage(answer, {"app.home": "Home"})
    widget.send = lambda content, **_: sent.append(content)  # type: ignore[method-assign]  # the wire's end
    widget._handle_custom_msg({"t": "ping"}, [])
    assert sent == [{"t": "pong", "of": "ping"}, {"t": "more"}]


def test_widget_traits_hold_only_words_and_code() -> None:
    """A page can be made before anyone is known: nothing personal is in a trait."""
    own = {name for name in MessageWidget.class_trait_names(sync=True) if not name.startswith("_")}
    assert own - {"layout", "tabbable", "tooltip", "comm"} == {"texts"}
    assert SheetEditor(lambda _: [], {}, sheet="swot").sheet == "swot"
    assert CoachPage(lambda _: [], {}).texts == {}
