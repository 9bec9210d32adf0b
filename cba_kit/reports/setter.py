"""The setter: a process that turns executed notebooks into documents, one after the other.

It is long-lived, since the first document that Typst sets in a process takes ten times as long as the
next. Where processes can be forked it is a child of the parent that has everything imported; nothing is
ever forked from it, because a process in which Typst has compiled cannot be forked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Client, Connection
from pathlib import Path

import nbformat
from jinja2 import TemplateError
from nbformat import NotebookNode

from cba_kit.content import Library
from cba_kit.errors import CbaError
from cba_kit.reports import html, pdf, shown
from cba_kit.reports.composition import Origin
from cba_kit.reports.leaks import search
from cba_kit.reports.order import Order, Printed
from cba_kit.reports.press import forget

_TRIAL = "# Trial"


def serve(address: str) -> None:
    """Answer whoever listens at this address, until they hang up: what a forked child runs."""
    with Client(address, "AF_UNIX") as line:
        answer(line)


def answer(line: Connection) -> None:
    """Set one document to get warm, then answer orders until the other end hangs up."""
    trial = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]  # has no types
        cells=[nbformat.v4.new_markdown_cell(_TRIAL)]  # type: ignore[no-untyped-call]  # the same
    )
    _documents(trial, Library(), ("html", "pdf"), None)
    while True:
        try:
            order = line.recv()
        except EOFError:
            return
        line.send(printed(order))
        forget()  # else memory grows to three times as much, and that costs as much time


def printed(order: Order) -> Printed:
    """Make the documents, and look for what others wrote in all that they hold."""
    try:
        return _printed(order)
    except CbaError as error:
        return Printed(error=str(error))
    except TemplateError as error:
        where = f" (line {line})" if (line := getattr(error, "lineno", None)) else ""
        return Printed(error=f"A template has a mistake{where}: {error}.")
    except Exception as error:  # whatever a notebook shows must not end this process
        return Printed(error=f"The document could not be set: {type(error).__name__}: {error}.")


def _printed(order: Order) -> Printed:
    content = json.loads(order.notebook)
    notebook: NotebookNode = nbformat.from_dict(content)  # type: ignore[no-untyped-call]  # no types
    contents, notes = _documents(notebook, Library(order.templates), order.formats, order.folder)
    suspects = search(order.register, _texts(notebook, contents), own=order.own)
    return Printed(contents, notes, tuple(suspects))


def _documents(
    notebook: NotebookNode, library: Library, formats: tuple[str, ...], folder: Path | None
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    origin = Origin(folder, code=False)
    contents: dict[str, bytes] = {}
    notes: tuple[str, ...] = ()
    if "html" in formats:
        contents["html"] = html.page(notebook, library, origin).encode("utf-8", "replace")
    if "pdf" in formats:
        contents["pdf"], notes = pdf.pdf(notebook, library, origin)
    text = json.dumps(notebook, ensure_ascii=False, sort_keys=True)  # in a tenth of nbformat's time
    contents["ipynb"] = f"{text}\n".encode("utf-8", "replace")
    return contents, notes


def _texts(notebook: NotebookNode, contents: Mapping[str, bytes]) -> Iterator[shown.Place]:
    yield from shown.texts(notebook)
    if "html" in contents:
        yield from shown.page_texts(contents["html"].decode("utf-8"))
