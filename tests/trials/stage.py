"""The stage of a trial: an academy of four workbooks, its server, the network before it, and who types."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from cba_kit.config import Academy, open_academy, shipped
from cba_kit.model.people import Person, group_id
from cba_kit.server import make_link
from cba_kit.store import open_store
from tests.cast import COACH, ELENI, ILZE, TRAINER

from .editor import Commenter, Editor
from .proxy import Network
from .server import Serving
from .visitor import Visitor

TEAM = "Blue team"
ANA = ELENI.model_copy(
    update={"id": "ana", "name": "Ana Horvat", "email": "ana@atl.example", "group": TEAM, "coach": None}
)
PEOPLE: list[Person] = [COACH, TRAINER, ILZE, ELENI.model_copy(update={"group": TEAM}), ANA]
BOARD = group_id(ANA.edition, TEAM)
"""The workbook of the team that Eleni and Ana are in."""
LONGEST = 240
"""Seconds that anything may take that a trial waits for; then it says what it waited for."""


def make_academy(folder: Path, database_url: str = "") -> Academy:
    """Make an academy with the shipped pages and a few people, whose links hold for long."""
    (folder / "templates/editions").mkdir(parents=True)
    edition = (shipped("templates") / "editions/cba3.yaml").read_text(encoding="utf-8")
    (folder / "templates/editions/cba3.yaml").write_text(
        f"{edition}\nlinks_end: 2099-12-31\n", encoding="utf-8"
    )
    settings = 'name = "Trial academy"\ntimezone = "Europe/Sofia"\nday = 2024-03-11\npool = 3\n'
    (folder / "academy.toml").write_text(settings, encoding="utf-8")
    academy = open_academy(folder)
    if database_url:
        academy = replace(academy, database_url=database_url)
    with open_store(academy.database_url, clock=academy.now, create=True) as store:
        store.people.add(PEOPLE)
    return academy


def token(academy: Academy, person: Person) -> str:
    """Return the last part of a person's link."""
    return make_link(academy, person).rpartition("/")[2]


@dataclass
class Stage:
    """All that faults strike, and the editors that must not lose a word."""

    academy: Academy
    serving: Serving
    network: Network
    chance: random.Random
    editors: list[Editor] = field(default_factory=list)
    left: list[psutil.Process] = field(default_factory=list)
    """Processes that worked for servers that were killed; none may stay."""

    async def enter(self, kind: type[Editor], person: Person, name: str, *, workbook: str) -> None:
        """Let somebody join who will type."""
        visitor = Visitor(f"http://127.0.0.1:{self.network.port}/")
        await visitor.join(token(self.academy, person))
        self.editors.append(kind(visitor, name, random.Random(self.chance.random()), workbook=workbook))

    async def until(self, what: str, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds; it is asked whenever an editor typed or heard something."""
        try:
            async with asyncio.timeout(LONGEST):
                while not condition():
                    await self._news()
        except TimeoutError:
            raise AssertionError(f"{what}: not within {LONGEST} s; {self._waiting()}") from None

    async def typed(self, edits: int) -> None:
        """Wait until so many more edits have been typed: the clock of a trial."""
        before = self._typed()
        await self.until("people go on typing", lambda: self._typed() >= before + edits)

    async def recovered(self) -> None:
        """Wait until everything is confirmed that has been typed up to now."""
        waiting = [(editor, set(editor.outbox)) for editor in self.editors]
        await self.until(
            "what was typed is confirmed",
            lambda: not any(before & set(editor.outbox) for editor, before in waiting),
        )

    def _typed(self) -> int:
        return sum(len(editor.typed) for editor in self.editors)

    async def _news(self) -> None:
        waits = [asyncio.create_task(_change(editor)) for editor in self.editors]
        _, others = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _waiting(self) -> str:
        return "\n".join(
            f"{each.name} waits for {len(each.outbox)}: {'; '.join(each.story)}" for each in self.editors
        )


async def _change(editor: Editor) -> None:
    async with editor.changed:
        await editor.changed.wait()


@asynccontextmanager
async def staged(academy: Academy, seed: int) -> AsyncIterator[Stage]:
    """Serve an academy behind a network; everything ends with the block."""
    serving = Serving(academy.folder, academy.database_url)
    await asyncio.to_thread(serving.start)
    network = Network(serving.port)
    await network.open()
    try:
        yield Stage(academy, serving, network, random.Random(seed))
    finally:
        await network.close()
        serving.kill()


async def cast(stage: Stage) -> None:
    """Let six tabs of four people in.

    Two of one person at her workbook, with her coach who comments on it; one person at his own; two at
    their team's board.
    """
    for kind, person, name, workbook in (
        (Editor, ILZE, "ilze-a", ILZE.id),
        (Editor, ILZE, "ilze-b", ILZE.id),
        (Commenter, COACH, "coach-a", ILZE.id),
        (Editor, ELENI, "eleni-a", ELENI.id),
        (Editor, ELENI, "eleni-b", BOARD),
        (Editor, ANA, "ana-a", BOARD),
    ):
        await stage.enter(kind, person, name, workbook=workbook)
