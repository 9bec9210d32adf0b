"""Parameters: a notebook with values of its reader's put in, the way papermill does it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, ValidationError
from papermill.exceptions import PapermillException  # type: ignore[import-untyped]  # has no types
from papermill.iorw import load_notebook_node  # type: ignore[import-untyped]  # the same
from papermill.parameterize import parameterize_notebook  # type: ignore[import-untyped]  # the same

from cba_kit.errors import RenderError

UNUSABLE = (OSError, ValueError, TypeError, AttributeError, LookupError, ValidationError, PapermillException)
"""What nbformat and papermill raise over a file that is no notebook, or a damaged one."""


def parameterized(source: Path, parameters: Mapping[str, Any]) -> NotebookNode:
    """Read a notebook and put `parameters` in a cell after its cell tagged “parameters”.

    A notebook without such a cell gets them in front of all others. A cell that an earlier run put in
    is replaced. Raises RenderError for a file that is no notebook, and for a value that papermill
    cannot write as Python.
    """
    try:
        notebook: NotebookNode = load_notebook_node(str(source))
        if parameters:
            kernel = notebook.metadata.get("kernelspec", {}).get("name") or "python3"
            notebook = parameterize_notebook(
                notebook, dict(parameters), kernel_name=kernel, language="python"
            )
    except UNUSABLE as error:
        raise RenderError(
            f"The notebook cannot be used: {error}.",
            where=str(source),
            fix="Open it in JupyterLab, and save it again.",
        ) from error
    return notebook
