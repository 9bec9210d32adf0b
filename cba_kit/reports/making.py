"""Making: one person's report from start to end, in a worker process."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cba_kit.config import ENV_ACADEMY, ENV_DATABASE
from cba_kit.content import Library
from cba_kit.errors import CbaError
from cba_kit.model.render import RenderStatus
from cba_kit.reports.engine import Outcome, execute
from cba_kit.reports.executed import document, load
from cba_kit.reports.html import page
from cba_kit.reports.pdf import pdf

FORMATS = ("html", "pdf")
"""What a report can be made as; the executed notebook is always kept."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker process needs to know to make one report."""

    person: str
    academy: Path
    database_url: str
    templates: Path
    notebook: Path
    folder: Path
    """Where the files go: output/EDITION/REPORT."""
    formats: tuple[str, ...]
    timeout: int
    engine: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a job; `files` are names in the job's folder."""

    status: RenderStatus
    ms: int
    version: int = 0
    files: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    notes: tuple[str, ...] = ()


def make(job: Job) -> Made:
    """Execute the notebook, make all formats, and only then put them in place of the older ones.

    A run that fails leaves the older documents as they are and its notebook as PERSON.failed.ipynb.
    """
    started = time.monotonic()
    job.folder.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{job.person}-", dir=job.folder))
    try:
        made = _make(job, room)
    except (CbaError, OSError) as error:
        made = Made("error", 0, error=str(error), files=_keep_failed(job, room))
    finally:
        shutil.rmtree(room, ignore_errors=True)
    spent = int((time.monotonic() - started) * 1000)
    return Made(made.status, spent, made.version, made.files, made.error, made.notes)


def _make(job: Job, room: Path) -> Made:
    executed = room / "executed.ipynb"
    # the kernel inherits this process's environment; it is the academy's, whatever the caller's was
    os.environ.update({ENV_ACADEMY: str(job.academy), ENV_DATABASE: job.database_url})
    parameters = {"academy": str(job.academy), "person": job.person}
    outcome: Outcome = execute(job.notebook, executed, parameters, timeout=job.timeout, engine=job.engine)
    if outcome.status != "ok":
        return Made(outcome.status, 0, error=outcome.error, files=_keep_failed(job, room))
    notebook = load(executed)
    library = Library(job.templates)
    notes: tuple[str, ...] = ()
    contents: dict[str, bytes] = {}
    if "html" in job.formats:
        contents["html"] = page(notebook, library).encode()
    if "pdf" in job.formats:
        contents["pdf"], notes = pdf(notebook, library)
    for form, content in contents.items():
        (room / form).write_bytes(content)
    for form in contents:
        (room / form).replace(job.folder / f"{job.person}.{form}")
    executed.replace(job.folder / f"{job.person}.ipynb")
    (job.folder / f"{job.person}.failed.ipynb").unlink(missing_ok=True)
    files = {form: f"{job.person}.{form}" for form in (*contents, "ipynb")}
    return Made("ok", 0, document(notebook)["version"], files, notes=notes)


def _keep_failed(job: Job, room: Path) -> dict[str, str]:
    executed = room / "executed.ipynb"
    if not executed.exists():
        return {}
    name = f"{job.person}.failed.ipynb"
    executed.replace(job.folder / name)
    return {"ipynb": name}
