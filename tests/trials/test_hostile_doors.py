"""Hostile visitors at the door: hundreds at once, and links and cookies that are forged, swapped or ended."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Iterator

import pytest
from itsdangerous import URLSafeSerializer
from tornado.web import create_signed_value

from cba_kit.config import Academy
from cba_kit.server.identity import COOKIE, DAYS
from cba_kit.server.limits import GUESSES
from cba_kit.store import open_store
from tests.cast import ELENI, ILZE, TRAINER

from .server import Serving
from .stage import make_academy, token
from .visitor import Refused, Visitor

pytestmark = pytest.mark.slow

MANY = 500


@pytest.fixture(scope="module")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    return make_academy(tmp_path_factory.mktemp("doors") / "academy")


@pytest.fixture(scope="module")
def serving(academy: Academy) -> Iterator[Serving]:
    serving = Serving(academy.folder, academy.database_url)
    serving.start()
    yield serving
    serving.terminate()


def test_hundreds_of_silent_connections_from_one_address_keep_nobody_out(
    academy: Academy, serving: Serving
) -> None:
    """A neighbour behind the same address joins and opens a page while they are all held open."""

    async def hold() -> tuple[int, int]:
        held = await asyncio.gather(
            *(asyncio.open_connection("127.0.0.1", serving.port) for _ in range(MANY))
        )
        neighbour = Visitor(serving.url, patience=120)
        await neighbour.join(token(academy, ILZE))
        opened = await neighbour.open()
        (await neighbour.connect(opened, "neighbour")).close()
        health = (await neighbour.ask("/healthz")).code
        for _, writer in held:
            writer.close()
        return len(held), health

    assert asyncio.run(hold()) == (MANY, 200)


def test_hundreds_of_requests_at_once_are_all_answered(serving: Serving) -> None:
    """By strangers: each is refused, or told that there are too many; nobody waits for ever."""

    async def rush() -> set[int]:
        stranger = Visitor(serving.url, patience=120)
        paths = ["/", "/coach", "/seat", "/download/ilze.json", "/healthz", "/v/x/static/voila.js"]
        return {
            answer.code
            for answer in await asyncio.gather(
                *(stranger.ask(paths[number % len(paths)]) for number in range(MANY))
            )
        }

    assert asyncio.run(rush()) <= {200, 403, 405, 429}


def test_hundreds_of_sockets_of_strangers_are_refused_and_ones_own_are_few(
    academy: Academy, serving: Serving
) -> None:
    async def knock() -> tuple[set[int], int]:
        ilze = Visitor(serving.url, patience=120)
        await ilze.join(token(academy, ILZE))
        opened = await ilze.open()
        stranger = Visitor(serving.url, patience=120)

        async def one(visitor: Visitor, number: int) -> int:
            try:
                line = await visitor.connect(opened, f"socket-{number}")
            except Refused as refusal:
                return refusal.status
            except ConnectionError:
                return 0
            lines.append(line)
            return 101

        lines = []
        refused = {await one(stranger, number) for number in range(MANY // 10)}
        refused |= set(await asyncio.gather(*(one(stranger, number) for number in range(MANY))))
        for number in range(20):
            await one(ilze, number)
        await lines[0].tell({"t": "ping"})
        heard = await asyncio.wait_for(lines[0].hear(), 120)
        left = sum(line.socket.close_code is None for line in lines)
        for line in lines:
            line.close()
        assert heard == {"t": "pong"}
        return refused, left

    refused, left = asyncio.run(knock())
    assert refused <= {403, 429, 0}
    assert 403 in refused
    assert left >= 1


def test_links_that_were_forged_altered_or_swapped_open_nothing(academy: Academy, serving: Serving) -> None:
    """Whoever tries many is told to wait; a right link still opens."""
    right = token(academy, ILZE)
    body, _, signature = right.rpartition(".")
    other = token(academy, ELENI)
    forged = URLSafeSerializer("another key that is long enough", salt="cba.join").dumps(["ilze", 1])
    unsigned = base64.urlsafe_b64encode(json.dumps(["ilze", 1]).encode()).decode().rstrip("=")
    wrong = [
        *(forged, unsigned, f"{unsigned}.", f".{signature}", body, f"{body}.", right[:-1], f"{right}x"),
        *(f"{other.rpartition('.')[0]}.{signature}", f"{body}.{other.rpartition('.')[2]}"),
        *(right.swapcase(), right[::-1], f"{right}.{right}", "0", "x" * 3000),
    ]

    async def try_all() -> tuple[set[int], list[str], int, int]:
        stranger = Visitor(serving.url, patience=120)
        statuses = {(await stranger.ask(f"/join/{each}")).code for each in wrong}
        tired = [(await stranger.ask("/join/wrong")).code for _ in range(2 * GUESSES)][-1]
        cookies = list(stranger.cookies)
        await stranger.join(right)
        return statuses, cookies, tired, (await stranger.ask("/download/ilze.json")).code

    assert asyncio.run(try_all()) == ({403}, [], 429, 200)


def test_cookies_that_were_forged_swapped_or_have_ended_are_nobodys(
    academy: Academy, serving: Serving
) -> None:
    secret = academy.secret().encode()
    claim = json.dumps([TRAINER.id, 1])
    right = create_signed_value(secret, COOKIE, claim).decode()
    eleni = create_signed_value(secret, COOKIE, json.dumps([ELENI.id, 1])).decode()
    old = time.time() - (DAYS + 1) * 24 * 3600
    wrong = [
        create_signed_value(b"another key", COOKIE, claim).decode(),
        create_signed_value(secret, "another_cookie", claim).decode(),
        create_signed_value(secret, COOKIE, claim, clock=lambda: old).decode(),
        create_signed_value(secret, COOKIE, json.dumps([TRAINER.id, 2])).decode(),
        create_signed_value(secret, COOKIE, json.dumps(["nobody", 1])).decode(),
        right.rpartition("|")[0] + "|" + eleni.rpartition("|")[2],
        eleni.rpartition("|")[0] + "|" + right.rpartition("|")[2],
        *(right[:-1], right.swapcase(), f"{right}0", claim, "", "2|1:0|10:0|0:|", "x" * 3000),
        token(academy, TRAINER),
    ]

    async def statuses(cookie: str) -> set[int]:
        visitor = Visitor(serving.url, {COOKIE: cookie}, patience=120)
        paths = ("/", "/coach", "/download/ilze.json", "/queue?page=participant.ipynb")
        return {(await visitor.ask(path)).code for path in paths}

    async def try_all() -> tuple[list[set[int]], int]:
        told = [await statuses(cookie) for cookie in wrong]
        signed_in = Visitor(serving.url, {COOKIE: right}, patience=120)
        return told, (await signed_in.ask("/download/ilze.json")).code

    assert asyncio.run(try_all()) == ([{403}] * len(wrong), 200)


def test_a_withdrawn_link_closes_what_it_had_opened(academy: Academy, serving: Serving) -> None:
    """The line ends with a code of its own; cookie, kernel and a new seat are refused with the reason."""

    async def withdraw() -> tuple[int | None, list[int], str]:
        eleni = Visitor(serving.url, patience=120)
        await eleni.join(token(academy, ELENI))
        opened = await eleni.open()
        line = await eleni.connect(opened, "eleni")
        with open_store(academy.database_url, clock=academy.now) as store:
            store.people.raise_link(ELENI.id)
        async with asyncio.timeout(120):
            while await line.hear() is not None:
                continue
        after = [(await eleni.ask(path)).code for path in ("/", f"/api/kernels/{opened.kernel}")]
        seat = await eleni.ask("/seat", "POST", {"page": opened.page, "kernel": opened.kernel})
        after += [seat.code, (await eleni.ask(f"/join/{token(academy, ELENI)}")).code]
        return line.code, after, json.loads(seat.body)["reason"]

    assert asyncio.run(withdraw()) == (4002, [403, 403, 403, 403], "withdrawn")
