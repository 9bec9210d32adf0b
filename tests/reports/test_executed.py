"""What an executed notebook says of itself."""

from __future__ import annotations

import nbformat
import pytest

from cba_kit.errors import RenderError
from cba_kit.reports.executed import Names, document, names, shown
from tests.reports import foreign


def test_document_refuses_a_notebook_that_never_ran() -> None:
    with pytest.raises(RenderError, match="shows no section"):
        document(foreign.notebook(foreign.code("book.cover()")))


def test_document_refuses_a_notebook_that_failed() -> None:
    with pytest.raises(RenderError, match=r"cell 2: The cell failed: ZeroDivisionError: division by zero"):
        document(foreign.faults())


@pytest.mark.parametrize("name", ["section.Chapter", "handout.Pages"])
def test_document_refuses_a_notebook_with_a_section_that_was_not_drawn(name: str) -> None:
    """IPython may print why, in words only, and go on with the next cell."""
    undrawn = foreign.code("book.cover()", foreign.shows(plain=f"<cba_kit.reports.{name} at 0x7f40d81ec950>"))

    with pytest.raises(RenderError, match=r"cell 2: The section could not be drawn"):
        document(foreign.notebook(foreign.markdown("# One"), undrawn))


@pytest.mark.parametrize(
    ("metadata", "front", "found"),
    [
        ({}, "", Names()),
        (
            {"title": " A\n b ", "authors": [{"name": "C"}, "D"], "lang": "pt-PT"},
            "",
            Names("A b", "C, D", "pt-PT"),
        ),
        ({}, "---\ntitle: T\nauthor: A\nlang: el\n---", Names("T", "A", "el")),
        ({"title": "Own"}, "---\ntitle: Front\n---", Names("Own", "", "")),
        ({"lang": "no language"}, "---\n: [\n---", Names()),
        ({"language": "fi"}, "---\n- list\n---", Names("", "", "fi")),
        ({"author": {"name": "E"}}, "plain raw", Names("", "E", "")),
    ],
)
def test_names(metadata: dict[str, object], front: str, found: Names) -> None:
    cells = [nbformat.v4.new_raw_cell(front)] if front else []

    assert names(foreign.notebook(*cells, **metadata)) == found


def test_shown_leaves_out_cells_for_the_notebooks_readers() -> None:
    cells = [
        foreign.code("a"),
        foreign.code("b", tags=("remove_cell",)),
        foreign.code("c", tags=("hide-cell",)),
    ]

    assert [where for where, _ in shown(foreign.notebook(*cells))] == ["cell 1"]
