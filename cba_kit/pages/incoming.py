"""Incoming: what pages send, read with care."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from cba_kit.model.workbook import Operation

MOST_OPERATIONS = 500
"""Operations taken from one message; the page sends those beyond again, because they are not in the ack."""
LONGEST_CLIENT = 80
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


def name_of(raw: object) -> str | None:
    """Return what can be the id of an operation, an entry or a workbook; None where it cannot."""
    return raw if isinstance(raw, str) and _NAME.fullmatch(raw) else None


def kind_of(message: object) -> str:
    """Return what a page asks for; empty where it is no message that anybody could understand."""
    kind = message.get("t") if isinstance(message, Mapping) else None
    return kind if isinstance(kind, str) else ""


def operations_of(raw: object) -> tuple[list[Operation], list[dict[str, str]]] | None:
    """Read operations; each one that is no operation is refused alone, by its id.

    None where one has no id, or this is no list: then nobody could tell which ones were refused.
    """
    items = raw[:MOST_OPERATIONS] if isinstance(raw, list) else []
    names = [name_of(item.get("id")) if isinstance(item, dict) else None for item in items]
    if not items or None in names:
        return None
    found: list[Operation] = []
    refused: list[dict[str, str]] = []
    for name, item in zip(names, items, strict=True):
        try:
            found.append(Operation.model_validate(item))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            refused.append({"id": str(name), "reason": f"{place}: {first['msg']}."})
    return found, refused


def client_name(raw: object) -> str:
    """Return the page's name for itself, without signs that a database does not take."""
    return re.sub(r"[^A-Za-z0-9_.:-]", "", str(raw or ""))[:LONGEST_CLIENT] or "page"
