"""Making: a page from its notebook — a kernel that is nobody's yet, the cells run in it, the HTML written."""

from __future__ import annotations

import copy
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader

from cba_kit.config import TOML, kernel_environment
from cba_kit.server.execution import Executed, KernelEndedError, execute
from cba_kit.server.full import FullPages
from cba_kit.server.headers import LEAN, ONLY_US, STYLED
from cba_kit.server.lean import NotLean, lean_page, render
from cba_kit.server.notebooks import Kind
from cba_kit.server.ownership import OwnedKernels
from cba_kit.server.site import Site
from cba_kit.server.statics import Statics
from cba_kit.server.stock import Voila

log = logging.getLogger(__name__)

KERNELS = 3
"""Kernels that are tried for one page."""
AS_SEEN = 1.0
"""Seconds for which files on disk are taken as they were seen."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be sent: its HTML and the kernel that lives behind it."""

    kind: Kind
    kernel: str
    html: str = field(repr=False)
    policy: str = field(repr=False)
    """Its Content-Security-Policy."""
    stamp: int
    """The state of the files that it was made from."""
    models: tuple[str, ...] = ()
    """Its widgets in their order; none on a full page."""
    modules: tuple[str, ...] = ()
    """The addresses of the widgets' modules."""


class Maker:
    """Makes pages. What they have in common is found out once."""

    def __init__(self, voila: Voila, site: Site, statics: Statics) -> None:
        self._voila = voila
        self._site = site
        self._statics = statics
        self._kernels: OwnedKernels = voila.kernel_manager
        self._lean = Environment(loader=FileSystemLoader(voila.template_paths), autoescape=True)
        self._full: tuple[int, FullPages] | None = None
        self._read: dict[Path, tuple[int, Any]] = {}
        self._seen = (0.0, 0)

    async def make(self, kind: Kind) -> Page:
        """Start a kernel, run the notebook in it and write its page; RenderError when that fails.

        A kernel that ends on the way is followed by another one: only a notebook that ends each is at fault.
        """
        for _ in range(KERNELS - 1):
            try:
                return await self._try(kind)
            except KernelEndedError as ended:
                log.warning("A page is made again: %s", ended)
        return await self._try(kind)

    async def _try(self, kind: Kind) -> Page:
        stamp = self.stamp(kind)
        notebook = self._notebook(kind.notebook)
        kernel = await self._kernels.begin(
            notebook.metadata.get("kernelspec", {}).get("name", "python3"),
            folder=kind.notebook.parent,
            env=kernel_environment(self._site.academy, kind.language),
        )
        try:
            executed = await execute(self._kernels.lines[kernel], notebook, kind.notebook.name)
            page = await self._page(kind, kernel, executed, stamp)
            if kernel not in self._kernels.lines:
                raise KernelEndedError("The kernel ended.", where=kind.notebook.name)
        except BaseException:
            self._kernels.end_soon(kernel)
            raise
        return page

    def stamp(self, kind: Kind) -> int:
        """Return a number that changes when the notebook, the settings or a template of the academy does."""
        now = time.monotonic()
        if now - self._seen[0] > AS_SEEN:
            academy = self._site.academy
            files = [academy.folder / TOML, *academy.templates.rglob("*")]
            self._seen = (now, hash(tuple(_state(path) for path in files)))
        return hash((self._seen[1], _state(kind.notebook)))

    async def _page(self, kind: Kind, kernel: str, executed: Executed, stamp: int) -> Page:
        name = kind.notebook.name
        try:
            lean = lean_page(executed, self._statics)
        except NotLean:
            common = {
                "language": kind.language,
                "words": self._site.library.texts(kind.language),
                "academy": self._site.academy.settings.name,
            }
            full = self._full_pages(stamp)
            html = await full.render(executed.notebook, kernel, name=kind.notebook.stem, resources=common)
            return Page(kind, kernel, html, ONLY_US, stamp)
        modules = tuple(widget["esm"] for widget in lean.widgets)
        words = self._site.library.texts(kind.language)
        prefix = self._statics.prefix
        html = render(
            lean,
            self._lean,
            language=kind.language,
            title=executed.notebook.metadata.get("title", kind.notebook.stem),
            academy=self._site.academy.settings.name,
            words=words,
            styles=[f"{prefix}page.css", *_once(widget["css"] for widget in lean.widgets)],
            scripts=[f"{prefix}lean.js", *_once(modules)],
            states=_once(widget.get("stateUrl", "") for widget in lean.widgets),
            front_end=f"{prefix}lean.js",
            facts={
                "base": self._voila.base_url,
                "version": self._statics.version,
                "kernel": kernel,
                "page": name,
                "texts": {
                    key.removeprefix("server.lean."): text
                    for key, text in words.items()
                    if key.startswith("server.lean.")
                },
            },
        )
        policy = STYLED if lean.styled else LEAN
        models = tuple(widget["model"] for widget in lean.widgets)
        return Page(kind, kernel, html, policy, stamp, models, modules)

    def _full_pages(self, stamp: int) -> FullPages:
        if self._full is None or self._full[0] != stamp:
            self._full = (stamp, FullPages(self._voila, self._statics))
        return self._full[1]

    def _notebook(self, path: Path) -> Any:
        state = hash(_state(path))
        known = self._read.get(path)
        if known is None or known[0] != state:
            read = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # no types
            known = self._read[path] = (state, read)
        return copy.deepcopy(known[1])


def _state(path: Path) -> tuple[str, int, int]:
    try:
        state = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), state.st_mtime_ns, state.st_size


def _once(values: Any) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
