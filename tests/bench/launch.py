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
from cba_kit.server import making
from cba_kit.server.lean import LeanPage, NotLean
from cba_kit.server.making import Maker, Page
from cba_kit.server.notebooks import Kind
from cba_kit.server.specs import ForkedSpecs

SWITCH = "--without="


def ordinary_kernels() -> None:
    """Start every kernel the ordinary way."""
    _swap(ForkedSpecs, "_forked", lambda _self, spec: spec)


def full_front_end() -> None:
    """Show every page with Voilà's front end."""

    def never(*_: Any) -> LeanPage:
        raise NotLean

    _swap(making, "lean_page", never)


def nothing_kept() -> None:
    """Find out anew for every page: kernels, notebook, compiled templates, the front end's settings."""
    make, look = Maker.make, ForkedSpecs.get_kernel_spec

    async def made(self: Maker, kind: Kind) -> Page:
        templates = FileSystemLoader(self._voila.template_paths)
        _swap(self, "_lean", Environment(loader=templates, autoescape=True))
        _swap(self, "_full", None)
        _swap(self, "_read", {})
        _swap(self, "_seen", (0.0, 0))
        return await make(self, kind)

    def looked(self: ForkedSpecs, kernel_name: str) -> KernelSpec:
        _swap(self, "_known", {})
        return look(self, kernel_name)

    _swap(Maker, "make", made)
    _swap(ForkedSpecs, "get_kernel_spec", looked)


def _swap(owner: object, name: str, value: object) -> None:
    """Put something else in a place that must be there: otherwise nothing would be switched off."""
    getattr(owner, name)
    setattr(owner, name, value)


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
