"""Press: sets Typst sources as PDF/UA-1 or HTML, with nothing in reach but what is handed over."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from cba_kit.reports.typeface import turn

REMEMBERED = 10
"""Documents after which Typst lets go of what it has not needed again."""
MADE = 946_684_800
"""The time that a document bears when nothing says when it was made: 2000-01-01, in seconds."""


def printed(
    sources: Mapping[str, bytes | str],
    files: Mapping[str, bytes],
    *,
    form: Literal["pdf", "html"] = "pdf",
    made: int = MADE,
) -> bytes:
    """Return what Typst makes of main.typ; `files` are pictures by name. Raises typst.TypstError.

    The same input gives the same bytes; `made` is the time that they name, in seconds since 1970.
    """
    # a dictionary takes text only; the folder is always given, or Typst would look into the current one
    given: Any = {name: text.encode() if isinstance(text, str) else text for name, text in sources.items()}
    standards: Any = ["ua-1"] if form == "pdf" else []
    with tempfile.TemporaryDirectory(prefix="cba-press-") as root:
        for name, raw in files.items():
            Path(root, name).write_bytes(raw)
        with turn() as engine:
            result = engine.compile(given, root=root, format=form, pdf_standards=standards, timestamp=made)
    return b"".join(result) if isinstance(result, list) else result or b""


def forget() -> None:
    """Let go of what earlier documents left in memory, which Typst keeps until it has set ten more.

    For somebody who waits for the next document: takes as long as a fifth of one.
    """
    nothing: Any = {"main.typ": b"#set page(width: 1cm, height: 1cm)"}
    with tempfile.TemporaryDirectory(prefix="cba-press-") as root, turn() as engine:
        for _ in range(REMEMBERED):
            engine.compile(nothing, root=root, format="pdf")
