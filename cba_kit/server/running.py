"""Running: the sockets, the loop that serves the application, and its end."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.errors import SettingsError
from cba_kit.server.app import AcademyVoila, configuration
from cba_kit.server.identity import CookieIdentity
from cba_kit.server.ownership import OwnerAuthorizer
from cba_kit.server.site import Site
from cba_kit.store import open_store

log = logging.getLogger(__name__)

LARGEST_REQUEST = 64 * 1024
"""Bytes; the browser's message that a tab was closed is the only request with a body."""


def run(academy: Academy, library: Library, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until told to end; see `cba_kit.server.serve`."""
    secret = academy.secret()
    sockets = _listen(host, port)
    try:
        with open_store(academy.database_url, clock=academy.now) as store:
            site = Site(academy, library, store)
            app = AcademyVoila(
                site=site,
                config=configuration(academy),
                log=log,
                base_url=url_path_join("/", urlsplit(academy.settings.address).path, "/"),
                cookie_secret=secret.encode(),
                identity_provider_class=CookieIdentity,
                authorizer_class=OwnerAuthorizer,
            )
            shown = f"http://{_bracketed(host)}:{sockets[0].getsockname()[1]}{app.base_url}"
            asyncio.run(_serve(app, sockets, lambda: ready(shown)))
    finally:
        for each in sockets:
            each.close()


async def _serve(app: AcademyVoila, sockets: list[socket.socket], ready: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    told_to_end = asyncio.Event()
    before = {
        number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(told_to_end.set))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    app.prepare()
    server = HTTPServer(app.app, max_body_size=LARGEST_REQUEST)
    watching = loop.create_task(app.watch())
    try:
        server.add_sockets(sockets)
        ready()
        await told_to_end.wait()
    finally:
        watching.cancel()
        server.stop()
        await app.end()
        for number, handler in before.items():
            signal.signal(number, handler)


def _listen(host: str, port: int) -> list[socket.socket]:
    """Take the address; SettingsError with the next step when it cannot be had."""
    try:
        return bind_sockets(port, host)
    except OSError as error:
        fix = "Check the address that you gave as host."
        if error.errno == errno.EADDRINUSE:
            fix = "Another programme uses this port, perhaps this one: stop it, or choose another port."
        elif error.errno in (errno.EACCES, errno.EPERM):
            fix = "This user may not use this port: choose one above 1023."
        raise SettingsError(
            f"Pages cannot be served there ({os.strerror(error.errno or 0)}).",
            where=f"{host}:{port}",
            fix=fix,
        ) from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host or "127.0.0.1"
