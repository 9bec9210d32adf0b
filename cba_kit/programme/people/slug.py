"""Ids from names, for people and clusters."""

from __future__ import annotations

import re
from collections.abc import Collection

from cba_kit.model.latin import latin

LONGEST = 60
"""Characters of an id; the store takes 80, a number may follow."""

RESERVED = ("", "index")
"""Ids that nobody gets: reports are named by id, and index.html is the list of them."""


def slug(name: str) -> str:
    """Write `name` in lower-case ASCII with hyphens; “person” when no letter can be written so.

    Letters are written one by one, so the same name gives the same id on every machine.
    """
    found = re.sub(r"[^a-z0-9]+", "-", latin(name))[:LONGEST].strip("-")
    return f"person-{found}".rstrip("-") if found in RESERVED else found


def free(wanted: str, taken: Collection[str]) -> str:
    """Return `wanted`, or with the first number from 2 on that makes it a new one."""
    number, found = 2, wanted
    while found in taken:
        found = f"{wanted}-{number}"
        number += 1
    return found
