"""The Voilà application: who is asking, the pages, reports, downloads and the server's health."""

from __future__ import annotations

from collections.abc import Callable

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.server.links import make_link

__all__ = ["make_link", "serve"]


def serve(
    academy: Academy,
    library: Library,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    hub: bool = False,
) -> None:
    """Serve the academy's pages until the process is told to end (Ctrl+C or SIGTERM).

    `ready` is called once, with the address, when visitors can come; `port` 0 takes any free one. With
    `hub` this is a service of JupyterHub, which says who comes.
    Runs in the main thread, because it answers signals. Raises SettingsError when the address cannot
    be used or the folder cannot be written, StoreError when there is no database.
    """
    from cba_kit.server.running import run  # noqa: PLC0415  # slow import: Voilà

    run(academy, library, host=host, port=port, ready=ready, hub=hub)
