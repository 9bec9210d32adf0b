"""One academy and one running server for all tests of the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.server.site import Site
from cba_kit.store import open_store

from .serving import Served, make_academy


@pytest.fixture(scope="session")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    """An academy with nine people."""
    return make_academy(tmp_path_factory.mktemp("academy"))


@pytest.fixture(scope="session")
def site(academy: Academy) -> Iterator[Site]:
    """The same academy, opened in this process."""
    with open_store(academy.database_url, clock=academy.now) as store:
        yield Site(academy, Library(academy.templates), store)


@pytest.fixture(scope="session")
def served(academy: Academy) -> Iterator[Served]:
    """The running server."""
    served = Served(academy)
    yield served
    served.end()
