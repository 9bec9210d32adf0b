"""Backups: the same on both databases, and a bad file changes nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from cba_kit.errors import StoreError
from cba_kit.model.people import Person
from cba_kit.store import Store, open_store
from cba_kit.store.backup import read_backup, write_backup

from ..conftest import START
from .hand import Hand, everything
from .test_ledger import render
from .test_people import everybody, person

WORDS = 'One\u2028two \u2029 \x85 \U0001f332 Ελένη "quoted" back\\slash\nnew line'


def fill(store: Store, people: list[Person]) -> None:
    """Write something into every table, with words that are hard to carry."""
    store.people.add([*people, person("chained", "coach", "participant", coach="anneli")])
    store.people.update(store.people.person("anneli").model_copy(update={"coach": "chained"}))
    hand = Hand(store)
    hand.put("n1", {"text": WORDS, "position": 1.5}, block="channels")
    hand.put("n2", {"text": "gone"})
    hand.remove("n2")
    Hand(store, "phone").put("n1", {"text": "At the same time"})
    Hand(store, "coach", person="anneli").put("c1", {"text": "Why?"}, kind="comment")
    store.journal.snapshot("ilze", "Day 2")
    for version in (1, 2):
        store.ledger.record(render(version=version, notes=(WORDS,)))


def told(store: Store) -> tuple[object, ...]:
    """Return all that a store can tell."""
    return (
        everybody(store),
        [everything(store, book.id) for book in store.journal.workbooks("cba3")],
        store.journal.threads("ilze"),
        store.ledger.history("ilze", "roadmap"),
        store.ledger.latest("cba3", "roadmap"),
    )


def saved(store: Store) -> BytesIO:
    file = BytesIO()
    write_backup(store.database, file, at=START)
    return file


def put_back(store: Store, file: BytesIO, *, replace: bool = False) -> dict[str, int]:
    with zipfile.ZipFile(file) as archive:
        return read_backup(store.database, archive, where="backup.zip", replace=replace)


def tables(file: BytesIO) -> dict[str, list[object]]:
    """Return the rows of a backup by table."""
    with zipfile.ZipFile(file) as archive:
        return {
            name: [json.loads(line) for line in archive.read(name).decode().splitlines()]
            for name in archive.namelist()
            if name.startswith("tables/")
        }


def changed(file: BytesIO, name: str, content: bytes | None) -> BytesIO:
    """Return the backup with one member replaced, or left out."""
    other = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        if content is not None:
            new.writestr(name, content)
    return other


@pytest.fixture
def full(store: Store, people: list[Person]) -> Store:
    fill(store, people)
    return store


def test_a_backup_counts_its_rows(full: Store) -> None:
    """What the command prints is what is in the file."""
    counts = write_backup(full.database, file := BytesIO(), at=START)
    assert counts == {
        "clusters": 2,
        "people": 5,
        "workbooks": 3,
        "entries": 4,
        "changes": 6,
        "snapshots": 1,
        "renders": 2,
    }
    assert {f"tables/{name}.jsonl": count for name, count in counts.items()} == {
        name: len(rows) for name, rows in tables(file).items()
    }


def test_a_round_trip_over_both_databases_changes_nothing(
    tmp_path: Path, postgres_url: str, clock: Callable[[], datetime], people: list[Person]
) -> None:
    """SQLite to PostgreSQL to SQLite: all answers are equal, and so are the files."""
    urls = [f"sqlite:///{tmp_path}/one.db", postgres_url, f"sqlite:///{tmp_path}/two.db"]
    with open_store(urls[0], clock=clock, create=True) as store:
        fill(store, people)
        first, file = told(store), saved(store)
        files = [tables(file)]
    for url in urls[1:]:
        with open_store(url, clock=clock, create=True) as store:
            put_back(store, file)
            assert told(store) == first
            file = saved(store)
            files.append(tables(file))
    assert files[0] == files[1] == files[2]


def test_after_a_restore_one_goes_on_writing(full: Store) -> None:
    """Notes, people and renders can be added on either database: numbers go on behind the restored ones."""
    file = saved(full)
    put_back(full, file, replace=True)
    Hand(full, "new").see().put("n3", {"text": "More"})
    full.people.add([person("new", "participant", coach="anneli")])
    line = render(version=9)
    full.ledger.record(line)
    assert full.journal.workbook("ilze").version == 7
    assert full.ledger.latest("cba3", "roadmap") == {"ilze": line}
    assert [each.version for each in full.ledger.history("ilze", "roadmap")] == [9, 2, 1]


def test_without_replace_a_store_with_people_is_left_as_it_is(full: Store) -> None:
    """Nobody overwrites an academy by a wrong folder's name."""
    file = saved(full)
    full.people.add([person("newer", "participant")])
    before = told(full)
    with pytest.raises(StoreError, match=r"already has people in it, so nothing was restored\. Add --yes"):
        put_back(full, file)
    assert told(full) == before


