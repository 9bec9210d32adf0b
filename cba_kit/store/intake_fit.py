"""Fit: what of a brought entry today's templates know. What they do not know (any more) is kept, and told."""

from __future__ import annotations

from collections.abc import Mapping

from cba_kit.errors import OperationError
from cba_kit.model.accept import ROADMAP, accept, check_values
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.trends import Trends
from cba_kit.model.values import Note
from cba_kit.model.workbook import Operation


def check_fit(operation: Operation, sheets: Mapping[str, Template], *, at_home: bool) -> list[str]:
    """Return in words what today's templates do not know of an operation; mostly nothing. All of it is kept.

    Raises OperationError for what no workbook may hold. `at_home`: it comes from the same edition, whose
    templates may have been changed since, so that a sheet may be gone; another edition's sheets are refused.
    """
    check_values(operation)
    template = sheets.get(operation.sheet)
    if template is None:
        if operation.kind == "comment" and operation.sheet == ROADMAP:
            return []
        if not at_home:
            raise OperationError(f"This workbook has no sheet “{operation.sheet}”.")
        return [f"The sheet “{operation.sheet}” is not there: what was written on it is kept, but not shown."]
    if operation.kind == "comment":
        return []
    known, lost = _known(operation, template, "kept")
    accept(known, sheets)
    return lost


def cut_to_fit(operation: Operation, sheets: Mapping[str, Template]) -> tuple[Operation | None, list[str]]:
    """Return as much of an operation as a page can write today, and in words what is left out.

    None where nothing of it is left: its sheet, question or trend is not there. Raises OperationError for
    what no workbook may hold.
    """
    check_values(operation)
    template = sheets.get(operation.sheet)
    if template is None:
        return None, [f"There is no sheet “{operation.sheet}” here: what was written on it is left out."]
    known, lost = _known(operation, template, "left out")
    accept(known, sheets)
    gone = operation.kind in ("answer", "rating") and known.block is None and operation.block is not None
    return (None if gone else known), lost


def _known(operation: Operation, template: Template, fate: str) -> tuple[Operation, list[str]]:
    """Return the operation without what the template does not have, and that in words, with its `fate`."""
    fields, block = dict(operation.fields), operation.block
    lost: list[str] = []
    if operation.kind == "note" and isinstance(template, Canvas):
        if block is not None and template.block(block) is None:
            block = None
            lost.append(
                f"“{template.title}” has no block “{operation.block}”: its notes are kept and shown "
                "without a block."
            )
        own = {column.key for column in template.columns} | Note.model_fields.keys()
        strange = [name for name in fields if name not in own]
        if fields.get("meaning") not in {None, *(meaning.key for meaning in template.meanings)}:
            strange.append("meaning")
        lost += [f"“{template.title}” does not ask for “{name}”: it is {fate}." for name in strange]
        fields = {name: value for name, value in fields.items() if name not in strange}
    elif operation.kind == "answer" and isinstance(template, Form):
        question = template.question(block) if block is not None else None
        rows = question is not None and question.type == "rows"
        asked = {column.key for column in question.columns} if question is not None and rows else {"value"}
        strange = [name for name in fields if name not in asked | {"position"}]
        if question is None or strange:
            lost.append(f"“{template.title}” does not ask for “{block}” like that: the answer is {fate}.")
        block = block if question is not None else None
        fields = {name: value for name, value in fields.items() if name not in strange}
        if question is None:
            fields = {}
    elif (
        operation.kind == "rating"
        and isinstance(template, Trends)
        and block is not None
        and template.trend(block) is None
    ):
        lost.append(f"“{template.title}” has no trend “{block}”: its rating is {fate}.")
        block = None
    return operation.model_copy(update={"block": block, "fields": fields}), lost
