"""Rendering: from a notebook and a person to a page and its kernel."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import nbformat
from jupyter_core.utils import ensure_async
from traitlets.config import Config

from cba_kit.config import kernel_environment
from cba_kit.errors import RenderError
from cba_kit.model.people import Person
from cba_kit.server.site import Site
from cba_kit.server.stock import NotebookRenderer, Voila, get_page_config

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be sent: its HTML and the id of the kernel that lives behind it."""

    html: str
    kernel: str


class PageSource(Protocol):
    """Where pages come from. The kernel behind a page knows whose it is when `open` returns."""

    async def open(self, notebook: Path, person: Person) -> Page:
        """Return a page of `notebook` for `person`; RenderError when the notebook fails."""
        ...


class FreshPages:
    """Starts a kernel for every page and runs the notebook in it, as Voilà does."""

    def __init__(self, voila: Voila, site: Site) -> None:
        self._voila = voila
        self._site = site

    async def open(self, notebook: Path, person: Person) -> Page:
        """Start a kernel that knows whose page it is, run the notebook and render it."""
        kernels = self._voila.kernel_manager
        failures: list[str] = []
        renderer = await self._renderer(notebook, self._site.language(person), failures)
        kernel: str = await ensure_async(
            kernels.start_kernel(
                kernel_name=renderer.notebook.metadata.kernelspec.name,
                cwd=str(notebook.parent),
                env=kernel_environment(self._site.academy, person.id),
            )
        )
        try:
            html = await renderer.generate_content_str(kernel, kernels.get_kernel(kernel))
            _check(renderer, failures)
            if not await ensure_async(kernels.get_kernel(kernel).is_alive()):
                raise RenderError("The kernel died.", where=notebook.name)
        except BaseException:
            await kernels.end(kernel)
            raise
        return Page(html, kernel)

    async def _renderer(self, notebook: Path, language: str, failures: list[str]) -> NotebookRenderer:
        voila = self._voila

        def note(cell_index: int, execute_reply: dict[str, Any], **_: Any) -> None:
            failures.append(f"{execute_reply['content']['ename']} in cell {cell_index + 1}")

        config = Config(voila.config)
        config.VoilaExecutor.on_cell_error = note
        renderer = _FileRenderer(
            voila_configuration=voila.voila_configuration,
            traitlet_config=config,
            notebook_path=str(notebook),
            template_paths=voila.template_paths,
            config_manager=voila.config_manager,
            contents_manager=voila.contents_manager,
            base_url=voila.base_url,
            kernel_spec_manager=voila.kernel_spec_manager,
            page_config=self._page_config,
        )
        await renderer.initialize()
        renderer.resources["language"] = language
        renderer.resources["words"] = self._site.library.texts(language)
        renderer.resources["academy"] = self._site.academy.settings.name
        return renderer

    @cached_property
    def _page_config(self) -> dict[str, Any]:
        """What the front end is told; the same for everybody, and slow to find out."""
        voila = self._voila
        found: dict[str, Any] = get_page_config(
            base_url=voila.base_url,
            settings=voila.app.settings,
            log=log,
            voila_configuration=voila.voila_configuration,
        )
        return found


class _FileRenderer(NotebookRenderer):  # type: ignore[misc]  # no types
    """Reads the notebook from its file, since pages come from two folders."""

    async def load_notebook(self, path: str) -> Any:
        read = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # no types
        return await self.fix_notebook(read)


def _check(renderer: NotebookRenderer, failures: list[str]) -> None:
    """Raise RenderError when a cell failed; name the kind of error, not its text, which may quote people."""
    for number, cell in enumerate(renderer.executor.nb.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            what = ", ".join(failures) or f"no end in cell {number}"
            raise RenderError(f"The page stopped: {what}.", where=Path(renderer.notebook_path).name)
