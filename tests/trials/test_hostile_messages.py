"""Ten thousand hostile messages: none stops the conversation, and none changes what it may not."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.workbook import Operation
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from cba_kit.store import Store, open_store
from tests.cast import COACH, ELENI, ILZE, TRAINER

from .malice import messages
from .stage import ANA, BOARD, make_academy

pytestmark = pytest.mark.slow

SERIES, LENGTH = 50, 50
"""How many series of messages each of four visitors sends, and how long each is: ten thousand messages."""
VISITORS = {
    ILZE.id: {ILZE.id},
    ELENI.id: {ELENI.id, BOARD},
    COACH.id: {ILZE.id},
    TRAINER.id: {ILZE.id, ELENI.id, ANA.id, BOARD},
}
"""Whom the messages come from, and in which workbooks they may write at all."""


@pytest.fixture(scope="module")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    """An academy that is copied for each series."""
    return make_academy(tmp_path_factory.mktemp("hostile") / "academy")


@pytest.fixture(scope="module")
def library(academy: Academy) -> Library:
    """Its templates, read once."""
    return Library(academy.templates)


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are not for the log of the tests."""
    log = logging.getLogger("cba_kit")
    before = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(before)


@contextmanager
def talking(academy: Academy, library: Library, person: str) -> Iterator[tuple[Conversation, Path]]:
    """Open a conversation over a fresh copy of the academy's database."""
    place = academy.folder / "series.db"
    shutil.copyfile(academy.folder / "academy.db", place)
    url = f"sqlite:///{place}"
    with open_store(url, clock=academy.now) as store:
        visit = Visit(replace(academy, database_url=url), library, store, store.people.person(person))
        if visit.person.is_a("participant"):
            own = store.journal.workbook_of(person)
            yield Conversation(visit, own, WRITES, clock=_Hours()), place
        else:
            yield CoachConversation(visit), place
    for left in academy.folder.glob("series.db*"):
        left.unlink()


class _Hours:
    """A clock on which hours pass: whatever is due later is due at once."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 3600
        return self.now


@pytest.mark.parametrize("person", sorted(VISITORS))
@settings(
    max_examples=SERIES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(told=st.lists(messages(), min_size=LENGTH, max_size=LENGTH))
def test_no_message_stops_a_conversation_or_writes_what_it_may_not(
    academy: Academy, library: Library, person: str, told: list[Any]
) -> None:
    with talking(academy, library, person) as (talk, place), closing(sqlite3.connect(place)) as other:
        rest, version = everything_else(other), commits(other)
        known: set[tuple[str, str]] = set()
        for message in told:
            replies = [dict(reply) for reply in talk.answer(message)]
            json.dumps(replies, ensure_ascii=False, allow_nan=False).encode()  # a kernel can send them
            check_reasons(message, replies)
            if commits(other) != version:
                version = commits(other)
                written = recorded(other) - known
                known |= written
                check_written(person, message, replies, written)
        assert everything_else(other) == rest
        check_alive(talk)
        check_replay(talk.visit.store)


def commits(database: sqlite3.Connection) -> int:
    """Return a number that changes when somebody else writes."""
    return int(database.execute("PRAGMA data_version").fetchone()[0])


def recorded(database: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return workbook and operation of everything in the journal."""
    return set(database.execute("SELECT workbook, operation FROM changes"))


def everything_else(database: sqlite3.Connection) -> list[Any]:
    """Return all rows of the tables that no message may change."""
    return [
        database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
        for table in ("people", "clusters", "renders", "snapshots", "alembic_version")
    ] + [database.execute("SELECT id, edition, owner, owner_kind FROM workbooks ORDER BY id").fetchall()]


def check_written(person: str, message: Any, replies: list[Any], written: set[tuple[str, str]]) -> None:
    """Whatever was written was asked for, is the visitor's to write, and was acknowledged."""
    assert message["t"] == "op"
    assert {workbook for workbook, _ in written} <= VISITORS[person] & {message["workbook"]}
    (ack,) = [reply for reply in replies if reply["t"] == "ack"]
    names = {name.removesuffix(":copy") for _, name in written}
    assert names <= set(ack["ids"])
    assert names <= {each["id"] for each in message["ops"] if isinstance(each, dict) and _is_right(each)}


def _is_right(operation: Any) -> bool:
    try:
        Operation.model_validate(operation)
    except ValueError:
        return False
    return True


def check_reasons(message: Any, replies: list[Any]) -> None:
    """Every message is answered, and every operation either acknowledged or refused with a reason."""
    kind = message.get("t") if isinstance(message, Mapping) else None
    errors = [reply["message"] for reply in replies if reply["t"] == "error"]
    assert all(errors)
    if kind in ("here", "draw"):
        return  # nothing is kept of them
    assert replies, message
    if kind != "op" or not any(reply["t"] == "ack" for reply in replies):
        return
    (ack,) = [reply for reply in replies if reply["t"] == "ack"]
    refused = {each["id"]: each["reason"] for each in ack["refused"]}
    assert all(refused.values())
    asked = message.get("ops")
    told = asked if isinstance(asked, list) else [asked]
    for operation in told:
        name = operation.get("id") if isinstance(operation, dict) else None
        assert (isinstance(name, str) and (name in refused or name in ack["ids"])) or errors, operation


def check_alive(talk: Conversation) -> None:
    """The conversation goes on: everything that it would tell a page now can be told."""
    (snapshot,) = (dict(reply) for reply in talk.answer({"t": "hello", "client": "after"}))
    assert snapshot["t"] == "snapshot"
    news = [dict(message) for message in talk.look([], everything=True)]
    keys = [sheet["key"] for sheet in snapshot["sheets"]]
    pictures = [dict(reply) for key in keys for reply in talk.answer({"t": "draw", "sheet": key})]
    assert {reply["t"] for reply in pictures} <= {"drawing"}
    json.dumps([snapshot, news, pictures], allow_nan=False)


def check_replay(store: Store) -> None:
    """The journal alone gives the same state."""
    for workbook in (ILZE.id, ELENI.id, ANA.id, BOARD):
        now = store.journal.entries(workbook, removed=True)
        version = store.journal.workbook(workbook).version
        assert store.journal.entries(workbook, at=version, removed=True) == now
