"""Groups: the workbooks that a visitor may open, their own and their breakout group's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cba_kit.model.complete import Template
from cba_kit.model.people import Group, Person, groups_of, leads, may_read, plenary
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Workbook
from cba_kit.pages.visit import Visit

Message = dict[str, Any]


def books(visit: Visit, own: Workbook | None) -> list[Message]:
    """Return the workbooks that the visitor may open, their own first, as pages offer them.

    One with nothing but the rounds of trends is for whoever leads: people rate in their own. Members see each
    other's names; trainers and organisers see all groups of their edition.
    """
    found = [_book(own.id, "own", visit.sheets)] if own is not None else []
    for group in groups(visit):
        sheets = visit.library.sheets_of_group(visit.edition, group.id)
        if any(own is None or not isinstance(sheet, Trends) for sheet in sheets.values()):
            found.append(_book(group.id, "group", sheets, group))
    return found


def groups(visit: Visit) -> list[Group]:
    """Return the groups whose workbooks the visitor may read now."""
    reader = visit.store.people.person(visit.person.id)
    if reader.group_id is None and not leads(reader) and not has_plenary(visit):
        return []
    everyone = visit.store.people.of(reader.edition, "participant")
    found = [group for group in groups_of(everyone) if may_read(reader, group)]
    whole = _plenary(visit)
    return [*found, whole] if may_read(reader, whole) and (leads(reader) or has_plenary(visit)) else found


def has_plenary(visit: Visit) -> bool:
    """Tell whether the edition has come together in a workbook of all: whoever leads it opens it first."""
    return visit.store.journal.exists(plenary(visit.person.edition).id)


def _plenary(visit: Visit) -> Group:
    return plenary(visit.person.edition, visit.texts["group.plenary"])


def sheets_of(visit: Visit, workbook: Workbook) -> Mapping[str, Template]:
    """Return the sheets of a workbook by key, in their order."""
    if workbook.owner_kind != "group":
        return visit.sheets
    return visit.library.sheets_of_group(visit.edition, workbook.owner)


def named(person: Person) -> Message:
    """Return a person as pages show them."""
    return {"id": person.id, "name": person.name, "first": person.first_name, "initials": person.initials}


def _book(workbook: str, kind: str, sheets: Mapping[str, Template], group: Group | None = None) -> Message:
    return {
        "id": workbook,
        "kind": kind,
        "name": group.name if group else "",
        "members": [named(person) for person in group.members] if group else [],
        "sheets": [
            {"key": sheet.key, "title": sheet.title, "short": sheet.short, "kind": sheet.kind}
            for sheet in sheets.values()
        ],
    }
