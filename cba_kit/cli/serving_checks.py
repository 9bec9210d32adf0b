"""What `cba doctor` tries of serving: a page for real, how many fit, clocks, connections, the address."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cba_kit.cli.check import Check
from cba_kit.cli.frame import Desk, opened
from cba_kit.config import LOOPBACK, open_academy

MEGABYTE = 1_000_000
SKEW = 2.0
"""Seconds that two clocks may differ; what was changed when is told by them."""
SPARE = 10
"""Connections to the database beside those of pages: the servers, backups, somebody who looks."""
FILES = 16
"""Files and connections that the server has open for a page."""


def pages(folder: Path | None) -> Check:
    """Make a page, and say how long it takes, what it needs and how many fit."""
    from cba_kit.server.sample import fitting, make_sample, unforked  # noqa: PLC0415  # slow import

    academy = open_academy(folder)
    sample = make_sample(academy)
    fits, people = fitting(sample.memory), _people(folder)
    how = "forked" if sample.forked else f"started the ordinary way: {unforked() or 'forking failed'}"
    says = (
        f"one is made in {sample.seconds:.1f} s ({how}) and needs {sample.memory / MEGABYTE:.0f} MB; "
        f"{fits} fit into the free memory, the largest edition has {people} people"
    )
    if not sample.forked and not unforked():
        return Check("Pages", False, says, "Run “cba serve” and read why in its log; pages work, but slowly.")
    return Check("Pages", fits >= people, says, "Free memory, or take a machine with more of it.")


def open_files(folder: Path | None) -> Check:
    """Compare how many files the server may have open with what everybody's pages need."""
    if sys.platform == "win32":
        return Check("Open files", True, "not bounded on Windows")
    import resource  # noqa: PLC0415  # not on Windows

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 256 + FILES * _people(folder)
    enough = most == resource.RLIM_INFINITY or most >= needed
    says = f"{'any number' if most == resource.RLIM_INFINITY else most} may be open, {needed} may be needed"
    return Check(
        "Open files", enough, says, f"Set LimitNOFILE={needed} in the service, or raise “ulimit -n”."
    )


def clock(folder: Path | None) -> Check:
    """Compare this machine's clock with those that time is also told by: the disk's, the database's."""
    from cba_kit.store.capacity import capacity  # noqa: PLC0415  # slow import: SQLAlchemy

    with opened(folder) as desk:
        found = capacity(desk.store.database)
        apart = {"the disk": _disk_ahead(desk.academy.folder)}
    if found is not None:
        apart["the database"] = found.ahead
    says = "; ".join(
        f"{name} is {abs(ahead):.1f} s {'ahead' if ahead > 0 else 'behind'}"
        for name, ahead in apart.items()
        if abs(ahead) > SKEW
    )
    fix = "Let all machines keep their clocks by themselves: timedatectl set-ntp true"
    return Check("Clock", not says, says or f"agrees with {' and '.join(apart)}", fix)


def connections(folder: Path | None) -> Check:
    """Compare how many connections the database server lets us have with how many people there are."""
    from cba_kit.store.capacity import capacity  # noqa: PLC0415  # slow import: SQLAlchemy

    with opened(folder) as desk:
        found = capacity(desk.store.database)
        needed = _largest(desk) + SPARE
    if found is None:
        return Check("Connections", True, "SQLite needs none")
    return Check(
        "Connections",
        found.connections >= needed,
        f"PostgreSQL lets {found.connections} connect; when all write at once, {needed} may be needed",
        f"Set max_connections = {needed + 10} or more in postgresql.conf.",
    )


def address(folder: Path | None) -> Check:
    """See whether visitors come over TLS, and whether only proxies may say where they come from."""
    settings = open_academy(folder).settings
    wide = [network for network in (*settings.proxies, *settings.monitors) if _is_everybody(network)]
    if wide:
        fix = "Name the addresses of your own proxies and of those who watch the server only."
        return Check("Address", False, f"proxies or monitors in academy.toml name {wide[0]}: everybody", fix)
    parts = urlsplit(settings.address)
    believed = f"X-Forwarded-… is believed from {_list(settings.proxies)}"
    if parts.scheme == "https":
        return Check("Address", True, f"{settings.address}: cookies travel over TLS only; {believed}")
    if _is_local(parts.hostname or ""):
        return Check("Address", True, f"{settings.address}: for visitors on this machine only")
    return Check(
        "Address",
        False,
        f"{settings.address}: links, cookies and words travel unprotected",
        "Put a proxy with TLS in front (docs/operators.md) and set an address that begins with https:.",
    )


def _people(folder: Path | None) -> int:
    with opened(folder) as desk:
        return _largest(desk)


def _largest(desk: Desk) -> int:
    """Return how many people the largest edition has; editions seldom meet at the same hour."""
    return max((len(desk.store.people.of(code)) for code in desk.store.people.editions()), default=0)


def _disk_ahead(folder: Path) -> float:
    """Return how many seconds the clock that dates files is before ours; a network drive has its own."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        before = time.time()
        file.write(b"x")
        file.flush()
        after = time.time()
        dated = Path(file.name).stat().st_mtime
    return min(dated - before, 0.0) or max(dated - after, 0.0)


def _is_everybody(network: IPv4Network | IPv6Network) -> bool:
    return network.prefixlen == 0


def _is_local(host: str) -> bool:
    try:
        return any(ip_address(host) in network for network in LOOPBACK)
    except ValueError:
        return host == "localhost"


def _list(networks: Sequence[IPv4Network | IPv6Network]) -> str:
    return (
        ", ".join(str(network).removesuffix("/32").removesuffix("/128") for network in networks) or "nobody"
    )
