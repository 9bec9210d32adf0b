"""Frames: what goes in comes out, and jupyter_server reads and writes the same."""

from __future__ import annotations

import json

import pytest
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)

from tests.bench.wire import Writer, frame, parts, read


def test_parts_come_out_as_they_went_in() -> None:
    """Also empty ones."""
    assert parts(frame([b"shell", b"", b"words"])) == [b"shell", b"", b"words"]


def test_a_cut_frame_is_refused() -> None:
    """Half a frame is no frame."""
    with pytest.raises(ValueError, match="offsets"):
        parts(frame([b"shell", b"words"])[:-1])


def test_the_server_reads_what_we_write() -> None:
    """The stock reader finds channel, kind and content."""
    channel, found = deserialize_msg_from_ws_v1(  # type: ignore[no-untyped-call]  # no types
        Writer("c1").custom({"t": "hello"})
    )
    assert channel == "shell"
    assert json.loads(found[0])["msg_type"] == "comm_msg"
    assert json.loads(found[3]) == {
        "comm_id": "c1",
        "data": {"method": "custom", "content": {"t": "hello"}},
    }


def test_we_read_what_the_server_writes() -> None:
    """The stock writer's frame is a widget's message to us."""
    message = {
        "header": {"msg_type": "comm_msg"},
        "parent_header": {},
        "metadata": {},
        "content": {"comm_id": "c1", "data": {"method": "custom", "content": {"t": "pong"}}},
    }
    raw = serialize_msg_to_ws_v1(  # type: ignore[no-untyped-call]  # no types
        message, "iopub", lambda part: json.dumps(part).encode()
    )
    found = read(b"".join(raw) if isinstance(raw, list) else raw)
    assert (found.channel, found.custom, found.message()) == ("iopub", True, {"t": "pong"})
