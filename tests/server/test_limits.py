"""Limits: buckets run empty and fill again; pages are slowed, not cut; guessers wait, neighbours do not."""

from __future__ import annotations

import asyncio
import json
import math
from time import monotonic

import pytest

from cba_kit.server.limits import (
    BURST,
    GUESS_EVERY,
    GUESSES,
    KEPT,
    LARGEST_MESSAGE,
    STEADY,
    WEIGHT,
    Bucket,
    Guesses,
    Pace,
)

from .serving import Browser, Served
from .talking import connect, message, replies

pytestmark = pytest.mark.slow


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_what_is_in_it_then_credit_then_fills_again() -> None:
    time = Time()
    bucket = Bucket(2, 4, time)
    assert [bucket.take(), bucket.take(), bucket.take(), bucket.take()] == [0, 0, 0.25, 0.5]
    time.now += 1000
    assert [bucket.take(2), bucket.take()] == [0, 0.25]


def test_an_address_may_guess_some_wrong_links_and_then_one_now_and_then() -> None:
    time = Time()
    guesses = Guesses(time)
    assert [guesses.wrong("a") for _ in range(GUESSES)] == [0] * GUESSES
    assert [guesses.wrong("a"), guesses.wrong("a")] == [GUESS_EVERY, GUESS_EVERY]
    assert guesses.wrong("b") == 0
    time.now += GUESS_EVERY
    assert [guesses.wrong("a"), guesses.wrong("a")] == [0, GUESS_EVERY]


def test_guessing_from_many_addresses_fills_no_memory() -> None:
    guesses = Guesses(Time())
    for number in range(KEPT + 10):
        guesses.wrong(str(number))
    assert len(guesses._buckets) == KEPT


def test_a_page_sends_a_burst_at_once_and_then_waits_its_turn() -> None:
    async def send() -> list[bool]:
        pace = Pace(Time())
        return [await pace.turn(0) for _ in range(int(BURST) + 1)]

    assert asyncio.run(send()) == [False] * int(BURST) + [True]


def test_large_messages_count_for_more() -> None:
    """So that one page cannot fill the memory of its kernel at full speed."""
    cost = 1 + LARGEST_MESSAGE / WEIGHT
    bucket = Bucket(BURST, STEADY, Time())
    free = math.floor(BURST / cost)
    assert [bucket.take(cost) > 0 for _ in range(free + 1)] == [False] * free + [True]


def test_who_guesses_links_is_told_to_wait_and_who_has_one_gets_in(served: Served) -> None:
    """A proxy on this machine says for whom it asks; the guesser and the class share one address."""
    guesser, neighbour = {"X_Forwarded_For": "192.0.2.7"}, {"X_Forwarded_For": "192.0.2.8"}
    browser = Browser(served.url)
    began = monotonic()
    answers = [browser.ask(f"/join/guess{number}", **guesser) for number in range(GUESSES)]
    while answers[-1].status == 403:
        answers.append(browser.ask("/join/guess", **guesser))
    earned = (monotonic() - began) / GUESS_EVERY
    assert [answer.status for answer in answers[:-1]] == [403] * (len(answers) - 1)
    assert GUESSES < len(answers) <= GUESSES + earned + 1
    assert answers[-1].title == "That was a lot in a short time"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= GUESS_EVERY
    assert browser.ask("/join/guess", **neighbour).status == 403
    assert Browser(served.url).ask(f"/join/{served.token('ann')}", **guesser).status == 303


def test_a_withdrawn_link_is_no_guess(served: Served) -> None:
    visitor = {"X_Forwarded_For": "192.0.2.9"}
    answers = [
        Browser(served.url).ask(f"/join/{served.token('gone')}", **visitor) for _ in range(GUESSES + 2)
    ]
    assert {answer.title for answer in answers} == {"This link was replaced"}


def test_a_message_beyond_measure_ends_the_socket_and_nothing_else(served: Served) -> None:
    """Close code 1009; the kernel lives, and a message of the largest size is still read."""
    ann = served.open("ann")
    kernel = ann.ask("/").kernel

    async def send(size: int) -> int | None:
        socket = await connect(ann, kernel)
        await socket.write_message(bytes(size), binary=True)
        while await asyncio.wait_for(socket.read_message(), 120) is not None:
            pass
        return socket.close_code

    assert asyncio.run(send(LARGEST_MESSAGE + 1)) == 1009
    assert asyncio.run(send(LARGEST_MESSAGE)) == 1007  # it was read, and it is no message
    assert ann.ask(f"/api/kernels/{kernel}").status == 200


def test_a_flood_of_messages_is_slowed_and_every_one_is_answered(served: Served) -> None:
    """What a page kept while it was offline may come at once; nothing of it is lost."""
    bob = served.open("bob")
    kernel = bob.ask("/").kernel
    many = 24
    large = {"target_name": "x" * 500_000}  # counts for thirty

    async def flood() -> int:
        socket = await connect(bob, kernel)
        for _ in range(many):
            await socket.write_message(message("comm_info_request", large), binary=True)
        answers = [(await replies(socket, "comm_info_reply"))[-1][0] for _ in range(many)]
        socket.close()
        return answers.count("comm_info_reply")

    assert asyncio.run(flood()) == many
    assert 'cba_refused_total{reason="pace"}' in Browser(served.url).ask("/metrics").text


def test_a_script_is_refused_in_json(served: Served) -> None:
    answer = Browser(served.url).ask("/nowhere", Accept="application/json")
    assert answer.status == 404
    assert json.loads(answer.body)["reason"] == "missing"
    assert json.loads(answer.body)["message"] == "We cannot find this page"
