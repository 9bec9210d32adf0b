"""The database: what goes wrong with it is said in plain words, and nothing is half done."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text

from cba_kit.errors import NotFoundError, StoreError
from cba_kit.model.people import Person
from cba_kit.store import Store, open_store
from cba_kit.store.schema import metadata

from .hand import Hand, everything, written

Clock = Callable[[], datetime]


@pytest.fixture
def file(tmp_path: Path, clock: Clock, people: list[Person]) -> Path:
    """An SQLite database with people in it."""
    path = tmp_path / "academy.db"
    with open_store(f"sqlite:///{path}", clock=clock, create=True) as store:
        store.people.add(people)
    return path


def refused(url: str, clock: Clock, *, create: bool = False) -> str:
    """Return what opening this database says."""
    with pytest.raises(StoreError) as caught:
        open_store(url, clock=clock, create=create)
    return str(caught.value)


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path, clock: Clock) -> None:
    """Only `create` makes a file; a wrong folder says so and stays empty."""
    path = tmp_path / "academy.db"
    assert refused(f"sqlite:///{path}", clock) == (
        f"{path}: There is no database yet. Make the academy with “cba init DIR” or “cba demo”."
    )
    assert list(tmp_path.iterdir()) == []


def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    """What queries believe and what the migrations built have the same columns."""
    with store.database.reading() as connection:
        for table in metadata.sorted_tables:
            names = list(connection.execute(text(f'SELECT * FROM "{table.name}"')).keys())
            assert names == [column.name for column in table.columns]


def test_opening_twice_keeps_what_is_there(database_url: str, clock: Clock, people: list[Person]) -> None:
    """Migrations that have run do not run again."""
    for _ in range(2):
        with open_store(database_url, clock=clock, create=True) as store:
            if not store.people.count():
                store.people.add(people)
                Hand(store).put("n1", {"text": "Sawmills"})
            assert written(store) == {"n1": {"text": "Sawmills"}}


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str, clock: Clock) -> None:
    """An old programme never writes into tables that it does not know."""
    with open_store(database_url, clock=clock, create=True) as store, store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    said = refused(database_url, clock, create=True)
    assert "made by a newer version of cba_kit (its state is “9999”)" in said
    assert said.endswith("Install that version or a later one; nothing was changed.")


def test_a_folder_is_no_database(tmp_path: Path, clock: Clock) -> None:
    """A path that cannot be opened is named with the next step."""
    assert refused(f"sqlite:///{tmp_path}", clock) == (
        f"{tmp_path}: The database file cannot be opened. Check the folder and its permissions."
    )


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path, clock: Clock) -> None:
    """SQLite makes files, not folders."""
    said = refused(f"sqlite:///{tmp_path}/none/academy.db", clock, create=True)
    assert said == (
        f"{tmp_path}/none/academy.db: The database file cannot be opened. "
        "Check the folder and its permissions."
    )


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, clock: Clock) -> None:
    """Somebody's letter is not overwritten."""
    path = tmp_path / "academy.db"
    letter = "Dear participants, this is a letter and no database. " * 40
    path.write_text(letter)
    assert refused(f"sqlite:///{path}", clock, create=True) == (
        f"{path}: This file is not a database of cba_kit. Check the path, or restore a backup."
    )
    assert path.read_text() == letter


def test_a_database_that_cannot_be_written_says_so(file: Path, clock: Clock) -> None:
    """Reading goes on; a note is refused with the reason, for any user of the machine."""
    with open_store(f"sqlite:///file:{file}?mode=ro&uri=true", clock=clock, create=True) as store:
        before = everything(store)
        with pytest.raises(StoreError, match=r"cannot be written\. Make the file and its folder writable\."):
            Hand(store).put("n1", {"text": "Sawmills"})
        assert everything(store) == before
        assert store.people.count() == 4


