"""Full pages: a notebook with widgets of any kind, shown by Voilà's front end, which is JupyterLab's."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Mapping
from functools import cached_property
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode
from traitlets import Unicode

from cba_kit.server.statics import Statics
from cba_kit.server.stock import Voila, VoilaExporter, get_page_config


class FullPages:
    """Writes full pages. What is the same for all of them is found out once."""

    def __init__(self, voila: Voila, statics: Statics) -> None:
        self._voila = voila
        self._statics = statics

    async def render(
        self, notebook: NotebookNode, kernel: str, *, name: str, resources: Mapping[str, Any]
    ) -> str:
        """Return the HTML of an executed notebook; `name` is its title where it has none."""
        config = copy.deepcopy(self._page_config)

        async def started(_: NotebookNode) -> str:
            return kernel

        async def cells(made: NotebookNode, _: str) -> AsyncIterator[NotebookNode]:
            for cell in made.cells:
                yield cell

        parts = self._exporter.generate_from_notebook_node(
            notebook,
            resources={
                "base_url": self._voila.base_url,
                "theme": "light",
                "metadata": {"name": name},
                "page_config": config,
                **resources,
            },
            extra_context={
                "frontend": "voila",
                "main_js": "voila.js",
                "kernel_start": started,
                "cell_generator": cells,
                "progressive_rendering": False,
            },
            page_config=config,
        )
        return "".join([snippet async for snippet, _ in parts])

    @cached_property
    def _exporter(self) -> VoilaExporter:
        voila = self._voila
        exporter = _Exporter(
            template_paths=voila.template_paths,
            template_name="lab",
            config=voila.config,
            contents_manager=voila.contents_manager,
            theme="light",
            base_url=voila.base_url,
            prefix=self._statics.prefix,
        )
        exporter.exclude_input = exporter.exclude_output_prompt = exporter.exclude_input_prompt = True
        return exporter

    @cached_property
    def _page_config(self) -> dict[str, Any]:
        """What the front end is told; the same for everybody, and slow to find out."""
        voila = self._voila
        found: dict[str, Any] = get_page_config(
            base_url=voila.base_url,
            settings=voila.app.settings,
            log=voila.log,
            voila_configuration=voila.voila_configuration,
        )
        prefix = self._statics.prefix
        return found | {
            "fullStaticUrl": f"{prefix}static",
            "fullLabextensionsUrl": f"{prefix}labextensions",
            "jupyterLabTheme": "light",
        }


class _Exporter(VoilaExporter):  # type: ignore[misc]  # no types
    """Voilà's exporter, which takes static files from our addresses."""

    prefix = Unicode(help="what the address of a static file starts with")

    def _init_resources(self, resources: dict[str, Any]) -> Any:
        made = super()._init_resources(resources)
        made["include_css"] = lambda name: Markup('<link rel="stylesheet" href="{}">').format(
            self.prefix + name
        )
        made["include_js"] = lambda name: Markup('<script src="{}"></script>').format(self.prefix + name)
        made["include_url"] = lambda name: Markup(self.prefix + name)  # noqa: S704  # an address of ours
        return made
