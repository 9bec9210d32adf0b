"""Health: everybody may learn whether the server is well, only operators how."""

from __future__ import annotations

import json

from cba_kit import __version__

from .serving import Browser, Served


def test_operators_learn_how_the_server_is_and_others_only_that_it_is_well(served: Served) -> None:
    operator = Browser(served.url).ask("/healthz")
    visitor = Browser(served.url).ask("/healthz", X_Forwarded_For="192.0.2.1")
    assert (operator.status, visitor.status) == (200, 200)
    assert json.loads(operator.body) | {"pages": 0} == {
        "status": "ok",
        "version": __version__,
        "database": "ok",
        "people": 9,
        "pages": 0,
    }
    assert json.loads(visitor.body) == {"status": "ok"}
