"""A real browser types at its team's board while kernels, servers and connections break under it."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from cba_kit.config import Academy
from cba_kit.store import open_store
from tests.cast import ELENI
from tests.chromium import context_of

from .board import notes, open_board, settle, write_note
from .books import shown_alike
from .editor import Editor, expected
from .faults import EVERYWHERE
from .observer import alarming, watch
from .stage import ANA, BOARD, Stage, make_academy, staged, token

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STRIKES = ("all_kernels_killed", "cut", "server_killed", "kernel_frozen", "server_restarted", "answers_lost")


@dataclass
class Backstage:
    """A stage whose loop runs in a thread of its own, because the browser is driven from this one."""

    stage: Stage
    loop: asyncio.AbstractEventLoop

    def do(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Have something done there."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)


@contextmanager
def backstage(academy: Academy, seed: int) -> Iterator[Backstage]:
    """Serve an academy behind a network that can be cut."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opened = staged(academy, seed)
    try:
        stage = asyncio.run_coroutine_threadsafe(opened.__aenter__(), loop).result()
        try:
            yield Backstage(stage, loop)
        finally:
            asyncio.run_coroutine_threadsafe(opened.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_a_browser_loses_nothing_and_is_never_loaded_again(tmp_path: Path, chromium: Chromium) -> None:
    """The real page: its outbox, its link, its healing; somebody else types at the same board."""
    academy = make_academy(tmp_path / "academy")
    with backstage(academy, seed=7) as behind:
        stage = behind.stage
        behind.do(stage.enter(Editor, ELENI, "eleni-a", workbook=BOARD)).result()
        [eleni] = stage.editors
        living = behind.do(eleni.live())
        page = context_of(chromium, locale="en-GB").new_page()
        open_board(page, f"http://127.0.0.1:{stage.network.port}/join/{token(academy, ANA)}")
        watch(page)
        typed: list[str] = []
        for name in STRIKES:
            strike = behind.do(EVERYWHERE[name](stage))
            while not strike.done():
                typed.append(f"ana {len(typed)}")
                write_note(page, typed[-1])
            strike.result()
            settle(page)
        eleni.typing = False
        behind.do(stage.recovered()).result()
        check(academy, page, typed, eleni)
        living.cancel()
        assert "Traceback" not in stage.serving.words()
        page.context.close()


def check(academy: Academy, page: Page, typed: list[str], eleni: Editor) -> None:
    """Every note is in the store once, and on the board; nobody was told more than “reconnecting”."""
    with open_store(academy.database_url, clock=academy.now) as store:
        changes = store.journal.changes(BOARD)
        entries = store.journal.entries(BOARD)
        anas = [entry for entry in entries if entry.created_by == ANA.id]
        assert sorted(entry.text() for entry in anas) == sorted(typed)
        assert max(Counter(change.operation for change in changes).values()) == 1
        assert [entry for entry in entries if entry.conflict_of] == []
        hers = {change.operation for change in changes if change.person == ELENI.id}
        assert hers == set(eleni.typed)
        now = {each.id: each for each in store.journal.entries(BOARD, removed=True)}
        kept = {key: (now[key].text(), now[key].block, now[key].removed) for key in expected(eleni.typed)}
        assert kept == expected(eleni.typed)
        expect(page.locator("button.note")).to_have_count(len(entries))
        assert notes(page) == sorted(entry.text() for entry in entries)
        assert shown_alike(store, [eleni])
    assert alarming(page) == []
