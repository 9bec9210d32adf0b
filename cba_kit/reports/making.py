"""Making: one document from its notebook to its bytes, on this machine or on any other one."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cba_kit.config import ENV_ACADEMY, ENV_DATABASE, ENV_SHARED
from cba_kit.content import Library
from cba_kit.errors import CbaError
from cba_kit.model.render import RenderStatus
from cba_kit.programme.documents.catalogue import PARAMETERS, About, notebook_of, teaching_notebooks
from cba_kit.reports import shown
from cba_kit.reports.engine import Limits, execute, parameterized
from cba_kit.reports.leaks import Suspect
from cba_kit.reports.order import Order
from cba_kit.reports.workers import Lost, setters

REGISTER, SHARED = "register", "shared.json"
"""What lies in the folder that a batch hands over: what others wrote, and what all documents share."""
_LOST: Mapping[str, str] = {
    "died": "The process that sets the documents ended by itself.",
    "killed": "Setting the document took longer than it may.",
}


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to make one document."""

    academy: Path
    database_url: str
    handed: Path
    """The folder that the batch hands over."""
    edition: str
    report: str
    about: About
    subject: str
    formats: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a job: documents by format, the notebook among them, and what is suspect in them.

    `contents` of a job that went wrong is the notebook as far as it got, if it got anywhere.
    """

    status: RenderStatus
    error: str = ""
    ms: int = 0
    version: int | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    suspects: tuple[Suspect, ...] = ()


def make(job: Job) -> Made:
    """Execute the notebook and set the documents; whatever the notebook does, an answer comes back."""
    began = time.monotonic()
    try:
        made = _make(job)
    except (CbaError, OSError) as error:
        made = Made("error", str(error))
    except Exception as error:  # one document that meets a mistake of ours must not stop the others
        made = Made("error", f"The document could not be made: {type(error).__name__}: {error}.")
    ms = round(1000 * (time.monotonic() - began))
    return Made(made.status, made.error, ms, made.version, made.contents, made.notes, made.suspects)


def _make(job: Job) -> Made:
    library = Library(job.academy / "templates")
    source = notebook_of(library, job.report)
    execution = execute(
        parameterized(source, _parameters(job)),
        cwd=source.parent,
        env={
            ENV_ACADEMY: str(job.academy),
            ENV_DATABASE: job.database_url,
            ENV_SHARED: str(job.handed / SHARED),
        },
        limits=job.limits,
    )
    notebook = execution.notebook
    if execution.status != "ok":
        return Made(execution.status, execution.error, contents={"ipynb": _written(notebook)})
    order = Order(
        notebook=json.dumps(notebook),
        templates=job.academy / "templates",
        formats=job.formats,
        register=job.handed / REGISTER,
        own=job.subject,
        folder=source.parent,
    )
    with setters().lend() as setter:
        printed = setter.set(order, limit=job.limits.wall)
    if isinstance(printed, Lost):
        return Made(printed.why, _LOST[printed.why], contents={"ipynb": _written(notebook)})
    if printed.error:
        return Made("error", printed.error, contents={"ipynb": _written(notebook)})
    return Made(
        "ok",
        version=shown.version(notebook),
        contents=printed.contents,
        notes=printed.notes,
        suspects=printed.suspects,
    )


def _parameters(job: Job) -> dict[str, str]:
    about = job.subject
    if job.about == "notebook":
        about = str(teaching_notebooks(job.academy)[job.subject])
    return {"academy": str(job.academy), PARAMETERS[job.about]: about}


def _written(notebook: NotebookNode) -> bytes:
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]  # has no types
    return text.encode("utf-8", "replace")
