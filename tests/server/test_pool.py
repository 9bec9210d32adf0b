"""The pool: a page at once where one is ready, else a fresh one, else a place in the queue that is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from cba_kit.errors import RenderError
from cba_kit.server import pool as pools
from cba_kit.server.making import Page
from cba_kit.server.notebooks import Kind
from cba_kit.server.places import GRACE, Full
from cba_kit.server.pool import AGAIN, CALM, IMPATIENT, Pool

HOME, COACH = Kind(Path("participant.ipynb"), "en"), Kind(Path("coach.ipynb"), "en")
LONG = 120.0
SHORT = 0.0


class Kernels:
    """Kernels that are only names: which live, and which were asked to end."""

    def __init__(self) -> None:
        self.lines: dict[str, object] = {}
        self.ended: list[str] = []

    def end_soon(self, kernel: str) -> None:
        """End one."""
        self.lines.pop(kernel, None)
        self.ended.append(kernel)

    async def end_unseen(self, seconds: float) -> None:
        """There are none."""


class Maker:
    """Makes pages when the test says so. `state` stands for the files on disk."""

    def __init__(self, kernels: Kernels) -> None:
        self._kernels = kernels
        self.state: Counter[Kind] = Counter()
        self.made: Counter[Kind] = Counter()
        self.failing: set[Kind] = set()
        self.held: asyncio.Event | None = None

    def stamp(self, kind: Kind) -> int:
        """Return the state of a notebook."""
        return self.state[kind]

    async def make(self, kind: Kind) -> Page:
        """Make a page, or fail."""
        stamp = self.stamp(kind)
        self.made[kind] += 1
        kernel = f"{kind.notebook.stem}-{self.made[kind]}"
        if self.held is not None:
            await self.held.wait()
        if kind in self.failing:
            raise RenderError("It fails.", where=kind.notebook.name)
        self._kernels.lines[kernel] = object()
        return Page(kind, kernel, "", "", stamp)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Scene:
    """A pool and all around it."""

    def __init__(self, wanted: dict[Kind, int], **options: Any) -> None:
        self.kernels, self.clock, self.wanted, self.space = Kernels(), Clock(), wanted, True
        self.maker = Maker(self.kernels)
        self.pool = Pool(
            self.maker,  # type: ignore[arg-type]  # as far as the pool uses one
            self.kernels,  # type: ignore[arg-type]  # the same
            wanted=lambda: self.wanted,
            room=lambda _: self.space,
            clock=self.clock,
            **options,
        )

    async def rest(self) -> None:
        """Let everything happen that can."""
        for _ in range(20):
            await asyncio.sleep(0)

    async def fill(self) -> None:
        """Look until nothing is made any more."""
        before = None
        while before != (now := (self.pool.counts(), self.maker.made.total())):
            before = now
            self.pool.look()
            await self.rest()

    def take(self, person: str, kind: Kind = HOME, patience: float = LONG) -> asyncio.Task[Page]:
        """Ask for a page, in the background."""
        return asyncio.get_running_loop().create_task(self.pool.take(kind, person, patience=patience))

    async def full(self, person: str, kind: Kind = HOME) -> int:
        """Ask for a page that is not there, and return the place in the queue."""
        with pytest.raises(Full) as told:
            await self.pool.take(kind, person, patience=SHORT)
        return told.value.place


@asynccontextmanager
async def scene(wanted: dict[Kind, int] | None = None, **options: Any) -> AsyncIterator[Scene]:
    """Set a scene, and clear it."""
    made = Scene({HOME: 2} if wanted is None else wanted, **options)
    yield made
    made.pool.close()
    await made.rest()


def play(act: Callable[[], Any]) -> None:
    asyncio.run(act())


def test_pages_are_ready_before_anyone_comes_each_is_given_once_and_the_pool_fills_again() -> None:
    async def act() -> None:
        async with scene({HOME: 3, COACH: 1}) as it:
            await it.fill()
            assert it.pool.counts() == {"ready": 4, "making": 0, "waiting": 0, "target": 4}
            pages = [await it.pool.take(HOME, person, patience=SHORT) for person in ("ann", "bob")]
            assert {page.kind for page in pages} == {HOME}
            assert len({page.kernel for page in pages}) == 2
            it.clock.now += CALM
            await it.fill()
            assert it.pool.counts()["ready"] == 4

    play(act)


def test_nothing_is_made_in_advance_while_people_come_but_not_for_ever() -> None:
    async def act() -> None:
        async with scene({HOME: 2}) as it:
            await it.fill()
            await it.pool.take(HOME, "ann", patience=SHORT)
            await it.fill()
            assert it.maker.made[HOME] == 2
            it.clock.now += IMPATIENT - 0.1
            await it.pool.take(HOME, "bob", patience=SHORT)
            await it.fill()
            assert it.maker.made[HOME] == 2
            it.clock.now += 0.2
            await it.fill()
            assert it.maker.made[HOME] == 4

    play(act)


def test_where_none_is_ready_one_is_made_for_each_who_waits_and_no_more_at_a_time_than_help() -> None:
    async def act() -> None:
        async with scene({}) as it:
            it.maker.held = asyncio.Event()
            waiting = [it.take(f"person-{number}") for number in range(pools.WIDTH + 3)]
            await it.rest()
            assert it.pool.counts() == {
                "ready": 0,
                "making": pools.WIDTH,
                "waiting": len(waiting),
                "target": 0,
            }
            it.maker.held.set()
            pages = await asyncio.gather(*waiting)
            assert len({page.kernel for page in pages}) == len(waiting)
            assert it.maker.made[HOME] == len(waiting)
            assert it.pool.counts()["ready"] == 0

    play(act)


def test_whoever_comes_first_is_served_first_and_keeps_their_place_while_they_ask_again() -> None:
    async def act() -> None:
        async with scene({}) as it:
            it.maker.held = asyncio.Event()
            assert [await it.full(person) for person in ("ann", "bob", "cid")] == [1, 2, 3]
            it.clock.now += GRACE - 1
            assert it.pool.place(HOME, "bob") == 2
            assert await it.full("cid") == 3
            it.clock.now += GRACE - 1  # ann has left; the others have asked again
            it.pool.look()
            assert [it.pool.place(HOME, person) for person in ("bob", "cid")] == [1, 2]
            it.maker.held.set()
            await it.rest()
            assert [it.pool.place(HOME, person) for person in ("bob", "cid")] == [0, 0]
            bob, cid = it.take("bob"), it.take("cid")
            assert [(await bob).kernel, (await cid).kernel] == ["participant-1", "participant-2"]

    play(act)


def test_a_page_that_was_kept_for_somebody_who_left_is_there_for_the_next() -> None:
    async def act() -> None:
        async with scene({}) as it:
            it.maker.held = asyncio.Event()
            await it.full("ann")
            it.maker.held.set()
            await it.rest()
            it.clock.now += GRACE
            it.pool.look()
            page = await it.pool.take(HOME, "bob", patience=SHORT)
            assert (page.kernel, it.maker.made[HOME]) == ("participant-1", 1)

    play(act)


def test_a_request_that_is_given_up_takes_no_page() -> None:
    async def act() -> None:
        async with scene({}) as it:
            it.maker.held = asyncio.Event()
            left, stays = it.take("ann"), it.take("bob")
            await it.rest()
            left.cancel()
            it.maker.held.set()
            assert (await stays).kernel == "participant-2"
            it.clock.now += GRACE
            it.pool.look()
            assert it.pool.counts()["ready"] == 1
            assert it.kernels.ended == []

    play(act)


def test_two_tabs_of_one_person_wait_at_one_place_and_get_a_page_each() -> None:
    async def act() -> None:
        async with scene({}) as it:
            it.maker.held = asyncio.Event()
            tabs = [it.take("ann"), it.take("ann")]
            await it.rest()
            assert it.pool.counts()["waiting"] == 1
            it.maker.held.set()
            pages = await asyncio.gather(*tabs)
            assert len({page.kernel for page in pages}) == 2

    play(act)


def test_pages_made_before_something_changed_on_disk_are_given_to_nobody_and_made_again() -> None:
    async def act() -> None:
        async with scene({HOME: 2, COACH: 1}) as it:
            await it.fill()
            it.maker.state[HOME] += 1
            it.maker.held = asyncio.Event()
            assert await it.full("ann") == 1
            assert sorted(it.kernels.ended) == ["participant-1", "participant-2"]
            it.maker.held.set()
            it.clock.now += IMPATIENT
            await it.fill()
            it.maker.state[COACH] += 1
            await it.fill()
            assert "coach-1" in it.kernels.ended
            assert it.pool.counts()["ready"] == 3

    play(act)


def test_a_page_is_made_again_when_something_changed_on_disk_while_it_was_made() -> None:
    async def act() -> None:
        async with scene({}) as it:
            it.maker.held = asyncio.Event()
            coming = it.take("ann")
            await it.rest()
            it.maker.state[HOME] += 1
            it.maker.held.set()
            assert (await coming).kernel == "participant-2"
            assert it.kernels.ended == ["participant-1"]

    play(act)


def test_a_notebook_that_fails_is_told_to_who_waits_logged_once_and_tried_seldom(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def act() -> None:
        async with scene({HOME: 2, COACH: 1}) as it:
            it.maker.failing.add(HOME)
            await it.fill()
            assert it.maker.made == {HOME: 1, COACH: 1}
            it.clock.now += AGAIN
            await it.fill()
            it.clock.now += AGAIN
            await it.fill()
            assert it.maker.made[HOME] == 2
            with pytest.raises(RenderError, match="It fails"):
                await it.pool.take(HOME, "ann", patience=LONG)
            assert [record.getMessage().strip() for record in caplog.records] == [
                "no page of participant.ipynb can be made: participant.ipynb: It fails."
            ]
            it.maker.failing.clear()
            it.maker.state[HOME] += 1  # somebody has repaired it
            it.clock.now += CALM
            await it.fill()
            assert it.pool.counts()["ready"] == 3

    play(act)


def test_a_page_whose_kernel_died_is_given_to_nobody() -> None:
    async def act() -> None:
        async with scene({HOME: 2}) as it:
            await it.fill()
            it.kernels.lines.pop("participant-1")
            it.pool.drop("participant-1")
            it.kernels.lines.pop("participant-2")  # and one of which nobody has told
            await it.fill()
            page = await it.pool.take(HOME, "ann", patience=LONG)
            assert page.kernel not in ("participant-1", "participant-2")

    play(act)


def test_without_room_nothing_is_made_and_pages_of_another_kind_give_way() -> None:
    async def act() -> None:
        async with scene({HOME: 0, COACH: 2}) as it:
            await it.fill()
            it.space = False
            assert await it.full("ann") == 1
            assert it.kernels.ended == ["coach-2"]
            it.wanted = {HOME: 5}
            await it.fill()
            assert it.maker.made[HOME] == 0
            it.space = True
            assert (await it.pool.take(HOME, "ann", patience=LONG)).kernel == "participant-1"

    play(act)


def test_there_are_never_more_pages_than_the_settings_allow() -> None:
    async def act() -> None:
        async with scene({HOME: 9}, most=3) as it:
            await it.fill()
            assert it.pool.counts()["ready"] == 3
            pages = [await it.pool.take(HOME, person, patience=SHORT) for person in "abc"]
            assert await it.full("dan") == 1
            it.kernels.end_soon(pages[0].kernel)
            assert (await it.pool.take(HOME, "dan", patience=LONG)).kernel == "participant-4"

    play(act)


def test_after_the_session_has_started_the_pool_becomes_small_again() -> None:
    async def act() -> None:
        async with scene({HOME: 6}) as it:
            await it.fill()
            it.wanted = {HOME: 2}
            await it.fill()
            assert it.pool.counts()["ready"] == 3
            assert len(it.kernels.ended) == 3

    play(act)


def test_a_closed_pool_leaves_no_kernel_behind() -> None:
    async def act() -> None:
        it = Scene({HOME: 2})
        await it.fill()
        it.maker.held = asyncio.Event()
        it.wanted = {HOME: 3}
        it.pool.look()
        await it.rest()
        it.pool.close()
        it.maker.held.set()
        await it.rest()
        assert it.kernels.lines == {}

    play(act)
