"""The line: whole messages, whatever comes in pieces."""

from __future__ import annotations

import socket
from threading import Thread

import pytest

from cba_kit.reports.engine.line import LARGEST, Line


def pair() -> tuple[Line, Line, socket.socket]:
    """Two ends, and the socket of the second one."""
    one, other = socket.socketpair()
    return Line(one), Line(other), other


def framed(content: bytes) -> bytes:
    """A message as it is sent, whatever is in it."""
    return len(content).to_bytes(8, "big") + content


def test_messages_arrive_in_order_and_whole() -> None:
    """A large one, half a character and an empty one included."""
    ours, theirs, _ = pair()
    messages = [{"a": "x" * 5_000_000}, {}, {"b": "\ud800 é 👩‍🌾", "c": [1, None]}]
    sender = Thread(target=lambda: [theirs.send(message) for message in messages])
    sender.start()

    assert [ours.receive() for _ in messages] == messages
    sender.join()


def test_several_messages_at_once() -> None:
    """None is lost that came with another one."""
    ours, theirs, _ = pair()
    theirs.send({"n": 1})
    theirs.send({"n": 2})

    assert [ours.receive()["n"], ours.receive()["n"]] == [1, 2]
    theirs.send({"n": 3})
    theirs.send({"n": 4})
    assert [message["n"] for message in ours.take()] == [3, 4]


def test_end_is_told() -> None:
    """Also in the middle of a message."""
    ours, theirs, raw = pair()
    raw.sendall(b"\0\0\0\0\0\0\0\x09{")
    theirs.close()

    with pytest.raises(EOFError):
        ours.receive()
    assert ours.ended


@pytest.mark.parametrize(
    "rubbish",
    [
        (LARGEST + 1).to_bytes(8, "big"),
        framed(b"{]"),
        framed(b"\xff"),
        framed(b"5"),
        framed(b"[{}]"),
        framed(b"[" * 100_000 + b"]" * 100_000),
    ],
)
def test_rubbish_is_an_end(rubbish: bytes) -> None:
    """Somebody else has written on the line; nothing that follows can be read."""
    ours, _theirs, raw = pair()
    raw.sendall(rubbish)

    while not ours.ended:
        assert list(ours.take()) == []
    assert ours.garbled


def test_nothing_is_read_after_a_refusal() -> None:
    """Whole messages behind it included."""
    ours, theirs, _ = pair()
    for number in range(3):
        theirs.send({"n": number})

    messages = ours.take()

    assert next(messages) == {"n": 0}
    ours.refuse()
    assert list(messages) == []
    assert (ours.ended, ours.garbled) == (True, True)
