"""Freshness: whether a document still shows what it is made from. The one place that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.render import Render
from cba_kit.reports.catalogue import Subject, report_kind, subjects
from cba_kit.reports.inputs import Inputs
from cba_kit.store import Store

State = Literal["fresh", "stale", "failed", "never"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands about one document. `newest` is its last line in the ledger, if it has one.

    `published` is the last line that went well: those documents are what people read, also while a newer
    attempt has failed or was withheld.
    """

    subject: Subject
    state: State
    newest: Render | None
    published: Render | None


def freshness(newest: Render | None, *, inputs: str, formats: Sequence[str], output: Path) -> State:
    """Return how a document stands; `inputs` is the hash of what it would be made from now.

    fresh: made from just that, and all its files are there as they were written · failed: just that could
    not be made, or not published · stale: something has changed, or a file is missing · never: no attempt.
    """
    if newest is None:
        return "never"
    if newest.inputs != inputs:
        return "stale"
    if newest.status != "ok":
        return "failed"
    whole = all(_is_there(output, newest, form) for form in formats)
    return "fresh" if whole else "stale"


def standings(academy: Academy, store: Store, library: Library, edition: str, report: str) -> list[Standing]:
    """Return how all documents of a report stand, by name; NotFoundError for an unknown edition or report."""
    kind, about = report_kind(library, report), library.edition(edition)
    with store.reading():
        inputs = Inputs(academy, store, library, edition=about, report=report, kind=kind)
        newest = store.ledger.latest(edition, report)
        published = store.ledger.latest(edition, report, only_ok=True)
        found = subjects(academy, store, kind, about)
    return [
        Standing(
            subject,
            freshness(
                newest.get(subject.id),
                inputs=inputs.of(subject),
                formats=kind.formats,
                output=academy.output,
            ),
            newest.get(subject.id),
            published.get(subject.id),
        )
        for subject in found
    ]


def _is_there(output: Path, line: Render, form: str) -> bool:
    """Tell whether a file lies there in the size in which it was written; lines of old have no sizes."""
    if form not in line.files:
        return False
    try:
        size = (output / line.files[form]).stat().st_size
    except OSError:
        return False
    return size == line.sizes.get(form, size)
