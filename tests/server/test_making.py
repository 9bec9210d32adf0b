"""Making: a page notices when what it was made from has changed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import AsyncMock

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.errors import RenderError
from cba_kit.server import making
from cba_kit.server.execution import execute
from cba_kit.server.making import Maker
from cba_kit.server.notebooks import Kind
from cba_kit.server.ownership import OwnedKernels
from cba_kit.server.site import Site
from cba_kit.server.specs import ForkedSpecs
from cba_kit.server.statics import Statics

from .serving import notebook


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """What makes the pages of a small academy, and looks at its files every time."""
    monkeypatch.setattr(making, "AS_SEEN", -1.0)
    (tmp_path / "academy.toml").write_text('name = "Small"\n')
    (tmp_path / "templates/forms").mkdir(parents=True)
    (tmp_path / "templates/forms/own.yaml").write_text("title: one\n")
    (tmp_path / "page.ipynb").write_text(notebook("1", "One"))
    academy = open_academy(tmp_path)
    site = Site(academy, Library(academy.templates), store=None)  # type: ignore[arg-type]  # not asked here
    voila = SimpleNamespace(kernel_manager=None, template_paths=[])
    return Maker(voila, site, Statics("/", {}))


def test_a_page_is_out_of_date_when_its_notebook_a_template_or_the_settings_change(
    maker: Maker, tmp_path: Path
) -> None:
    kind = Kind(tmp_path / "page.ipynb", "en")
    states = [maker.stamp(kind)]
    assert maker.stamp(kind) == states[0]
    for change in (
        lambda: (tmp_path / "page.ipynb").write_text(notebook("2 + 2", "One")),
        lambda: (tmp_path / "templates/forms/own.yaml").write_text("title: other\n"),
        lambda: (tmp_path / "templates/forms/new.yaml").write_text("title: new\n"),
        lambda: (tmp_path / "templates/forms/new.yaml").unlink(),
        lambda: (tmp_path / "academy.toml").write_text('name = "Smaller"\n'),
        lambda: (tmp_path / "page.ipynb").unlink(),
    ):
        change()
        states.append(maker.stamp(kind))
    assert len(set(states)) == len(states)


@pytest.mark.slow
@pytest.mark.parametrize(("deaths", "made"), [(2, True), (3, False)])
def test_a_page_whose_kernel_ends_is_made_with_another_one(
    maker: Maker, tmp_path: Path, deaths: int, made: bool
) -> None:
    """A kernel that goes is no fault of a visitor's; a notebook that ends each one is told."""
    tries = tmp_path / "tries"
    counts = f"import os, pathlib\ntries = pathlib.Path({str(tries)!r})\ntries.open('a').write('x')\n"
    dies = f"{counts}if tries.stat().st_size <= {deaths}: os._exit(3)"
    (tmp_path / "page.ipynb").write_text(notebook(dies, "Page"))

    async def make() -> bool:
        kernels = maker._kernels = OwnedKernels(
            kernel_spec_manager=ForkedSpecs(), connection_dir=str(tmp_path)
        )
        maker._page = AsyncMock()  # type: ignore[method-assign]  # what is written of it is not meant here
        try:
            await maker.make(Kind(tmp_path / "page.ipynb", "en"))
        except RenderError:
            return False
        finally:
            await kernels.end_all()
        return True

    assert asyncio.run(make()) is made
    assert len(tries.read_text()) == 3


@pytest.mark.slow
def test_a_cell_that_fails_is_told_by_its_kind_and_place_never_by_its_words(tmp_path: Path) -> None:
    secret = "words of a participant"
    sources = {
        f"raise ValueError({secret!r})": "The page stopped: ValueError in cell 2.",
        f"raise type({secret!r}, (Exception,), {{}})": "The page stopped: error in cell 2.",
        "import os; os._exit(3)": "The page stopped: the kernel ended in cell 2.",
        "while True: print('again and again ' * 1000)": "The page stopped: too much output in cell 2.",
    }

    async def run(source: str) -> str:
        kernels = OwnedKernels(kernel_spec_manager=ForkedSpecs(), connection_dir=str(tmp_path))
        name = await kernels.begin("python3", folder=tmp_path, env=dict(os.environ))
        cells = [new_markdown_cell("Words"), new_code_cell(source), new_code_cell("1")]
        try:
            with pytest.raises(RenderError) as caught:
                await execute(kernels.lines[name], new_notebook(cells=cells), "page.ipynb")
        finally:
            await kernels.end(name)
        return str(caught.value)

    for source, said in sources.items():
        assert asyncio.run(run(source)) == f"page.ipynb: {said}"