def test_replace_puts_the_backup_in_place_of_what_is_there(full: Store) -> None:
    """What came after the backup is gone; what was in it is back."""
    file, before = saved(full), told(full)
    full.people.add([person("newer", "participant")])
    Hand(full).put("n9", {"text": "later"})
    counts = put_back(full, file, replace=True)
    assert told(full) == before
    assert (counts["people"], counts["changes"]) == (5, 6)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("backup.json", None, "This file is no backup of cba_kit."),
        ("backup.json", b"{", "This file is no backup of cba_kit."),
        ("backup.json", b"[]", "This file is no backup of cba_kit."),
        ("backup.json", b'{"format": "cba-backup-9", "revision": "0009"}', "made by another version"),
        ("tables/entries.jsonl", None, "The backup is damaged: its table “entries”"),
        ("tables/entries.jsonl", b"", "The backup is damaged: its table “entries”"),
        ("tables/entries.jsonl", b"\xff", "The backup is damaged: its table “entries”"),
        ("tables/people.jsonl", b"[]\n[]\n[]\n[]\n[]", "The backup is damaged: its table “people”"),
        ("tables/people.jsonl", b'{"id": "x"}\n' * 5, "The backup is damaged: its table “people”"),
    ],
)
def test_a_foreign_or_damaged_file_is_refused_and_changes_nothing(
    full: Store, name: str, content: bytes | None, words: str
) -> None:
    """The file is read whole before the first row is touched, even where replacing was asked for."""
    file = changed(saved(full), name, content)
    before = told(full)
    with pytest.raises(StoreError, match=words) as caught:
        put_back(full, file, replace=True)
    assert caught.value.where == "backup.zip"
    assert told(full) == before


def test_a_byte_that_flipped_on_the_disk_is_noticed(full: Store) -> None:
    """Checksums of the ZIP file tell; nothing is restored from such a file."""
    file = saved(full)
    with zipfile.ZipFile(file) as archive:
        entry = archive.getinfo("tables/changes.jsonl")
    raw = bytearray(file.getvalue())
    raw[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 0xFF
    before = told(full)
    with pytest.raises(StoreError, match="The backup is damaged: its table “changes”"):
        put_back(full, BytesIO(bytes(raw)), replace=True)
    assert told(full) == before


def test_rows_that_the_database_refuses_leave_everything_as_it_was(full: Store) -> None:
    """A file made by hand, with the same person twice: the transaction goes back."""
    file = saved(full)
    with zipfile.ZipFile(file) as archive:
        lines = archive.read("tables/people.jsonl").splitlines()
    doubled = changed(file, "tables/people.jsonl", b"\n".join([lines[0], lines[0], *lines[2:]]))
    before = told(full)
    with pytest.raises(StoreError, match="The database refused"):
        put_back(full, doubled, replace=True)
    assert told(full) == before


def test_an_empty_academy_can_be_backed_up_and_put_back(store: Store) -> None:
    """No rows is a state like any other."""
    counts = put_back(store, saved(store))
    assert set(counts.values()) == {0}
    assert everybody(store) == []
