"""Proxies: only a trusted one may say for whom it asks."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from tornado.httputil import HTTPHeaders

from cba_kit.server.proxies import UNKNOWN, Networks, protocol_of, visitor_of

TRUSTED = Networks([ip_network("127.0.0.0/8"), ip_network("10.1.0.0/16"), ip_network("::1/128")])


def headers(*forwarded: str, protocol: str = "") -> HTTPHeaders:
    """Return headers with one X-Forwarded-For a value."""
    made = HTTPHeaders()
    for value in forwarded:
        made.add("X-Forwarded-For", value)
    if protocol:
        made["X-Forwarded-Proto"] = protocol
    return made


def test_a_network_has_its_addresses_and_nothing_else() -> None:
    asked = ["127.0.0.1", "127.9.9.9", "10.1.2.3", "10.2.0.1", "::1", "::2", "localhost", ""]
    assert [each for each in asked if each in TRUSTED] == ["127.0.0.1", "127.9.9.9", "10.1.2.3", "::1"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["192.0.2.9"], "192.0.2.1"),  # nobody asked this stranger
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["192.0.2.9"], "192.0.2.9"),
        ("127.0.0.1", ["1.1.1.1, 192.0.2.9"], "192.0.2.9"),  # what stands before is the visitor's invention
        ("127.0.0.1", ["1.1.1.1, 192.0.2.9, 10.1.0.5"], "192.0.2.9"),  # two proxies of ours
        ("127.0.0.1", ["192.0.2.9", "10.1.0.5"], "192.0.2.9"),  # the same, in two headers
        ("127.0.0.1", ["127.0.0.1, 192.0.2.9"], "192.0.2.9"),  # nobody becomes an operator
        ("::1", ["2001:db8::7"], "2001:db8::7"),
        ("127.0.0.1", ["nonsense"], UNKNOWN),  # nobody becomes an operator by it
        ("127.0.0.1", [""], UNKNOWN),
    ],
)
def test_the_visitor_is_the_last_address_that_a_trusted_proxy_wrote(
    peer: str, forwarded: list[str], visitor: str
) -> None:
    assert visitor_of(peer, headers(*forwarded), TRUSTED) == visitor


@pytest.mark.parametrize(
    ("peer", "said", "protocol"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "http", "http"),
        ("127.0.0.1", "HTTP, HTTPS", "https"),
        ("127.0.0.1", "", "http"),
        ("127.0.0.1", "gopher", "http"),
        ("192.0.2.1", "https", "http"),
    ],
)
def test_only_a_trusted_proxy_says_that_the_visitor_came_over_tls(
    peer: str, said: str, protocol: str
) -> None:
    assert protocol_of(peer, headers(protocol=said), TRUSTED) == protocol
