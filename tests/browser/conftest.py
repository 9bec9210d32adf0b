"""A real academy, a real server, a real browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from cba_kit.config import Academy, open_academy, shipped
from cba_kit.server import make_link
from cba_kit.store import Store, open_store
from tests.cast import COACH, ELENI, ILZE, TRAINER
from tests.chromium import context_of
from tests.warm import Started, run, start

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Room:
    """A running academy: its server, its people's pages, and the commands that a trainer would type."""

    academy: Academy
    store: Store
    chromium: Browser
    server: Started
    contexts: list[BrowserContext] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    """Requests that went to any other host."""

    def open(self, person_id: str, *, width: int = 1440, height: int = 900) -> Page:
        """Open a person's page in a browser of their own."""
        context = context_of(
            self.chromium,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            locale="en-GB",
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", self._watch)
        page.goto(make_link(self.academy, self.store.people.person(person_id)))
        page.wait_for_selector(".cba h1, .cba h2")
        return page

    def cba(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line on this academy."""
        words = (*arguments, "--academy", str(self.academy.folder))
        return run("cba_kit.cli:main", *words, env=self.environment)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"DATABASE_URL": self.academy.database_url}

    def _watch(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.academy.settings.address, "data:", "blob:", "about:")):
            self.foreign.append(url)


@contextmanager
def running(folder: Path, database_url: str, chromium: Browser) -> Iterator[Room]:
    """Serve the academy in `folder` on a free port; its links start with that address."""
    environment = os.environ | {"DATABASE_URL": database_url}
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        words = ("serve", "--academy", str(folder), "--port", "0")
        server = start("cba_kit.cli:main", *words, env=environment, stderr=log)
    said = server.stdout.readline()
    found = re.search(r"http://[\w.:]+", said)
    assert found, f"the server did not start: {said} {(folder / 'server.log').read_text()}"
    with (folder / "academy.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'address = "{found[0]}"\n')
    academy = replace(open_academy(folder), database_url=database_url)
    with open_store(database_url, clock=academy.now) as store:
        room = Room(academy, store, chromium, server)
        yield room
        for context in room.contexts:
            context.close()
    server.terminate()
    server.wait(timeout=120)


@pytest.fixture
def start_room(tmp_path: Path, chromium: Browser) -> Iterator[Callable[[str], Room]]:
    """Start a server over a database, with the people of tests/cast.py."""
    with ExitStack() as stack:

        def start(database_url: str) -> Room:
            folder = tmp_path / "academy"
            (folder / "templates/editions").mkdir(parents=True)
            text = (shipped("templates") / "editions/cba3.yaml").read_text(encoding="utf-8")
            edition = folder / "templates/editions/cba3.yaml"
            edition.write_text(f"{text}\nlinks_end: 2099-12-31\n", encoding="utf-8")
            settings = 'name = "Test academy"\ntimezone = "Europe/Sofia"\nday = 2024-03-11\npool = 3\n'
            (folder / "academy.toml").write_text(settings, encoding="utf-8")
            academy = open_academy(folder)
            with open_store(database_url, clock=academy.now, create=True) as store:
                store.people.add([COACH, TRAINER, ILZE, ELENI])
            return stack.enter_context(running(folder, database_url, chromium))

        yield start


@pytest.fixture
def room(start_room: Callable[[str], Room], tmp_path: Path) -> Room:
    """A room on SQLite."""
    return start_room(f"sqlite:///{tmp_path / 'academy.db'}")


def axe(page: Page) -> list[str]:
    """Return what axe finds wrong on a page; it is measured whole, without bars over its middle."""
    size = page.viewport_size
    if size:
        height = page.evaluate("() => document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": height})
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => JSON.stringify(r.violations.map("
        "v => [v.id, v.nodes.slice(0, 3).map(n => n.target.join(' '))])))",
        RULES,
    )
    if size:
        page.set_viewport_size(size)
    return [f"{name}: {nodes}" for name, nodes in json.loads(found)]


def until_ready(room: Room) -> None:
    """Wait until a page is ready for whoever comes next."""
    end = time.monotonic() + 120
    while True:
        with urllib.request.urlopen(f"{room.academy.settings.address}/metrics") as answer:
            if re.search(r'^cba_pool\{state="ready"\} [1-9]', answer.read().decode(), re.MULTILINE):
                return
        assert time.monotonic() < end, "no page gets ready"
        time.sleep(0.05)


def health(room: Room) -> dict[str, object]:
    """Return what /healthz says."""
    with urllib.request.urlopen(f"{room.academy.settings.address}/healthz") as answer:
        found: dict[str, object] = json.load(answer)
        return found
