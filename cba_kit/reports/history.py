"""History: what had changed in a person's workbook between any two of the roadmaps made of it."""

from __future__ import annotations

from cba_kit.content import Library
from cba_kit.model.roadmap import Difference, compare
from cba_kit.store import Store


def diff(store: Store, library: Library, person: str, version_a: int, version_b: int) -> list[Difference]:
    """Return what changed in a person's workbook from one version to another, sheet by sheet.

    The journal keeps every version, so the documents themselves are not needed; the ledger's lines say
    which version each one shows. A difference says how (added, changed, removed), on which sheet and
    block, and the words before and now. Comments are left out. NotFoundError without such a workbook.
    """
    with store.reading():
        workbook = store.journal.workbook_of(person)
        before, now = (store.journal.entries(workbook.id, at=version) for version in (version_a, version_b))
    return list(compare(library.sheets(library.edition(workbook.edition)), before, now))
