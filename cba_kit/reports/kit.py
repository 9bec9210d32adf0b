"""The kit: an academy's templates and what a batch hands over, unpacked on every worker of a Dask cluster.

Only for machines on which Dask is installed. The scheduler gives the kit to each worker when it comes,
so also to one that takes the place of a lost one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from distributed import Worker, WorkerPlugin

from cba_kit.errors import RenderError
from cba_kit.programme.documents.inputs import code
from cba_kit.reports.making import Job, Made, make

_unpacked: dict[str, Path] = {}
"""Where this worker has unpacked which kit."""


class Kit(WorkerPlugin):  # type: ignore[misc]  # Dask has no types
    """Files by their paths; those of the academy below academy/, those of the batch below handed/."""

    def __init__(self, name: str, files: Mapping[str, bytes]) -> None:
        self.name = name
        self.idempotent = True
        self._files = files
        self._code = code()

    def setup(self, worker: Worker) -> None:  # noqa: ARG002  # what Dask calls
        """Unpack; RenderError on a worker with other programs, whose documents would differ."""
        if code() != self._code:
            raise RenderError("This worker has another version of cba_kit.", fix="Install the same one.")
        folder = Path(tempfile.mkdtemp(prefix="cba-kit-"))
        for name, content in self._files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _unpacked[self.name] = folder

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  # what Dask calls
        """Remove what was unpacked."""
        folder = _unpacked.pop(self.name, None)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def make_there(job: Job, kit: str) -> Made:
    """Make a document from the kit's files: what a worker is asked to do."""
    folder = _unpacked[kit]
    return make(replace(job, academy=folder / "academy", handed=folder / "handed"))
