"""Leading: a facilitator sets the stage of a sheet for one group or several, and so shows private notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from cba_kit.errors import OperationError
from cba_kit.model.people import plenary
from cba_kit.model.stage import FREE, stage_id, stages
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Operation, Workbook, Writer
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.incoming import client_name, name_of
from cba_kit.pages.rights import STAGES, group_workbook, rules
from cba_kit.pages.rounds import ring
from cba_kit.pages.visit import Visit
from cba_kit.store.journal import Look

Message = Mapping[str, Any]
MOST = 100
"""Workbooks that one message sets the stage of."""


def lead(visit: Visit, message: Message) -> Iterable[Message]:
    """Answer {t: stage, workbooks, sheet, fields}: set the stage in each of these groups' workbooks.

    `locked` and `hidden` name only the blocks that change, {KEY: whether}; each group keeps its others. Where
    a group wrote privately until now, the same moment shows its notes to all. Answers with the workbooks that
    were set; OperationError, and nothing set, where the visitor leads no sessions or a field is wrong.
    """
    names = [name_of(name) for name in _listed(message.get("workbooks"))[:MOST]]
    found = [group_workbook(visit, name) for name in names if name]
    led = [workbook for workbook, kinds in (place for place in found if place) if kinds >= STAGES]
    if not led or len(led) != len(names):
        raise OperationError(visit.texts["errors.not_yours"])
    orders = [_Order(visit, workbook, message) for workbook in led]
    for order in orders:  # all of them take it, or nothing is set and nothing is shown
        order.accept(order.wanted[0], lambda _: None)
    for order in orders:
        order.write(client_name(message.get("client")))
    if any(workbook.owner == plenary(workbook.edition).id for workbook in led):
        ring(visit)
    yield {"t": "staged", "workbooks": [workbook.id for workbook in led], "sheet": message.get("sheet")}


class _Order:
    """What one group's workbook is told: the stage, then the notes that it shows."""

    def __init__(self, visit: Visit, workbook: Workbook, message: Message) -> None:
        self._visit, self._workbook = visit, workbook
        self._rules = rules(visit, workbook, sheets_of(visit, workbook))
        sheet = str(message.get("sheet"))
        entries = visit.store.journal.entries(workbook.id, sheet=sheet)
        before = stages(entries).get(sheet, FREE)
        try:
            told = {name: _changed(before, name, value) for name, value in _mapped(message.get("fields"))}
            self.wanted = [_operation(sheet, stage_id(sheet), kind="stage", fields=told)]
        except (ValueError, TypeError) as error:
            raise OperationError(visit.texts["errors.not_understood"]) from error
        if before.phase == "write" and told.get("phase", "write") != "write":
            private = (e for e in entries if e.kind == "note" and e.fields.get("private") is True)
            self.wanted += [_operation(sheet, e.id, kind="note", fields={"private": False}) for e in private]

    def accept(self, operation: Operation, look: Look) -> None:
        """Check the stage by the rules; the others are private notes, which only this may touch."""
        if operation.kind == "stage":
            self._rules(operation, look)

    def write(self, client: str) -> None:
        """Write everything in one transaction."""
        writer = Writer(person=self._visit.person.id, client=client, kinds=STAGES | {"note"})
        receipt = self._visit.store.journal.apply(self._workbook.id, self.wanted, writer, accept=self.accept)
        for refused in receipt.refused:
            raise OperationError(refused.reason)


def _changed(stage: Stage, name: str, value: Any) -> Any:
    """Return a field of the stage; of a list of blocks, {KEY: whether} says which ones come and go."""
    if name not in ("locked", "hidden"):
        return value
    wanted = dict(_mapped(value))
    listed = [block for block in getattr(stage, name) if block not in wanted]
    return listed + [block for block, there in wanted.items() if there is True]


def _operation(sheet: str, entry: str, **more: Any) -> Operation:
    return Operation.model_validate({"id": uuid4().hex, "sheet": sheet, "entry": entry, **more})


def _mapped(raw: object) -> Iterable[tuple[str, Any]]:
    if not isinstance(raw, Mapping):
        raise TypeError(raw)
    return raw.items()


def _listed(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else []
