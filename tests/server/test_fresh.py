"""Fresh: one render for all who ask, two at a time, nobody waits for ever, and nothing is left running."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from cba_kit.errors import NotFoundError, RenderError
from cba_kit.model.render import Render
from cba_kit.server.fresh import AT_ONCE, Fresh, Kind

LONG = 120.0
"""Seconds after which a test gives up."""


class Press:
    """Makes documents that are done when the test says so; a person's version is what they wrote by then."""

    def __init__(self) -> None:
        self.versions: Counter[str] = Counter()
        self.made: list[tuple[str, int]] = []
        self.at_once: list[int] = []
        self.fails: Exception | None = None
        self.warmed = self.ended = 0
        self._running = 0
        self._done: dict[str, threading.Event] = {}
        self._change = threading.Condition()

    def kind(self, report: str) -> Kind:
        raise NotFoundError(f"A test opens no “{report}”.")

    def render(self, edition: str, report: str, person: str) -> Render:
        version = self.versions[person]
        with self._change:
            self._running += 1
            self.at_once.append(self._running)
            self._change.notify_all()
        self.finish(person, only_prepare=True).wait(LONG)
        if self.fails is None:
            self.made.append((person, version))
        with self._change:
            self._running -= 1
            self._change.notify_all()
        if self.fails is not None:
            raise self.fails
        return Render(
            person=person,
            edition=edition,
            report=report,
            version=version,
            inputs="x",
            status="died" if self.ended else "ok",
            started=datetime(2024, 3, 11, tzinfo=UTC),
            ms=1,
        )

    def warm(self) -> None:
        self.warmed += 1

    def end(self) -> None:
        """What is being made dies."""
        self.ended += 1
        for event in list(self._done.values()):
            event.set()

    def finish(self, person: str, *, only_prepare: bool = False) -> threading.Event:
        """Let a person's document be done now, and from now on at once."""
        event = self._done.setdefault(person, threading.Event())
        if not only_prepare:
            event.set()
        return event

    async def running(self, count: int) -> None:
        """Wait until so many are being made."""

        def wait() -> bool:
            with self._change:
                return self._change.wait_for(lambda: self._running == count, LONG)

        assert await asyncio.to_thread(wait)


@pytest.fixture
def press() -> Press:
    return Press()


def run(story: Callable[[], Awaitable[None]]) -> None:
    """Run a test's story, which may not take for ever."""

    async def timed() -> None:
        async with asyncio.timeout(LONG):
            await story()

    asyncio.run(timed())


def test_all_who_ask_for_a_document_get_the_same_one(press: Press) -> None:
    async def story() -> None:
        fresh = Fresh(press)
        asking = [asyncio.create_task(fresh.line("now", "roadmap", "ann")) for _ in range(5)]
        await press.running(1)
        press.finish("ann")
        assert {line.version for line in await asyncio.gather(*asking)} == {0}
        assert press.made == [("ann", 0)]

    run(story)


def test_who_asks_while_it_is_made_gets_what_was_written_until_then(press: Press) -> None:
    """The document under way was begun before those words: another look follows it, one for all."""

    async def story() -> None:
        fresh = Fresh(press)
        first = asyncio.create_task(fresh.line("now", "roadmap", "ann"))
        await press.running(1)
        press.versions["ann"] = 1
        late = [asyncio.create_task(fresh.line("now", "roadmap", "ann")) for _ in range(3)]
        await asyncio.sleep(0)
        press.finish("ann")
        assert (await first).version == 0
        assert {line.version for line in await asyncio.gather(*late)} == {1}
        assert press.made == [("ann", 0), ("ann", 1)]

    run(story)


def test_no_more_than_two_are_made_at_once(press: Press) -> None:
    async def story() -> None:
        fresh = Fresh(press)
        names = ["ann", "bob", "cleo", "dora"]
        asking = [asyncio.create_task(fresh.line("now", "roadmap", name)) for name in names]
        await press.running(2)
        for name in names:
            press.finish(name)
        await asyncio.gather(*asking)
        assert max(press.at_once) == 2
        assert sorted(press.made) == [(name, 0) for name in names]

    run(story)


