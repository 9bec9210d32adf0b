"""Rights: what a visitor may write in a workbook, beyond what its sheets take."""

from __future__ import annotations

from collections.abc import Callable

from cba_kit.errors import OperationError
from cba_kit.model.accept import accept
from cba_kit.model.workbook import Operation, Workbook
from cba_kit.pages.visit import Visit

OWNERS_WORDS = frozenset({"answered", "used", "later", "no"})
"""States of a thread by which the workbook's owner says what they made of it."""


def rules(visit: Visit, workbook: Workbook) -> Callable[[Operation], None]:
    """Return the check that every operation of the visitor must pass; it raises OperationError."""
    sheets = visit.sheets

    def check(operation: Operation) -> None:
        accept(operation, sheets)
        state = operation.fields.get("state")
        if operation.kind == "comment" and state in OWNERS_WORDS and visit.person.id != workbook.owner:
            _check_said_before(visit, workbook, operation)

    return check


def _check_said_before(visit: Visit, workbook: Workbook, operation: Operation) -> None:
    """Let others bring back a state that the owner had set (they undo a step), and set none for them."""
    said = visit.store.journal.changes(workbook.id, entry=operation.entry)
    state = operation.fields["state"]
    if not any(change.person == workbook.owner and change.after.get("state") == state for change in said):
        raise OperationError("Only the person whose workbook this is can say what became of a comment.")
