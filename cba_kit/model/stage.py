"""Stages: what a facilitator has set for a sheet, and who sees and writes what while it lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from cba_kit.errors import OperationError
from cba_kit.model.values import Stage, Vote
from cba_kit.model.workbook import Entry, Operation

FREE = Stage()
"""Where no facilitator has set anything: everybody writes and sees."""


def stage_id(sheet: str) -> str:
    """Return the id of the entry that holds a sheet's stage; there is one in a workbook."""
    return f"stage.{sheet}"


def vote_id(sheet: str, person: str) -> str:
    """Return the id of the entry that holds a person's dots on a sheet; each person has one."""
    return f"vote.{sheet}.{person}"[-80:]  # as long as an id may be; the person's is never cut


def stages(entries: Iterable[Entry]) -> dict[str, Stage]:
    """Return the stage of each sheet that has one, by the sheet's key."""
    return {
        entry.sheet: Stage.model_validate(entry.fields)
        for entry in entries
        if entry.kind == "stage" and entry.id == stage_id(entry.sheet) and not entry.removed
    }


def visible(entry: Entry, reader: str, stage: Stage, *, facilitator: bool) -> bool:
    """Tell whether `reader` may see an entry of a group's workbook now.

    A private note is its writer's alone, and so is a vote, for facilitators too. What stands in a hidden
    block, or is said of it, is seen by facilitators and by those who wrote it.
    """
    if entry.created_by == reader:
        return True
    if entry.kind == "vote" or (entry.kind == "note" and entry.fields.get("private") is True):
        return False
    there = entry.kind == "note" or (entry.kind == "comment" and not entry.text("entry"))
    return facilitator or not there or entry.block not in stage.hidden


def tally(entries: Iterable[Entry], sheet: str, stage: Stage) -> Mapping[str, int]:
    """Return the dots of each note of a sheet, by its id; empty unless voting has been closed."""
    if stage.phase in ("write", "vote"):
        return {}
    votes = (e for e in entries if e.kind == "vote" and e.sheet == sheet and not e.removed)
    return Counter(note for vote in votes for note in Vote.model_validate(vote.fields).dots)


def voters(entries: Iterable[Entry], sheet: str) -> int:
    """Return how many people have set at least one dot."""
    votes = (e for e in entries if e.kind == "vote" and e.sheet == sheet and not e.removed)
    return len({vote.created_by for vote in votes if vote.fields.get("dots")})


def writers(entries: Iterable[Entry], sheet: str) -> int:
    """Return how many people have a note on the sheet, a private one too: a number, and nobody's name."""
    notes = (e for e in entries if e.kind == "note" and e.sheet == sheet and not e.removed)
    return len({note.created_by for note in notes})


def check(operation: Operation, known: Entry | None, writer: str, stage: Stage, *, facilitator: bool) -> None:
    """Raise OperationError where the stage does not take an operation now; `known` is the entry as it is."""
    if operation.kind == "stage":
        if not facilitator or operation.entry != stage_id(operation.sheet):
            raise OperationError("Only a facilitator leads a session.")
        return None
    if operation.kind == "vote":
        return _check_vote(operation, writer, stage)
    if known is not None and not visible(known, writer, stage, facilitator=facilitator):
        raise OperationError("This note is not there for you.")
    if operation.kind == "note" and operation.fields == {"private": True} and _is_shown(known):
        raise OperationError("The others have seen this note already. Remove it, or write a new one.")
    if operation.kind == "note" and not facilitator:
        places = {operation.block, known.block if known else None}
        if places & set(stage.locked):
            raise OperationError("This block is locked now. Ask your facilitator to open it.")
        if known is not None and known.created_by != writer and operation.block in stage.hidden:
            raise OperationError("This block is hidden now. The others could not find the note there.")
        if stage.phase == "closed":
            raise OperationError("This board is closed. Ask your facilitator to open it again.")
    return None


def _is_shown(known: Entry | None) -> bool:
    return known is not None and known.fields.get("private") is not True


def _check_vote(operation: Operation, writer: str, stage: Stage) -> None:
    if stage.phase != "vote":
        raise OperationError("Voting is closed.")
    if operation.entry != vote_id(operation.sheet, writer):
        raise OperationError("Everybody sets their own dots.")
    dots = operation.fields.get("dots") or []
    if operation.op == "put" and isinstance(dots, list) and len(dots) > stage.dots:
        raise OperationError(f"You have {stage.dots} dots.")


def check_dots(operation: Operation, look: Callable[[str], Entry | None]) -> None:
    """Raise OperationError where dots lie on a note that only its writer sees; `look` reads an entry."""
    dots = operation.fields.get("dots")
    found = [look(note) for note in set(dots)] if isinstance(dots, list) else []
    if any(note is not None and note.fields.get("private") is True for note in found):
        raise OperationError("A note that only you see takes no dots. Show it to the group first.")
