"""The books after a trial: every typed edit is in the store exactly once, and everybody sees the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cba_kit.pages.snapshot import entry_json
from cba_kit.store import Store

from .editor import Editor, Operation, expected


def written_once(store: Store, editors: list[Editor]) -> None:
    """Check each workbook's journal against what its editors typed."""
    for workbook, here in _by_workbook(editors).items():
        operations: dict[str, Operation] = {}
        assert [(each.name, each.refused) for each in here if each.refused] == []
        for editor in here:
            operations |= editor.typed
        changes = store.journal.changes(workbook)
        assert Counter(change.operation for change in changes) == Counter(list(operations))
        assert [change.version for change in changes] == list(range(1, len(changes) + 1))
        now = store.journal.entries(workbook, removed=True)
        assert {each.id: (each.text(), each.block, each.removed) for each in now} == expected(operations)
        assert store.journal.entries(workbook, at=len(changes), removed=True) == now


def shown_alike(store: Store, editors: list[Editor]) -> bool:
    """Tell whether all editors of each workbook show what the store has."""
    return all(
        editor.desk == desk
        for workbook, here in _by_workbook(editors).items()
        for desk in [_desk(store, workbook)]
        for editor in here
    )


def seen_only_their_own(editors: list[Editor]) -> None:
    """Check that nobody ever heard a word from a workbook that is not theirs to open.

    The words of an editor begin with its name; whoever shares a first name with it is the same person.
    """
    for editor in editors:
        person = editor.name.partition("-")[0]
        mine = {each.workbook for each in editors if each.name.startswith(person)}
        names = {each.name for each in editors if each.workbook in mine}
        assert {text.partition("·")[0] for text in editor.seen if text} <= names, editor.name


def _by_workbook(editors: list[Editor]) -> dict[str, list[Editor]]:
    found: dict[str, list[Editor]] = {}
    for editor in editors:
        found.setdefault(editor.workbook, []).append(editor)
    return found


def _desk(store: Store, workbook: str) -> dict[str, dict[str, Any]]:
    return {entry.id: entry_json(entry) for entry in store.journal.entries(workbook, removed=True)}
