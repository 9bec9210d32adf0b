"""The entrance: too large, too slow, too many — each refused with a reason, and the others are served."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from cba_kit.server import entrance
from cba_kit.server.entrance import Entrance
from cba_kit.server.limits import LARGEST_DISCARDED, LARGEST_HEAD, LARGEST_REQUEST, LONGEST_ADDRESS, STRANGERS
from cba_kit.server.proxies import Networks

from .serving import Browser, Served

FLOOD = 500


def talk(served: Served, words: bytes, source: str = "127.0.0.1") -> bytes:
    """Send raw words and return everything that comes until the server hangs up."""
    with call(served, source) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(words)
        return heard(connection)


def heard(connection: socket.socket) -> bytes:
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65_536):
            found += part
    return found


def call(served: Served, source: str = "127.0.0.1") -> socket.socket:
    """Connect from one of this machine's own addresses."""
    port = urlsplit(served.url).port
    return socket.create_connection(("127.0.0.1", port or 0), timeout=120, source_address=(source, 0))


def request(path: str = "/healthz", *lines: str, method: str = "GET") -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: here", "Connection: close", *lines, "", ""]
    return "\r\n".join(head).encode()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_request_of_a_usual_size_is_answered(served: Served) -> None:
    assert status(talk(served, request())) == 200


def test_what_is_too_large_is_refused_in_plain_words(served: Served) -> None:
    """The body is read to its end and thrown away, else the browser would show an error of its own."""
    body = b"x" * (10 * 1024 * 1024)
    for said in (
        request(method="POST", path="/sign-out")[:-2] + b"Content-Length: %d\r\n\r\n" % len(body) + body,
        request(method="POST", path="/sign-out")[:-2]
        + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
        request(method="POST", path="/sign-out")[:-2]
        + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % len(body)
        + body,
    ):
        answer = talk(served, said)
        assert status(answer) == 413, answer[:200]
        assert b"<h1>This is too large</h1>" in answer


def test_long_addresses_and_headers_are_refused(served: Served) -> None:
    assert status(talk(served, request("/" + "x" * LONGEST_ADDRESS))) == 414
    assert status(talk(served, request("/healthz", "Cookie: " + "x" * LARGEST_HEAD))) == 431
    assert status(talk(served, request("/join/" + "x" * (LONGEST_ADDRESS - 10)))) == 403


def test_what_is_beyond_measure_is_not_even_read(served: Served) -> None:
    size = b"Content-Length: %d\r\n\r\n" % (LARGEST_DISCARDED + 1)
    assert talk(served, request(method="POST")[:-2] + size).startswith(b"HTTP/1.1 400")
    assert talk(served, request("/healthz", "Cookie: " + "x" * 5 * LARGEST_HEAD)) == b""
    assert status(talk(served, request())) == 200


def test_a_body_up_to_the_limit_is_read(served: Served) -> None:
    body = b"x" * LARGEST_REQUEST
    size = b"Content-Length: %d\r\n\r\n" % len(body)
    answer = talk(served, request(method="POST", path="/sign-out")[:-2] + size + body)
    assert status(answer) == 403  # for want of the token that guards against other sites


@pytest.fixture
def flood(served: Served) -> Iterator[list[socket.socket]]:
    """Five hundred connections from one address on which nothing is said."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(call(served, "127.0.0.3")) for _ in range(FLOOD)]


def test_five_hundred_connections_from_one_address_are_bounded_and_neighbours_are_served(
    served: Served, flood: list[socket.socket]
) -> None:
    told = [heard(connection) for connection in flood[: FLOOD - STRANGERS]]
    assert {answer.split(b"\r\n", 1)[0] for answer in told} == {b"HTTP/1.1 429 Too Many Requests"}
    assert b"Too many connections are open from your address." in told[0]

    assert status(talk(served, request(), "127.0.0.1")) == 200
    same_wifi = talk(served, request(f"/join/{served.token('bob')}"), "127.0.0.3")
    assert status(same_wifi) == 303
    cookie = same_wifi.partition(b"cba_person=")[2].partition(b";")[0].decode()
    signed_in = talk(served, request("/download/bob.json", f"Cookie: cba_person={cookie}"), "127.0.0.3")
    assert status(signed_in) == 200


class Slow(RequestHandler):
    """Answers whoever has sent a whole request."""

    def get(self) -> None:
        self.write("here")

    post = get


def slow_visitor(words: bytes) -> bytes:
    """Serve with very short patience, send the words and nothing more, return what comes until the end."""

    async def wait() -> bytes:
        listening, port = bind_unused_port()
        app = Application([("/", Slow)], cookie_secret=b"s" * 32)
        server = Entrance(app, proxies=Networks([]))
        server.add_socket(listening)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(words)
        answer = await asyncio.wait_for(reader.read(), 120)
        writer.close()
        server.stop()
        await server.close_all_connections()
        return answer

    return asyncio.run(wait())


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",
    ],
    ids=["silence", "half a line", "half a head", "half a body"],
)
def test_who_never_ends_a_request_is_hung_up_on(monkeypatch: pytest.MonkeyPatch, words: bytes) -> None:
    monkeypatch.setattr(entrance, "SLOWEST_HEAD", 0.05)
    monkeypatch.setattr(entrance, "SLOWEST_BODY", 0.05)
    assert slow_visitor(words) == b""


def test_a_whole_request_is_answered_before_the_connection_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "SLOWEST_HEAD", 1.0)
    assert slow_visitor(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").endswith(b"here")


def test_forwarded_headers_of_a_trusted_proxy_decide_about_secure_cookies(served: Served) -> None:
    plain = Browser(served.url).ask(f"/join/{served.token('ann')}")
    tls = Browser(served.url).ask(f"/join/{served.token('ann')}", X_Forwarded_Proto="https")
    assert ["Secure" in (answer.headers["Set-Cookie"]).split("; ") for answer in (plain, tls)] == [
        False,
        True,
    ]
