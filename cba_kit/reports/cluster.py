"""Cluster: documents made on the workers of a Dask cluster, published and recorded as if made here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cba_kit.config import TOML, Academy
from cba_kit.errors import SettingsError
from cba_kit.reports.making import Job, Made

_ROOMS = ("templates", "notebooks")
ATTEMPTS = 3
"""How often a document is tried again that an error of the cluster has lost."""
AHEAD = 2
"""Documents on their way for each thread of the cluster, so that none waits for the next one."""
PATIENCE = 20
"""Seconds in which the cluster must answer."""


@contextmanager
def remote(
    address: str, academy: Academy, handed: Path
) -> Iterator[tuple[Callable[[Job], Made], int, Callable[[], None]]]:
    """Connect to a cluster; give who makes documents there, how many at a time, and how to end that.

    The workers read the database themselves, so it must be PostgreSQL. What they need of the academy's
    folder is sent to them. A worker that is lost on the way is replaced by another one, or waited for.

    Raises SettingsError without Dask, without PostgreSQL, and where no cluster answers.
    """
    if academy.database_url.startswith("sqlite"):
        raise SettingsError(
            "Other machines cannot read a database in a file.",
            fix="Use PostgreSQL: set DATABASE_URL, or “database” in academy.toml.",
        )
    try:
        from distributed import Client  # noqa: PLC0415  # optional dependency

        from cba_kit.reports.kit import Kit, make_there  # noqa: PLC0415  # optional dependency
    except ImportError as error:
        raise SettingsError(
            f"Dask is not installed here ({error.name}).", fix="pip install 'cba-kit[dask]'"
        ) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise SettingsError(
            f"No Dask cluster answers ({error}).",
            where=address,
            fix="Start one with “dask scheduler” and “dask worker”, and use the address that it prints.",
        ) from error
    with client:
        kit = f"cba-kit-{secrets.token_hex(8)}"
        client.register_plugin(Kit(kit, _files(academy, handed)), name=kit)
        try:

            def there(job: Job) -> Made:
                asked = client.submit(make_there, job, kit, pure=False, retries=ATTEMPTS)
                try:
                    made: Made = asked.result()
                except Exception as error:  # whatever the cluster could not cope with
                    return Made("died", f"The cluster has lost it: {type(error).__name__}: {error}.")
                return made

            threads = sum(client.nthreads().values())
            yield there, max(1, AHEAD * threads), client.close
        finally:
            if client.status == "running":
                client.unregister_worker_plugin(kit)


def _files(academy: Academy, handed: Path) -> dict[str, bytes]:
    found = {f"academy/{TOML}": (academy.folder / TOML).read_bytes()}
    found["academy/.secret"] = academy.secret().encode("ascii")  # certificates are signed with it
    places = [("academy", academy.folder, academy.folder / room) for room in _ROOMS]
    for name, root, folder in (*places, ("handed", handed, handed)):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[f"{name}/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    return found
