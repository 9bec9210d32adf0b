"""Launch: our server with parts of it switched off, to see what each one gives.

    python -m tests.bench.launch --without=fork serve --academy DIR

The server itself has no such switches: nobody should run it like that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jupyter_client.kernelspec import KernelSpec

from cba_kit.cli import main
from cba_kit.server import making, specs
from cba_kit.server.lean import LeanPage, NotLean
from cba_kit.server.making import Maker, Page
from cba_kit.server.notebooks import Kind
from cba_kit.server.specs import ForkedSpecs

SWITCH = "--without="


def ordinary_kernels() -> None:
    """Start every kernel the ordinary way."""
    specs._forked = lambda spec: spec


def full_front_end() -> None:
    """Show every page with Voilà's front end."""

    def never(*_: Any) -> LeanPage:
        raise NotLean

    making.lean_page = never  # type: ignore[assignment, attr-defined]  # a name that it imported


def nothing_kept() -> None:
    """Find out anew for every page: kernels, notebook, compiled templates, the front end's settings."""
    make, look = Maker.make, ForkedSpecs.get_kernel_spec

    async def made(self: Maker, kind: Kind) -> Page:
        self._lean = Environment(loader=FileSystemLoader(self._voila.template_paths), autoescape=True)
        self._full = None
        self._read.clear()
        self._seen = (0.0, 0)
        return await make(self, kind)

    def looked(self: ForkedSpecs, kernel_name: str) -> KernelSpec:
        self._known.clear()
        return look(self, kernel_name)

    Maker.make = made  # type: ignore[method-assign]  # what is measured is how it is without
    ForkedSpecs.get_kernel_spec = looked  # type: ignore[method-assign]  # the same


SWITCHES: dict[str, Callable[[], None]] = {
    "fork": ordinary_kernels,
    "lean": full_front_end,
    "caches": nothing_kept,
}

if __name__ == "__main__":
    for part in [word.removeprefix(SWITCH) for word in sys.argv if word.startswith(SWITCH)]:
        SWITCHES[part]()
    sys.argv = ["cba", *(word for word in sys.argv[1:] if not word.startswith(SWITCH))]
    main()
