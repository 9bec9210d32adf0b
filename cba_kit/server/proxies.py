"""Proxies: from which address a request really comes, when others stand between the visitor and us."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address

from tornado.httputil import HTTPHeaders

Network = IPv4Network | IPv6Network
UNKNOWN = "0.0.0.0"  # noqa: S104  # nothing listens there
"""The address of everybody whose proxy writes something else: limited together, and no operator."""


class Networks:
    """Addresses that a setting names; an address is in it when it is in one of its networks."""

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = tuple(networks)

    def __contains__(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._networks)


def visitor_of(peer: str, headers: HTTPHeaders, trusted: Networks) -> str:
    """Return the visitor's address: the peer's, or what trusted proxies say about it.

    X-Forwarded-For grows to the right, one entry a proxy. Everything left of the last entry that an
    untrusted one could have written is anybody's invention, so it is read from the right.
    """
    address = peer
    for entry in reversed(headers.get_list("X-Forwarded-For")):
        for said in reversed(entry.split(",")):
            if address not in trusted:
                return address
            if not _is_address(said.strip()):
                return UNKNOWN
            address = said.strip()
    return address


def protocol_of(peer: str, headers: HTTPHeaders, trusted: Networks) -> str:
    """Return “https” where a trusted proxy says that the visitor came so, else “http”."""
    said = headers.get("X-Forwarded-Proto", "").rpartition(",")[2].strip().lower()
    return "https" if peer in trusted and said == "https" else "http"


def _is_address(written: str) -> bool:
    try:
        ip_address(written)
    except ValueError:
        return False
    return True
