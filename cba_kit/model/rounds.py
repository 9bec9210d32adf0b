"""Rounds: when a trends sheet takes which ratings, and which of them all may see.

A round is rated blind (phase “write”): until it is revealed (“discuss”), what is given in it is its writer's
alone, for coaches and trainers too. The next one begins blind again. Whoever was offline may still give what
they never gave for the round that was revealed last; what was given stays. All that is shown of a round is
what had been given when it was revealed: of two pictures with one person more between them, the difference
would be what this person said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import inf

from cba_kit.errors import OperationError
from cba_kit.model.assessment import round_of
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Change, Entry, Operation

_BESIDE = frozenset({"round", "chosen"})
"""Fields of a rating that say nothing about a trend in a round."""


def rating_id(sheet: str, trend: str, number: int) -> str:
    """Return the id of the rating of a trend in a round; there is one in a workbook."""
    return f"{sheet}.{trend}" if number == 1 else f"{sheet}.{trend}.{number}"


def revealed(stage: Stage) -> int:
    """Return the last round that everybody may see; 0 while there is none."""
    return stage.round - (stage.phase in ("free", "write"))


def blind(stages: Mapping[str, Stage]) -> dict[str, int]:
    """Return the rounds that are being rated blind now, by sheet."""
    return {sheet: stage.round for sheet, stage in stages.items() if stage.phase == "write"}


def without_blind(entries: Iterable[Entry], rounds: Mapping[str, int]) -> list[Entry]:
    """Return what others than its writer may know of a workbook; `rounds` are those of `blind`.

    Where an earlier round is opened again, the later ones are hidden with it.
    """
    return [e for e in entries if e.kind != "rating" or round_of(e) < rounds.get(e.sheet, inf)]


def revealed_at(changes: Iterable[Change]) -> dict[int, datetime]:
    """Return when each round was revealed, from the changes of a sheet's stage in their order.

    A round that is opened again is no longer revealed, until it is once more.
    """
    stage, found = Stage(), dict[int, datetime]()
    for change in changes:
        told = {name: change.after[name] for name in ("phase", "round") if name in change.after}
        stage = Stage.model_validate(stage.model_dump() | told)
        last = revealed(stage)
        found = {number: found.get(number, change.at) for number in range(1, last + 1)}
    return found


def check(operation: Operation, known: Entry | None, stage: Stage) -> None:
    """Raise OperationError where a sheet takes no such rating now; `known` is the entry as it is.

    While nobody leads rounds, ratings are taken as always. What is chosen as important is no rating: it may
    change at any time; so may the copies that two people's simultaneous edits left be put away.
    """
    if known is not None and known.conflict_of is not None and operation.op != "put":
        return
    number = _round(operation, known)
    if stage.phase == "free" and number <= stage.round:
        return
    if known is not None and operation.block not in (None, known.block):
        raise OperationError("A rating stays with its trend.")
    if operation.op == "put" and operation.fields and operation.fields.keys() <= _BESIDE:
        return
    if stage.phase == "closed":
        raise OperationError("The rounds on this sheet are closed. Ratings are not changed any more.")
    if number > stage.round:
        raise OperationError(f"Round {number} is not open yet.")
    is_open = stage.phase == "write" and number == stage.round
    is_late = number == revealed(stage) and operation.op == "put" and _only_adds(operation, known)
    if not is_open and not is_late:
        raise OperationError(f"Round {number} has been shown to everybody. What you gave stays as it is.")
    _check_place(operation, known, number)


def _round(operation: Operation, known: Entry | None) -> int:
    told = operation.fields.get("round")
    if known is None:
        return told if isinstance(told, int) else 1
    number = round_of(known)
    if told is not None and told != number:
        raise OperationError("A rating stays in its round.")
    return number


def _only_adds(operation: Operation, known: Entry | None) -> bool:
    """Tell whether an operation gives only what was not given before."""
    before = known.fields if known is not None else {}
    return all(
        before.get(name) in (None, "", value)
        for name, value in operation.fields.items()
        if name not in _BESIDE
    )


def _check_place(operation: Operation, known: Entry | None, number: int) -> None:
    """One rating a trend and round: a second one beside it would be a change in disguise."""
    if known is None and operation.entry != rating_id(operation.sheet, operation.block or "", number):
        raise OperationError("Each trend is rated once in a round. Reload the page.")
