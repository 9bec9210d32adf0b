"""Running: the sockets, the loop that serves the application, and its end."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.utils import url_path_join
from tornado.netutil import bind_sockets

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.errors import SettingsError
from cba_kit.server.app import AcademyVoila, configuration
from cba_kit.server.audit import kept
from cba_kit.server.entrance import Entrance
from cba_kit.server.fresh import Reports
from cba_kit.server.identity import CookieIdentity
from cba_kit.server.proxies import Networks
from cba_kit.server.site import Site
from cba_kit.store import Store, open_store

log = logging.getLogger(__name__)

LAST_WORDS = 15
"""Seconds that the kernels have to end; then the process ends, and takes what is left along."""
PAUSE = 1
"""Seconds before something that broke is begun again."""
OPEN_FILES = 65_536
"""Connections and files that we may have open, where the system lets us: each page needs a dozen."""


def run(
    academy: Academy,
    library: Library,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    hub: bool,
    reports: Callable[[Academy, Store, Library], Reports] | None,
) -> None:
    """Serve until told to end; see `cba_kit.server.serve`."""
    secret = academy.secret()
    _allow_many_files()
    sockets = _listen(host, port)
    try:
        with kept(academy.folder), open_store(academy.database_url, clock=academy.now) as store:
            site = Site(academy, library, store)
            app = AcademyVoila(
                site=site,
                reports=reports(academy, store, library) if reports is not None else None,
                config=configuration(academy),
                log=log,
                base_url=url_path_join("/", urlsplit(academy.settings.address).path, "/"),
                cookie_secret=secret.encode(),
                identity_provider_class=_hub_identity() if hub else CookieIdentity,
            )
            shown = f"http://{_bracketed(host)}:{sockets[0].getsockname()[1]}{app.base_url}"
            asyncio.run(_serve(app, sockets, lambda: ready(shown)))
    finally:
        for each in sockets:
            each.close()


async def _serve(app: AcademyVoila, sockets: list[socket.socket], ready: Callable[[], None]) -> None:
    """Serve until the first signal, then go down with care; a second signal ends at once."""
    loop = asyncio.get_running_loop()
    told, hurry = asyncio.Event(), asyncio.Event()

    def hear() -> None:
        (hurry if told.is_set() else told).set()

    before = {
        number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(hear))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    app.prepare()
    server = Entrance(app.app, proxies=Networks(app.site.academy.settings.proxies))
    watching = [loop.create_task(_keep_up(work)) for work in (app.watch, app.site.store.relay)]
    try:
        server.add_sockets(sockets)
        ready()
        await told.wait()
        log.info("told to end: no new pages from now on")
        await _unless(hurry, app.drain.go_down(app.kernel_manager, server))
    finally:
        for task in watching:
            task.cancel()
        server.stop()
        await _unless(hurry, app.end())
        for number, handler in before.items():
            signal.signal(number, handler)


async def _keep_up(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do what has to go on as long as we serve. Should it ever break, log where and begin again."""
    while True:
        try:
            return await work()
        except Exception as error:  # whatever it is, the server goes on
            while isinstance(error, ExceptionGroup):
                error = error.exceptions[0]
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()  # not its text: it may quote
            log.error("%s broke and begins again: %s\n%s", work.__name__, type(error).__name__, frames)
            await asyncio.sleep(PAUSE)


async def _unless(hurry: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work, but not longer than it may take, and not if there is a hurry."""
    working, hurrying = asyncio.ensure_future(work), asyncio.ensure_future(hurry.wait())
    done, _ = await asyncio.wait({working, hurrying}, timeout=LAST_WORDS, return_when=asyncio.FIRST_COMPLETED)
    hurrying.cancel()
    if working in done:
        working.result()
    else:
        working.cancel()
        log.warning("ended without the last %s", "words" if hurry.is_set() else "kernels: they take too long")


def _allow_many_files() -> None:
    """Raise this process's own bound on open files; the system's bound stays."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _hub_identity() -> type[CookieIdentity]:
    try:
        from cba_kit.server.hub import HubIdentity  # noqa: PLC0415  # optional dependency
    except ImportError as error:
        raise SettingsError(
            "The package jupyterhub is not installed.", fix='Install it: pip install "cba-kit[hub]"'
        ) from error
    return HubIdentity


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
