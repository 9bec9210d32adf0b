"""Audit: who came and went, and who took what, in a file of its own; ids only, nobody's words."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path

from cba_kit.errors import SettingsError

FILE = "audit.log"
"""In the academy's folder. It may be moved away at any time: a new one is begun."""

audit = logging.getLogger("cba_kit.audit")


class _OwnersFile(WatchedFileHandler):
    """A log file that only its owner may read, also after it was rotated."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8")


@contextmanager
def kept(folder: Path) -> Iterator[None]:
    """Write audit lines into the academy's file as long as this is open.

    Where everything is logged, they stand in the log, too; a command does not print them.
    Raises SettingsError when the file cannot be written: what happens then would leave no trace.
    """
    path = folder / FILE
    try:
        handler = _OwnersFile(path)
    except OSError as error:
        raise SettingsError(
            f"The audit log cannot be written ({error.strerror}).",
            where=str(path),
            fix="Make the academy's folder and this file writable for this user.",
        ) from error
    form = logging.Formatter("%(asctime)sZ %(message)s", datefmt="%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler.setFormatter(form)
    before = audit.level, audit.propagate
    audit.propagate = audit.isEnabledFor(logging.INFO)
    audit.setLevel(logging.INFO)
    audit.addHandler(handler)
    try:
        yield
    finally:
        audit.removeHandler(handler)
        audit.setLevel(before[0])
        audit.propagate = before[1]
        handler.close()
