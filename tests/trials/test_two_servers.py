"""Three people at one board, two servers behind nginx, and one server after the other goes down."""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from cba_kit.config import Academy
from cba_kit.model.people import Person
from cba_kit.store import open_store
from tests.cast import ELENI, ILZE
from tests.chromium import context_of
from tests.nginx import Nginx
from tests.server.serving import Browser

from .board import notes, open_board, settle, write_note
from .observer import alarming, watch
from .server import Serving
from .stage import ANA, BOARD, TEAM, make_academy, token

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUNDS = 12
"""Notes of each person."""


@dataclass
class Pair:
    """Two servers of one academy, and what is in front of them."""

    academy: Academy
    servers: list[Serving]
    nginx: Nginx
    chromium: Chromium
    visits: ExitStack

    def open(self, person: Person) -> Page:
        """Open the team's board in a browser of its own."""
        context = context_of(self.chromium, ignore_https_errors=True, locale="en-GB")
        self.visits.callback(context.close)
        page = context.new_page()
        open_board(page, f"{self.nginx.url}join/{token(self.academy, person)}")
        return page

    def server_of(self, page: Page) -> Serving:
        """Return the server on which a page's kernel lives."""
        kernel = page.evaluate("() => JSON.parse(document.getElementById('cba-page').textContent).kernel")
        cookies = {each["name"]: each["value"] for each in page.context.cookies()}
        [found] = [
            serving
            for serving in self.servers
            if Browser(serving.url, cookies).ask(f"/api/kernels/{kernel}").status == 200
        ]
        return found


@pytest.fixture
def pair(tmp_path: Path, postgres_url: str, chromium: Chromium) -> Iterator[Pair]:
    """Two servers on one PostgreSQL, behind nginx as the operators' guide sets it up."""
    academy = make_academy(tmp_path / "academy", postgres_url)
    with open_store(postgres_url, clock=academy.now) as store:
        store.people.update(ILZE.model_copy(update={"group": TEAM}))
    servers = [Serving(academy.folder, postgres_url) for _ in range(2)]
    (tmp_path / "nginx").mkdir()
    nginx = Nginx(tmp_path / "nginx", [serving.port for serving in servers])
    with (academy.folder / "academy.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'address = "{nginx.url}"\n')
    with ExitStack() as stack:
        for serving in servers:
            serving.launch()
            stack.callback(serving.kill)
        for serving in servers:
            serving.wait_until_open()
        nginx.start()
        stack.callback(nginx.stop)
        yield Pair(academy, servers, nginx, chromium, stack)


def test_a_server_goes_down_and_comes_back_while_three_people_write_on_one_board(pair: Pair) -> None:
    """Nobody is told more than “reconnecting”, nobody's page is loaded again, nothing is lost or doubled."""
    people = {person.id: pair.open(person) for person in (ILZE, ELENI, ANA)}
    while len({pair.server_of(page).port for page in people.values()}) < 2:  # each join gets another cookie
        people[ANA.id].context.close()
        people[ANA.id] = pair.open(ANA)
    for page in people.values():
        watch(page)
    first = pair.server_of(people[ILZE.id])
    second = next(serving for serving in pair.servers if serving is not first)
    assert first.process
    assert second.process

    expected: list[str] = []
    for number in range(ROUNDS):
        if number == 2:
            first.process.send_signal(signal.SIGTERM)
        if number == 6:
            assert first.process.wait(timeout=120) == 0
            first.start()
        if number == 8:
            second.process.send_signal(signal.SIGTERM)
        for name, page in people.items():
            expected.append(f"{name} {number}")
            write_note(page, expected[-1])
    assert second.process.wait(timeout=120) == 0
    second.start()

    for page in people.values():
        settle(page)
    for page in people.values():
        expect(page.locator("button.note")).to_have_count(len(expected))
    assert [notes(page) for page in people.values()] == [sorted(expected)] * 3
    assert {name: alarming(page) for name, page in people.items()} == {name: [] for name in people}
    with open_store(pair.academy.database_url, clock=pair.academy.now) as store:
        assert sorted(entry.text() for entry in store.journal.entries(BOARD)) == sorted(expected)
        operations = Counter(change.operation for change in store.journal.changes(BOARD))
        made = [change for change in store.journal.changes(BOARD) if "conflict_of" in change.after]
    assert max(operations.values()) == 1
    assert made == []
    assert all(re.search("Traceback", serving.words()) is None for serving in pair.servers)
