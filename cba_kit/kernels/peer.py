"""Peer: which process is at the other end of a socket on this machine."""

from __future__ import annotations

import socket
import struct

_CREDENTIALS = struct.Struct("3i")


def peer_of(end: socket.socket) -> int:
    """Return the number of the process that connected, as the system knows it."""
    known = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(known)[0])
