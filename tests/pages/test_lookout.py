"""The lookout: others' edits reach an open page by a signal, and by looking where no signal comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cba_kit.errors import StoreError
from cba_kit.pages import lookout
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.lookout import Lookout
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from cba_kit.store import Store
from cba_kit.store.watch import Signal, Watch
from tests.store.hand import Hand

Open = Callable[[str], Visit]
LONG = 120
"""Seconds after which a test gives up; nothing takes nearly as long."""


@dataclass
class Page:
    """A page that does nothing but keep what it was woken with."""

    topic: str = "ilze"
    looks: list[tuple[list[Signal], bool]] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    pause: float = 3600.0

    def wait(self) -> float:
        return self.pause

    def look(self, signals: Sequence[Signal], *, everything: bool) -> Iterable[Mapping[str, Any]]:
        self.looks.append((list(signals), everything))
        if self.trouble:
            raise self.trouble.pop()
        yield {"t": "looked", "number": len(self.looks)}


def run(scene: Callable[[asyncio.Queue[Any]], Coroutine[Any, Any, None]]) -> None:
    """Run a scene with a queue for what the page is sent; tasks that it left running are ended."""

    async def everything() -> None:
        await asyncio.wait_for(scene(asyncio.Queue()), LONG)

    asyncio.run(everything())


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks by the clock."""
    monkeypatch.setattr(lookout, "POLL", 3600.0)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody looks by the clock, often."""
    monkeypatch.setattr(lookout, "POLL", 0.01)


def talk_of(visit: Visit) -> Conversation:
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)


@pytest.mark.usefixtures("never")
def test_an_edit_wakes_the_page_by_its_signal(visit: Open) -> None:
    """Written by anybody on this host: the page has it without looking by the clock."""
    talk = talk_of(visit("ilze"))

    async def scene(sent: asyncio.Queue[Any]) -> None:
        list(talk.answer({"t": "hello", "client": "c"}))
        talk.watch(sent.put_nowait)
        await asyncio.sleep(0)
        Hand(talk.visit.store, "elsewhere").put("n1", {"text": "Sawmills"})
        ops = await sent.get()
        assert (ops["t"], ops["version"], [e["id"] for e in ops["entries"]]) == ("ops", 1, ["n1"])

    run(scene)


@pytest.mark.usefixtures("often")
def test_an_edit_is_found_where_no_signal_can_come(visit: Open, tmp_path: Path) -> None:
    """The folder of signals is not to be had: looking is the guarantee."""
    talk = talk_of(visit("ilze"))
    place = tmp_path / "file"
    place.write_text("")
    talk.visit.store.watch = Watch("db", base=place)

    async def scene(sent: asyncio.Queue[Any]) -> None:
        list(talk.answer({"t": "hello", "client": "c"}))
        talk.watch(sent.put_nowait)
        Hand(talk.visit.store, "elsewhere").put("n1", {"text": "Sawmills"})
        assert (await sent.get())["version"] == 1

    run(scene)


@pytest.mark.usefixtures("never")
def test_progress_comes_by_itself_after_an_edit(visit: Open) -> None:
    talk = talk_of(visit("ilze"))
    operation = {"id": "o1", "sheet": "business_model", "entry": "n1", "kind": "note", "block": "channels"}

    async def scene(sent: asyncio.Queue[Any]) -> None:
        talk.watch(sent.put_nowait)
        (ack,) = talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [operation]})
        assert ack["ids"] == ["o1"]
        state = await sent.get()
        assert (state["t"], list(state["progress"])) == ("state", ["business_model"])
        assert "home" in await sent.get()

    run(scene)


@pytest.mark.usefixtures("never")
def test_the_ear_goes_with_the_open_workbook(visit: Open) -> None:
    """After another one was opened, its signals wake the page, and the former one's do not."""
    page = Page()
    store = visit("ilze").store

    async def scene(sent: asyncio.Queue[Any]) -> None:
        watching = Lookout(store, page, sent.put_nowait)
        task = asyncio.get_running_loop().create_task(watching.run())
        await sent.get()
        page.topic = "eleni"
        watching.wake()
        await sent.get()
        store.watch.announce({"book": "ilze", "version": 1}, {"book": "eleni", "version": 2})
        await sent.get()
        await ended(task)

    run(scene)
    assert page.looks[-1] == ([{"book": "eleni", "version": 2}], False)


@pytest.mark.usefixtures("often")
def test_a_page_that_the_relay_looks_after_does_not_look_itself(visit: Open) -> None:
    """A signal with the mark of the people is the relay's: until it falls silent, the store is not asked."""
    page = Page()
    store = visit("ilze").store

    async def scene(sent: asyncio.Queue[Any]) -> None:
        task = asyncio.get_running_loop().create_task(Lookout(store, page, sent.put_nowait).run())
        await sent.get()
        store.watch.announce({"book": "ilze", "version": 0, "people": "mark"})
        while not page.looks[-1][0]:
            await sent.get()
        heard = len(page.looks)
        while len(page.looks) < heard + 20:
            await sent.get()
        await ended(task)
        assert {everything for _, everything in page.looks[heard - 1 :]} == {False}

    run(scene)
    assert page.looks[0] == ([], True)


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("error", [StoreError("The server does not answer."), ValueError("secret words")])
def test_trouble_is_logged_once_without_words_and_looking_goes_on(
    visit: Open, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    page = Page(trouble=[error] * 3, pause=0.0)

    async def scene(sent: asyncio.Queue[Any]) -> None:
        task = asyncio.get_running_loop().create_task(
            Lookout(visit("ilze").store, page, sent.put_nowait).run()
        )
        assert await sent.get() == {"t": "looked", "number": 4}
        await ended(task)

    run(scene)
    assert len(caplog.records) == 1
    assert "secret words" not in caplog.text


@pytest.mark.usefixtures("never")
def test_a_folder_that_was_tidied_away_is_made_again(visit: Open) -> None:
    """Systems remove old files from temporary folders: the page hears again after its next look."""
    page = Page()
    store: Store = visit("ilze").store

    async def scene(sent: asyncio.Queue[Any]) -> None:
        watching = Lookout(store, page, sent.put_nowait)
        task = asyncio.get_running_loop().create_task(watching.run())
        await sent.get()
        room = store.watch._room
        for path in room.iterdir():
            path.unlink()
        room.rmdir()
        watching.wake()
        await sent.get()
        store.watch.announce({"book": "ilze", "version": 1})
        await sent.get()
        await ended(task)

    run(scene)
    assert page.looks[-1][0] == [{"book": "ilze", "version": 1}]
