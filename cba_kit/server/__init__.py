"""The Voilà application: who is asking, the pages, reports, downloads and the server's health."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.server.links import make_link

if TYPE_CHECKING:
    from cba_kit.server.fresh import Reports
    from cba_kit.store import Store

__all__ = ["make_link", "serve"]


def serve(
    academy: Academy,
    library: Library,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    hub: bool = False,
    reports: Callable[[Academy, Store, Library], Reports] | None = None,
) -> None:
    """Serve the academy's pages until the process is told to end (Ctrl+C or SIGTERM).

    `ready` is called once, with the address, when visitors can come; `port` 0 takes any free one. With
    `hub` this is a service of JupyterHub, which says who comes. `reports` makes documents when somebody opens
    them; without it, those that a batch has made are sent.
    Runs in the main thread, because it answers signals. Raises SettingsError when the address cannot
    be used or the folder cannot be written, StoreError when there is no database.
    """
    from cba_kit.server.running import run  # noqa: PLC0415  # slow import: Voilà

    run(academy, library, host=host, port=port, ready=ready, hub=hub, reports=reports)
