"""Entrance: the HTTP server before the application; it knows who connects and refuses what is too much."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import cast

from tornado.http1connection import HTTP1Connection, HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerRequest,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream
from tornado.web import Application

from cba_kit.server.crowd import Crowd
from cba_kit.server.guard import Refused
from cba_kit.server.identity import signed_in
from cba_kit.server.limits import (
    LARGEST_DISCARDED,
    LARGEST_HEAD,
    LARGEST_REQUEST,
    LONGEST_ADDRESS,
    SLOWEST_BODY,
    SLOWEST_HEAD,
)
from cba_kit.server.proxies import Networks, protocol_of, visitor_of

CROWDED = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    b"Retry-After: 10\r\n\r\nToo many connections are open from your address. Close some and try again.\n"
)
"""What a connection is told before it gives way; it may not have asked anything yet."""


class Entrance(HTTPServer):
    """Tornado's server, with bounds on time, size and number, and with proxies believed only if trusted."""

    def initialize(  # type: ignore[override]  # tornado's classes are set up here, each in its own way
        self, app: Application, *, proxies: Networks
    ) -> None:
        """Take the application, and the proxies that may say for whom they ask."""
        super().initialize(
            app,
            max_body_size=LARGEST_DISCARDED,
            max_header_size=4 * LARGEST_HEAD,  # beyond this, tornado hangs up without a word
            idle_connection_timeout=SLOWEST_HEAD,
            body_timeout=SLOWEST_BODY,
        )
        self.app = app
        self.proxies = proxies
        self.crowd = Crowd()
        self._met: set[object] = set()

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Return what receives the connection's next request."""
        connection = cast(HTTP1Connection, request_conn)
        if server_conn in self._met:
            self.crowd.rests(server_conn)
        else:
            self._met.add(server_conn)
            stream = connection.stream
            self.crowd.came(server_conn, _peer(connection), lambda: _turn_away(stream))
        return _Request(self, server_conn, connection)

    def on_close(self, server_conn: object) -> None:
        """Forget a connection that has ended, or has become a page's socket."""
        self._met.discard(server_conn)
        self.crowd.left(server_conn)
        super().on_close(cast(HTTP1ServerConnection, server_conn))

    def unanswered(self) -> int:
        """Return how many requests wait for their answer."""
        return self.crowd.busy()


class _Request(HTTPMessageDelegate):
    """One request on its way in: for whom it is, and whether it is too large."""

    def __init__(self, entrance: Entrance, server_conn: object, connection: HTTP1Connection) -> None:
        self._entrance = entrance
        self._server_conn = server_conn
        self._connection = connection
        self._peer = _peer(connection)
        self._inner: HTTPMessageDelegate | None = None
        self._head = (RequestStartLine("GET", "/", "HTTP/1.1"), HTTPHeaders())
        self._received = 0
        self._refused = False

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        """Find out who asks, then pass the request on or refuse it."""
        start = cast(RequestStartLine, start_line)
        self._head = start, headers
        self._believe(headers)
        request = HTTPServerRequest(connection=self._connection, start_line=start, headers=headers)
        self._entrance.crowd.is_for(
            self._server_conn,
            address=request.remote_ip or self._peer,
            person=signed_in(request, self._entrance.app.settings["cookie_secret"]),
        )
        status = _too_much(start, headers)
        if status:
            self._refuse(status)
            return None
        self._inner = self._entrance.app.start_request(self._server_conn, self._connection)
        return self._inner.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Pass on a part of the body, as long as it is not too much."""
        self._received += len(chunk)
        if self._refused or self._inner is None:
            return None
        if self._received > LARGEST_REQUEST:
            self._refuse(413)
            return None
        return self._inner.data_received(chunk)

    def finish(self) -> None:
        """Have the request answered."""
        if self._inner is not None:
            self._inner.finish()

    def on_connection_close(self) -> None:
        """Forget a request that did not arrive whole."""
        if self._inner is not None:
            self._inner.on_connection_close()

    def _refuse(self, status: int) -> None:
        """Have the request answered with a refusal, once the body has been read and thrown away."""
        start, headers = self._head
        short = start._replace(path=start.path[:LONGEST_ADDRESS])
        headers.pop("Content-Type", None)  # there is no form to be read any more
        request = HTTPServerRequest(connection=self._connection, start_line=short, headers=headers)
        self._inner = self._entrance.app.get_handler_delegate(request, Refused, {"status": status})
        self._refused = True

    def _believe(self, headers: HTTPHeaders) -> None:
        """Write down at the connection for whom it asks now; the request reads it from there."""
        trusted = self._entrance.proxies
        context = cast("_Context", self._connection.context)
        context.remote_ip = visitor_of(self._peer, headers, trusted)
        context.protocol = protocol_of(self._peer, headers, trusted)


class _Context:
    """The part of tornado's note about a connection that a request is made from."""

    address: tuple[str, int] | str
    remote_ip: str
    protocol: str


def _peer(connection: HTTP1Connection) -> str:
    address = cast(_Context, connection.context).address
    return address[0] if isinstance(address, tuple) else "127.0.0.1"  # a Unix socket


def _too_much(start: RequestStartLine, headers: HTTPHeaders) -> int:
    """Return the status that refuses a request for its size, or 0."""
    if len(start.path) > LONGEST_ADDRESS:
        return 414
    if sum(len(name) + len(value) for name, value in headers.get_all()) > LARGEST_HEAD:
        return 431
    said = headers.get("Content-Length", "0")
    return 413 if said.isdecimal() and int(said) > LARGEST_REQUEST else 0


def _turn_away(stream: IOStream) -> None:
    """Say why, then hang up."""
    if not stream.closed():
        stream.write(CROWDED).add_done_callback(lambda _: stream.close())
