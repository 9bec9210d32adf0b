"""Many at once in one workbook: everything arrives, and versions stay without gaps."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from cba_kit.model.people import Person
from cba_kit.store import Store, open_store

from .hand import Hand, written

CLIENTS = ("desk", "phone", "tablet", "kiosk")
EACH = 50


def test_four_clients_writing_at_once_lose_nothing(
    database_url: str, clock: Callable[[], datetime], people: list[Person]
) -> None:
    """Each has connections of its own, as pages have; all 200 notes are there, each with its version."""
    with open_store(database_url, clock=clock, create=True) as store:
        store.people.add(people)
    start = Barrier(len(CLIENTS))

    def work(client: str) -> list[int]:
        with open_store(database_url, clock=clock) as own:
            hand = Hand(own, client)
            start.wait()
            return [hand.put(f"{client}-{n}", {"text": f"{client} {n}"}).version for n in range(EACH)]

    with ThreadPoolExecutor(len(CLIENTS)) as pool:
        versions = [version for told in pool.map(work, CLIENTS) for version in told]
    total = len(CLIENTS) * EACH
    with open_store(database_url, clock=clock) as store:
        assert sorted(versions) == list(range(1, total + 1))
        assert [change.version for change in store.journal.changes("ilze")] == list(range(1, total + 1))
        assert written(store) == {f"{c}-{n}": {"text": f"{c} {n}"} for c in CLIENTS for n in range(EACH)}
        assert store.journal.workbook("ilze").version == total


def test_threads_may_share_one_store_and_one_note(filled: Store) -> None:
    """All write the same text field without having seen the others: every text is kept."""
    start = Barrier(len(CLIENTS))

    def work(client: str) -> None:
        hand = Hand(filled, client)
        start.wait()
        for number in range(5):
            hand.put("n1", {"text": f"{client} {number}"})

    with ThreadPoolExecutor(len(CLIENTS)) as pool:
        list(pool.map(work, CLIENTS))
    texts = sorted(str(fields["text"]) for fields in written(filled).values())
    assert texts == sorted(f"{client} 4" for client in CLIENTS)


def test_people_in_different_workbooks_do_not_wait_for_each_other_for_ever(filled: Store) -> None:
    """Two workbooks, two clients each: versions of each count by themselves."""
    start = Barrier(4)

    def work(place: tuple[str, str]) -> None:
        workbook, client = place
        hand = Hand(filled, client, person=workbook, workbook=workbook)
        start.wait()
        for number in range(10):
            hand.put(f"{client}-{number}", {"text": str(number)})

    places = [(workbook, client) for workbook in ("ilze", "eleni") for client in ("desk", "phone")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, places))
    for workbook in ("ilze", "eleni"):
        assert [c.version for c in filled.journal.changes(workbook)] == list(range(1, 21))
