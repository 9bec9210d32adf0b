"""Boards: the groups' workbooks as whoever leads sees them in a list, with how much stands in each."""

from __future__ import annotations

from typing import Any

from cba_kit.errors import OperationError
from cba_kit.model.people import Group, leads
from cba_kit.model.stage import stages
from cba_kit.model.workbook import Workbook
from cba_kit.pages.groups import groups
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import ago

Message = dict[str, Any]


def boards(visit: Visit) -> Message:
    """Answer {t: boards}: a row for each group that the visitor leads, everybody's workbook last.

    `notes` counts private ones too and shows no word of them; `edited` is empty where nobody has written.
    OperationError for whoever does not lead.
    """
    reader = visit.store.people.person(visit.person.id)
    if not leads(reader):
        raise OperationError(visit.texts["errors.not_yours"])
    with visit.store.reading():
        books = {book.owner: book for book in visit.store.journal.workbooks(reader.edition)}
        rows = [_row(visit, group, books.get(group.id)) for group in groups(visit)]
    return {"t": "boards", "rows": rows}


def _row(visit: Visit, group: Group, book: Workbook | None) -> Message:
    if book is None:  # nobody has opened it yet
        return {"id": group.id, "notes": 0, "edited": "", "phases": {}}
    set_now = stages(visit.store.journal.entries(book.id, kind="stage"))
    changed = book.changed_at.astimezone(visit.zone) if book.changed_at else None
    return {
        "id": group.id,
        "notes": len(visit.store.journal.entries(book.id, kind="note")),
        "edited": ago(visit.texts, changed, visit.now()) if changed else "",
        "phases": {sheet: stage.phase for sheet, stage in set_now.items()},
    }
