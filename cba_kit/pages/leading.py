"""Leading: a facilitator sets the stage of a sheet for one group or several, and reveals private notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from cba_kit.errors import OperationError
from cba_kit.model.people import plenary
from cba_kit.model.stage import stage_id
from cba_kit.model.workbook import Operation, Workbook, Writer
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.incoming import client_name, name_of
from cba_kit.pages.rights import STAGES, group_workbook, rules
from cba_kit.pages.rounds import ring
from cba_kit.pages.visit import Visit

Message = Mapping[str, Any]
MOST = 100
"""Workbooks that one message sets the stage of."""


def lead(visit: Visit, message: Message) -> Iterable[Message]:
    """Answer {t: stage, workbooks, sheet, fields, reveal}: set the stage in each of these groups' workbooks.

    `reveal` shows the private notes of the sheet to all, in the same moment as the stage changes. Answers
    with the workbooks that were set; OperationError where the visitor leads no sessions, or a field is wrong.
    """
    names = [name_of(name) for name in _listed(message.get("workbooks"))[:MOST]]
    found = [group_workbook(visit, name) for name in names if name]
    led = [workbook for workbook, kinds in (place for place in found if place) if kinds >= STAGES]
    if not led or len(led) != len(names):
        raise OperationError(visit.texts["errors.not_yours"])
    for workbook in led:
        _set(visit, workbook, message)
    if any(workbook.owner == plenary(workbook.edition).id for workbook in led):
        ring(visit)
    yield {"t": "staged", "workbooks": [workbook.id for workbook in led], "sheet": message.get("sheet")}


def _set(visit: Visit, workbook: Workbook, message: Message) -> None:
    sheet = str(message.get("sheet"))
    journal, accept = visit.store.journal, rules(visit, workbook, sheets_of(visit, workbook))
    try:
        wanted = [_operation(sheet, stage_id(sheet), kind="stage", fields=message.get("fields"))]
    except ValidationError as error:
        raise OperationError(visit.texts["errors.not_understood"]) from error
    if message.get("reveal") is True:
        private = (
            e for e in journal.entries(workbook.id, sheet=sheet, kind="note") if e.fields.get("private")
        )
        wanted += [_operation(sheet, entry.id, kind="note", fields={"private": False}) for entry in private]
    writer = Writer(
        person=visit.person.id, client=client_name(message.get("client")), kinds=STAGES | {"note"}
    )

    def check(operation: Operation, look: Any) -> None:
        if operation.kind == "stage":  # the other ones are private notes, which nobody else may touch
            accept(operation, look)

    for refused in journal.apply(workbook.id, wanted, writer, accept=check).refused:
        raise OperationError(refused.reason)


def _operation(sheet: str, entry: str, **more: Any) -> Operation:
    return Operation.model_validate({"id": uuid4().hex, "sheet": sheet, "entry": entry, **more})


def _listed(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else []