def test_a_full_disk_changes_nothing_and_writing_goes_on_afterwards(file: Path, clock: Clock) -> None:
    """SQLite's own limit gives the real error; the words are refused whole, then taken whole."""
    limit = {"pages": 0}

    def no_more(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {limit['pages'] or 1_000_000}")

    with open_store(f"sqlite:///{file}", clock=clock) as store:
        event.listen(store.database.engine, "connect", no_more)
        Hand(store).put("n1", {"text": "Sawmills"})
        before = everything(store)
        limit["pages"] = 1  # never less than the file has
        store.database.engine.dispose()
        hand = Hand(store, "long")
        operation = hand.operation("n2", {"text": "long " * 4_000})
        with pytest.raises(StoreError, match=r"The disk is full; nothing was changed\. Free some space"):
            hand.send([operation])
        assert everything(store) == before
        limit["pages"] = 0
        store.database.engine.dispose()
        hand.send([operation])
        assert written(store)["n2"] == {"text": "long " * 4_000}


def test_a_database_that_another_programme_holds_is_told_apart(file: Path, clock: Clock) -> None:
    """Waiting ends after the time that the address sets; then it works again."""
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as other,
        open_store(f"sqlite:///{file}?timeout=0", clock=clock) as store,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"Another programme has kept the database .* Try again"):
            Hand(store).put("n1", {"text": "Sawmills"})
        other.execute("ROLLBACK")
        Hand(store).put("n1", {"text": "Sawmills"})
        assert written(store) == {"n1": {"text": "Sawmills"}}


def test_readers_see_one_state_while_others_write(filled: Store) -> None:
    """A backup that is being made does not see half of a batch."""
    Hand(filled).put("n1", {"text": "before"})
    count = text("SELECT count(*) FROM changes")
    with filled.database.reading() as connection:
        first = connection.execute(count).scalar_one()
        Hand(filled, "other").put("n2", {"text": "meanwhile"})
        assert (first, connection.execute(count).scalar_one()) == (1, 1)
    with filled.database.reading() as connection:
        assert connection.execute(count).scalar_one() == 2


def test_what_is_read_together_is_one_state_over_one_connection(filled: Store) -> None:
    """A snapshot for a page asks ten times; nobody's edit comes between."""
    Hand(filled).put("n1", {"text": "before"})
    with filled.reading():
        first = filled.journal.workbook("ilze").version
        Hand(filled, "other").put("n2", {"text": "meanwhile"})
        assert (first, filled.journal.workbook("ilze").version, list(written(filled))) == (1, 1, ["n1"])
    assert list(written(filled)) == ["n1", "n2"]


def test_a_failure_inside_what_is_read_together_leaves_nothing_open(filled: Store) -> None:
    with pytest.raises(NotFoundError), filled.reading():
        filled.journal.workbook("nobody")
    Hand(filled).put("n1", {"text": "after"})
    assert filled.journal.workbook("ilze").version == 1


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def test_a_server_that_does_not_answer_is_named_without_its_password(silent: int, clock: Clock) -> None:
    """Nobody listening, or somebody who says nothing: the same next step, and no secret in sight."""
    said = [
        refused("postgresql+psycopg://cba:secret@127.0.0.1:1/academy", clock),
        refused(f"postgresql+psycopg://cba:secret@127.0.0.1:{silent}/academy?connect_timeout=2", clock),
    ]
    for words in said:
        assert words.endswith("The database server does not answer. Check DATABASE_URL and start the server.")
        assert "secret" not in words


def test_a_server_of_an_unknown_name_is_told_apart(clock: Clock) -> None:
    """A mistyped host is not a stopped server."""
    said = refused("postgresql+psycopg://nowhere.invalid/academy", clock)
    assert said.endswith("The database server's name is not known. Check DATABASE_URL.")


@pytest.mark.parametrize(
    "url", ["academy", "nonsense://cba:secret@host/x", "postgresql+psycopg://cba:secret@host:port/x"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url: str, clock: Clock) -> None:
    """A slip in DATABASE_URL may be next to a password."""
    assert refused(url, clock, create=True) == (
        "The database's address cannot be understood. "
        "Write DATABASE_URL like postgresql://user:password@host/name."
    )


def test_a_driver_that_is_not_installed_is_named_with_the_fix(clock: Clock) -> None:
    """PostgreSQL is an extra: its driver may be missing."""
    said = refused("postgresql+psycopg2cffi://host/academy", clock)
    assert said.endswith("is not installed (psycopg2cffi). For PostgreSQL: pip install 'cba-kit[postgres]'.")


def test_a_server_that_dropped_the_connection_is_asked_again(
    postgres_url: str, clock: Clock, people: list[Person]
) -> None:
    """After a restart of PostgreSQL, pages go on by themselves."""
    with open_store(postgres_url, clock=clock) as store:
        store.people.add(people)
        with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        Hand(store).put("n1", {"text": "Sawmills"})
        assert written(store) == {"n1": {"text": "Sawmills"}}
