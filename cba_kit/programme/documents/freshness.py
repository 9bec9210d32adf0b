"""Freshness: whether a document still shows what it is made from. The one place that decides it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.render import Render
from cba_kit.programme.documents.catalogue import Subject, report_kind, subjects
from cba_kit.programme.documents.inputs import Inputs
from cba_kit.store import Store

State = Literal["fresh", "stale", "failed", "never"]
LIST = "index.html"
"""A page beside the documents that lists them, for those who have the folder."""
Told = Literal["fresh", "stale", "failed", "withheld", "never"]


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

    @property
    def told(self) -> Told:
        """What people are told: of an attempt that came to nothing, also when something was written since."""
        if self.newest is None or self.newest.status == "ok":
            return self.state
        return "withheld" if self.newest.status == "withheld" else "failed"


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


def standings(
    academy: Academy,
    store: Store,
    library: Library,
    edition: str,
    report: str,
    *,
    formats: Sequence[str] | None = None,
) -> list[Standing]:
    """Return how all documents of a report stand, by name; NotFoundError for an unknown edition or report.

    `formats` are those that must be there; else those that the report says.
    """
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
                formats=kind.formats if formats is None else formats,
                output=academy.output,
            ),
            newest.get(subject.id),
            published.get(subject.id),
        )
        for subject in found
    ]


def is_settled(
    academy: Academy,
    store: Store,
    library: Library,
    edition: str,
    report: str,
    *,
    only: Collection[str] = (),
    formats: Sequence[str] | None = None,
) -> bool:
    """Tell whether a run would do nothing: all documents are fresh, and nothing is left of a crash.

    For those who would otherwise load all that makes documents. Raises as `standings`; what `only` names
    and is not there is for the run to tell.
    """
    found = standings(academy, store, library, edition, report, formats=formats)
    wanted = [one for one in found if not only or one.subject.id in only]
    folder = academy.output / edition / report
    return (
        all(one.state == "fresh" for one in wanted)
        and {one.subject.id for one in wanted}.issuperset(only)
        and (folder / LIST).is_file()
        and not any(folder.glob(".*"))
    )


def _is_there(output: Path, line: Render, form: str) -> bool:
    """Tell whether a file lies there in the size in which it was written; lines of old have no sizes."""
    if form not in line.files:
        return False
    try:
        size = (output / line.files[form]).stat().st_size
    except OSError:
        return False
    return size == line.sizes.get(form, size)
