"""Cohort: many more participants, each with a workbook as full as a demo one, in words of their own."""

from __future__ import annotations

import re
from itertools import count, islice
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from cba_kit.model.people import Cluster, Person
from cba_kit.programme.demo import EDITION
from cba_kit.store import Store
from cba_kit.store.schema import changes, entries, snapshots, workbooks

AT_ONCE = 100
"""Workbooks that are written in one transaction."""
ALONE = 5
"""Words that a text has at least when it is one's own; a shorter one could be anybody's."""
EVERY = 4
"""Which word of such a text is another one in each workbook."""
_WORD = re.compile(r"\w+")
_SAID = re.compile(" |://")
"""What a sentence or an address has, and a key, a number or a date has not."""
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_TABLES = (entries, changes, snapshots)
_OWNERS = ("person", "created_by", "changed_by")
_WORDS = ("fields", "before", "after")

Journal = dict[Table, list[dict[str, Any]]]


def enlarge(store: Store, *, to: int) -> list[Person]:
    """Add participants until there are `to`, and return the new ones.

    People come through the store's own door. Their workbooks are copied row by row, since so many
    journals written change by change take long; who wrote what, when, and every snapshot stays as it is.
    """
    known = store.people.of(EDITION, "participant")
    new = [_double(known[number % len(known)], number) for number in range(len(known), to)]
    store.people.add(new)
    with store.database.reading() as connection:
        journals = {person.id: _journal(connection, person.id) for person in known}
    pairs = zip(new, (known[number % len(known)].id for number in range(len(known), to)), strict=True)
    while batch := list(islice(pairs, AT_ONCE)):
        with store.database.writing() as connection:
            for person, original in batch:
                _copy(connection, journals[original], original, person.id)
    return new


def mark(number: int) -> str:
    """Return a word that only this number has; up to 4,900 it has four letters."""
    word = ""
    while not word or number:
        number, place = divmod(number, len(_CONSONANTS) * len(_VOWELS))
        word += _CONSONANTS[place // len(_VOWELS)] + _VOWELS[place % len(_VOWELS)]
    return word.ljust(4, "x")


def reworded(value: Any, word: str) -> Any:
    """Return a value that JSON can hold with `word` in the place of every fourth one of its longer texts."""
    if isinstance(value, dict):
        return {key: reworded(item, word) for key, item in value.items()}
    if isinstance(value, list):
        return [reworded(item, word) for item in value]
    if not isinstance(value, str) or not _SAID.search(value) or len(_WORD.findall(value)) < ALONE:
        return value
    places = count(1)
    return _WORD.sub(lambda found: found[0] if next(places) % EVERY else word, value)


def _double(person: Person, number: int) -> Person:
    """Return somebody like `person`, with another name, in another cluster and in no group."""
    word = mark(number)
    cluster = person.cluster and Cluster(
        id=f"{person.cluster.id}-{word}",
        name=f"{person.cluster.name} {word.title()}",
        country=person.cluster.country,
        ecosystems=person.cluster.ecosystems,
    )
    return person.model_copy(
        update={
            "id": f"guest-{number:05d}",
            "name": f"{person.first_name} {word.title()}",
            "email": f"guest-{number:05d}@bench.example",
            "cluster": cluster,
            "group": None,
        }
    )


def _journal(connection: Connection, person: str) -> Journal:
    queries = {table: select(table).where(table.c.workbook == person) for table in _TABLES}
    return {
        table: [dict(row) for row in connection.execute(query).mappings()] for table, query in queries.items()
    }


def _copy(connection: Connection, journal: Journal, original: str, person: str) -> None:
    word = mark(int(person.rpartition("-")[2]))
    for table, rows in journal.items():
        if rows:
            connection.execute(insert(table), [_moved(row, original, person, word) for row in rows])
    version = max((row["version"] for row in journal[changes]), default=0)
    moment = max((row["at"] for row in journal[changes]), default=None)
    connection.execute(
        update(workbooks).where(workbooks.c.id == person).values(version=version, changed_at=moment)
    )


def _moved(row: dict[str, Any], original: str, person: str, word: str) -> dict[str, Any]:
    found = row | {"workbook": person}
    found |= {name: person for name in _OWNERS if row.get(name) == original}
    return found | {name: reworded(row[name], word) for name in _WORDS if name in row}