def test_what_nobody_waits_for_any_more_is_not_begun(press: Press) -> None:
    """Of the two who wait for Cleo's one may go; when both have left, hers is never made."""

    async def story() -> None:
        fresh = Fresh(press, most=1)
        ann = asyncio.create_task(fresh.line("now", "roadmap", "ann"))
        await press.running(1)
        leaving = [asyncio.create_task(fresh.line("now", "roadmap", "cleo")) for _ in range(2)]
        staying = asyncio.create_task(fresh.line("now", "roadmap", "dora"))
        gone = asyncio.create_task(fresh.line("now", "roadmap", "dora"))
        await asyncio.sleep(0)
        for task in (*leaving, gone):
            task.cancel()
        assert all(
            isinstance(error, asyncio.CancelledError)
            for error in await asyncio.gather(*leaving, gone, return_exceptions=True)
        )
        for name in ("ann", "cleo", "dora"):
            press.finish(name)
        await asyncio.gather(ann, staying)
        assert press.made == [("ann", 0), ("dora", 0)]

    run(story)


def test_nobody_waits_longer_than_their_patience_and_it_is_made_all_the_same(press: Press) -> None:
    async def story() -> None:
        fresh = Fresh(press, patience=0.05)
        with pytest.raises(TimeoutError):
            await fresh.line("now", "roadmap", "ann")
        with pytest.raises(TimeoutError):  # it takes too long already
            await fresh.line("now", "roadmap", "ann")
        press.finish("ann")
        await press.running(0)
        assert press.made == [("ann", 0)]

    run(story)


def test_an_error_reaches_all_who_ask_and_the_log_without_foreign_words(
    press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    press.fails = ValueError("Zilveren kanarievogel")
    press.finish("ann")

    async def story() -> None:
        fresh = Fresh(press)
        asking = [fresh.line("now", "roadmap", "ann") for _ in range(2)]
        found = await asyncio.gather(*asking, return_exceptions=True)
        assert [type(error) for error in found] == [RenderError, RenderError]

    run(story)
    assert "roadmap of ann could not be made: ValueError" in caplog.text
    assert "kanarievogel" not in caplog.text


def test_somebody_without_a_workbook_is_told_apart(press: Press) -> None:
    press.fails = NotFoundError("There is no workbook of “zoe”.")
    press.finish("zoe")

    async def story() -> None:
        with pytest.raises(NotFoundError):
            await Fresh(press).line("now", "roadmap", "zoe")

    run(story)


def test_the_end_ends_what_is_being_made_and_begins_nothing_more(press: Press) -> None:
    """Also what waits for its turn; whoever asks later is told at once."""

    async def story() -> None:
        fresh = Fresh(press, most=1)
        running = asyncio.create_task(fresh.line("now", "roadmap", "ann"))
        await press.running(1)
        waiting = asyncio.create_task(fresh.line("now", "roadmap", "bob"))
        await asyncio.sleep(0)
        await fresh.end()
        assert (await running).status == "died"
        with pytest.raises(RenderError):
            await waiting
        with pytest.raises(RenderError):
            await fresh.line("now", "roadmap", "cleo")
        assert press.made == [("ann", 0)]

    run(story)


def test_it_gets_warm_when_the_server_has_time(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three looks in a row must find time; a busy moment in between begins the count again."""
    monkeypatch.setattr("cba_kit.server.fresh.LOOK", 0)
    times = iter([False, True, True, False, True, True, True])

    async def story() -> None:
        await Fresh(press).warm(lambda: next(times))
        assert (press.warmed, list(times)) == (1, [])

    run(story)


def test_a_person_may_ask_often_but_not_without_end(press: Press) -> None:
    """Others are not touched, and time gives more turns."""
    now = [0.0]

    async def story() -> None:
        fresh = Fresh(press, clock=lambda: now[0])
        assert [fresh.turn("ann") for _ in range(int(AT_ONCE))] == [0.0] * int(AT_ONCE)
        assert fresh.turn("ann") > 0
        assert fresh.turn("bob") == 0
        now[0] += 1
        assert fresh.turn("ann") == 0

    run(story)
