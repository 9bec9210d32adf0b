"""What has to go on as long as the server serves goes on, whatever breaks; and no words reach the log."""

from __future__ import annotations

import asyncio
import logging

import pytest

from cba_kit.server import running

WORDS = "what a participant wrote"


def test_what_breaks_begins_again_and_is_logged_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(running, "PAUSE", 0)
    left = [ExceptionGroup("two", [ValueError(WORDS), KeyError(WORDS)]), OSError(WORDS)]

    async def work() -> None:
        if left:
            raise left.pop(0)

    with caplog.at_level(logging.ERROR):
        asyncio.run(running._keep_up(work))
    assert left == []
    assert [line.split("\n")[0] for line in caplog.messages] == [
        "work broke and begins again: ValueError",
        "work broke and begins again: OSError",
    ]
    assert WORDS not in caplog.text
