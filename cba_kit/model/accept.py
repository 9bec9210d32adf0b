"""What a workbook accepts: the rules that an operation must meet before it is written."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from cba_kit.errors import OperationError
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Column, Form, Question
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.model.values import VALUES, Day, EntryKind, Note
from cba_kit.model.workbook import Operation

ROADMAP = "roadmap"
"""The place of threads that are about a section of the roadmap."""

_KINDS_OF: dict[type[Template], tuple[EntryKind, ...]] = {
    Form: ("answer", "finding"),
    Canvas: ("note", "finding", "stage", "vote"),
    Trends: ("rating", "finding", "stage"),
    Plan: ("action", "finding"),
}
"""What a sheet holds; the first is what people write there."""


def accept(operation: Operation, templates: Mapping[str, Template]) -> None:
    """Raise OperationError unless `operation` fits its sheet's template; nothing is changed."""
    if operation.kind == "comment":
        if operation.sheet != ROADMAP and operation.sheet not in templates:
            raise OperationError(f"There is no sheet “{operation.sheet}” to comment on.")
        return check_values(operation)
    template = templates.get(operation.sheet)
    if template is None:
        raise OperationError(f"This workbook has no sheet “{operation.sheet}”.")
    kinds = _KINDS_OF[type(template)]
    if operation.kind not in kinds:
        raise OperationError(f"The sheet “{template.title}” holds {kinds[0]}s, not {operation.kind}s.")
    check_values(operation)
    if operation.op != "put" or operation.kind in ("finding", "stage", "vote"):
        return None
    if isinstance(template, Form):
        return _check_answer(operation, template)
    if isinstance(template, Canvas):
        return _check_note(operation, template)
    if isinstance(template, Trends):
        return _check_rating(operation, template)
    return _check_action(operation, template)


def check_values(operation: Operation) -> None:
    """Raise OperationError unless the fields are those of the operation's kind."""
    try:
        VALUES[operation.kind].model_validate(operation.fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else operation.kind
        if first["type"] == "string_too_long":
            most = first["ctx"]["max_length"]
            raise OperationError(f"This text is too long. Keep it under {most:,} characters.") from error
        raise OperationError(
            f"The {operation.kind}’s “{name}” is not right: {first['msg'].lower()}."
        ) from error


def _check_answer(operation: Operation, form: Form) -> None:
    # where the block stays as it is, the id of a single answer still names its question
    key = operation.block if operation.block is not None else operation.entry.removeprefix(f"{form.key}.")
    question = form.question(key)
    if question is None:
        if operation.block is None:
            return
        raise OperationError(f"The sheet “{form.title}” has no question “{key}”.")
    known = {column.key: column for column in question.columns} if question.type == "rows" else {}
    for name, value in operation.fields.items():
        if name == "position" or (name == "links" and question.type == "rows" and isinstance(value, list)):
            continue
        if question.type == "rows":
            if name not in known:
                raise OperationError(f"“{question.title}” has no column “{name}”.")
            _check_value(known[name], value)
        elif name != "value":
            raise OperationError(f"“{question.title}” takes one value, not “{name}”.")
        else:
            _check_value(question, value)


def _check_value(asked: Question | Column, value: object) -> None:
    if value in (None, ""):
        return
    if asked.type == "date":
        try:
            TypeAdapter(Day).validate_python(value)
        except ValidationError as error:
            raise OperationError(f"“{asked.title}” takes a day, written like 2026-03-11.") from error
    if asked.type in ("number", "scale"):
        _check_number(asked, value)


def _check_number(asked: Question | Column, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OperationError(f"“{asked.title}” takes a number.")
    low, high = asked.low, asked.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise OperationError(
            f"“{asked.title}” takes a number from {low:g} to {high:g}."
            if low is not None and high is not None
            else f"“{asked.title}”: {value:g} is out of range."
        )


def _check_note(operation: Operation, canvas: Canvas) -> None:
    if operation.block is not None and canvas.block(operation.block) is None:
        raise OperationError(f"The sheet “{canvas.title}” has no block “{operation.block}”.")
    meaning = operation.fields.get("meaning")
    if meaning is not None and meaning not in {known.key for known in canvas.meanings}:
        raise OperationError(f"The sheet “{canvas.title}” has no meaning “{meaning}”.")
    columns = {column.key: column for column in canvas.columns}
    for name in operation.fields.keys() - Note.model_fields.keys():
        if name not in columns:
            raise OperationError(f"A note of “{canvas.title}” has no “{name}”.")
        _check_value(columns[name], operation.fields[name])


def _check_rating(operation: Operation, trends: Trends) -> None:
    if operation.block is not None and trends.trend(operation.block) is None:
        raise OperationError(f"The sheet “{trends.title}” has no trend “{operation.block}”.")
    for scale in trends.scales:
        value = operation.fields.get(scale.key)
        if isinstance(value, int) and not scale.low <= value <= scale.high:
            raise OperationError(f"“{scale.title}” goes from {scale.low} to {scale.high}, not {value}.")
    horizon = operation.fields.get("horizon")
    if horizon and horizon not in {known.key for known in trends.horizons} | {"unknown"}:
        raise OperationError(f"There is no horizon “{horizon}”.")


def _check_action(operation: Operation, plan: Plan) -> None:
    status = operation.fields.get("status")
    if status is not None and status not in {word.key for word in plan.statuses}:
        raise OperationError(f"There is no status “{status}”.")
    depends = operation.fields.get("depends_on")
    if isinstance(depends, list) and operation.entry in depends:
        raise OperationError("An action cannot wait for itself.")
