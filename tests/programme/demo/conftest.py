"""The demo, filled once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.programme.demo import create, fill
from cba_kit.store import Store, open_store


@dataclass(frozen=True)
class Demo:
    """A filled academy."""

    academy: Academy
    library: Library
    store: Store


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    academy = create(tmp_path_factory.mktemp("demo"))
    library = Library(academy.templates)
    with open_store(f"sqlite:///{academy.folder}/academy.db", clock=academy.now, create=True) as store:
        fill(academy, store, library)
        yield Demo(academy, library, store)
