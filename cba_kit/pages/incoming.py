"""Incoming: what pages send, read with care."""

from __future__ import annotations

import re

from pydantic import ValidationError

from cba_kit.model.workbook import Operation

MOST_OPERATIONS = 500
"""Operations taken from one message; the page sends those beyond again, because they are not in the ack."""
LONGEST_CLIENT = 80


def operations_of(raw: object) -> tuple[list[Operation], list[dict[str, str]]]:
    """Read operations; each one that is no operation is refused alone, by its id where it has one."""
    if not isinstance(raw, list):
        return [], []
    found: list[Operation] = []
    refused: list[dict[str, str]] = []
    for item in raw[:MOST_OPERATIONS]:
        try:
            found.append(Operation.model_validate(item))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str):
                refused.append({"id": name, "reason": f"{place}: {first['msg']}."})
    return found, refused


def client_name(raw: object) -> str:
    """Return the page's name for itself, without signs that a database does not take."""
    return re.sub(r"[^A-Za-z0-9_.:-]", "", str(raw or ""))[:LONGEST_CLIENT] or "page"
