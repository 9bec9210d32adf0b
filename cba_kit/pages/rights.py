"""Rights: what a visitor may open and write, beyond what a workbook's sheets take."""

from __future__ import annotations

from collections.abc import Mapping

from cba_kit.errors import NotFoundError, OperationError
from cba_kit.model.accept import accept
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.people import Group, Person, leads, may_read, may_write, plenary
from cba_kit.model.rounds import check as check_round
from cba_kit.model.seen import check_about
from cba_kit.model.stage import FREE, check_dots, stage_id
from cba_kit.model.stage import check as check_stage
from cba_kit.model.values import EntryKind, Stage
from cba_kit.model.workbook import Operation, Workbook
from cba_kit.pages.groups import groups, sheets_of
from cba_kit.pages.rounds import stage_of
from cba_kit.pages.visit import Visit
from cba_kit.store.journal import Accept, Look

WRITES: frozenset[EntryKind] = frozenset({"answer", "note", "rating", "action", "comment", "finding", "vote"})
COMMENTS: frozenset[EntryKind] = frozenset({"comment"})
STAGES: frozenset[EntryKind] = frozenset({"stage"})

OWNERS_WORDS = frozenset({"answered", "used", "later", "no"})
"""States of a thread by which the workbook's owner says what they made of it."""


def kinds_in_group(visit: Visit, workbook: Workbook) -> frozenset[EntryKind] | None:
    """Return what the visitor may write in a group's workbook now; None where it is not theirs to read.

    Members write; trainers and organisers of the edition read, comment and lead; a workbook without sheets is
    nobody's. The visitor is read from the store each time: people change groups and roles while a page is
    open.
    """
    if workbook.owner_kind != "group" or not sheets_of(visit, workbook):
        return None
    reader = visit.store.people.person(visit.person.id)
    group = Group(id=workbook.owner, edition=workbook.edition, name="")
    led = STAGES if leads(reader) else frozenset[EntryKind]()
    if may_write(reader, group):
        return WRITES | led
    return COMMENTS | led if may_read(reader, group) else None


def group_workbook(visit: Visit, workbook_id: str) -> tuple[Workbook, frozenset[EntryKind]] | None:
    """Return a group's workbook and what the visitor may write in it now; None where it is not theirs.

    That of one's own group is made where there is none yet; for whoever leads the edition, that of each
    group and the plenary's.
    """
    reader, journal = visit.store.people.person(visit.person.id), visit.store.journal
    if not journal.exists(workbook_id):
        if reader.group_id != workbook_id and not (leads(reader) and _is_group(visit, workbook_id)):
            return None
        journal.make_group_workbook(workbook_id, edition=reader.edition)
    workbook = journal.workbook(workbook_id)
    kinds = kinds_in_group(visit, workbook)
    return (workbook, kinds) if kinds is not None else None


def _is_group(visit: Visit, workbook_id: str) -> bool:
    return workbook_id in {group.id for group in groups(visit)}


def rules(visit: Visit, workbook: Workbook, sheets: Mapping[str, Template]) -> Accept:
    """Return the check that every operation of the visitor must pass; it raises OperationError."""
    stranger = workbook.owner_kind == "participant" and visit.person.id != workbook.owner
    together = workbook.owner_kind == "group"
    leading = together and leads(visit.store.people.person(visit.person.id))

    def check(operation: Operation, look: Look) -> None:
        accept(_placed(visit, workbook, operation, sheets), sheets)
        if together:
            entry = look(stage_id(operation.sheet))
            stage = Stage.model_validate(entry.fields) if entry is not None and not entry.removed else FREE
            check_stage(operation, look(operation.entry), visit.person.id, stage, facilitator=leading)
            if operation.kind == "vote":
                check_dots(operation, look)
            if operation.kind in ("comment", "finding"):
                check_about(operation, look, visit.person.id, stage, facilitator=leading)
            if operation.fields.get("sources") and not leading:
                _check_sources(visit, workbook, operation)
            if operation.kind == "rating" and workbook.owner == plenary(workbook.edition).id:
                raise OperationError("Everybody rates in their own workbook.")
        elif operation.kind == "rating":
            check_round(operation, look(operation.entry), stage_of(visit, operation.sheet))
        if operation.kind == "comment" and operation.fields.get("thread"):
            first = look(str(operation.fields["thread"]))
            if first is None or first.text("thread"):  # it would not be known what the words are about
                raise OperationError("The comment that this answers is not there.")
        state = operation.fields.get("state")
        if operation.kind == "comment" and state in OWNERS_WORDS and stranger:
            _check_said_before(visit, workbook, operation)

    return check


def _placed(
    visit: Visit, workbook: Workbook, operation: Operation, sheets: Mapping[str, Template]
) -> Operation:
    """Return the operation without a block in which its note has stood before.

    The template may have lost that block since; who takes a move out of it back brings the note there again.
    """
    canvas = sheets.get(operation.sheet)
    if operation.kind != "note" or operation.block is None or not isinstance(canvas, Canvas):
        return operation
    if canvas.block(operation.block) is not None:
        return operation
    moves = visit.store.journal.changes(workbook.id, entry=operation.entry)
    stood = any(move.before.get("block") == operation.block for move in moves)
    return operation.model_copy(update={"block": None}) if stood else operation


def _check_sources(visit: Visit, workbook: Workbook, operation: Operation) -> None:
    """Let notes that were brought together be joined and split, and nobody say that more has been brought."""
    notes = visit.store.journal.entries(workbook.id, sheet=operation.sheet, kind="note", removed=True)
    known = [note.fields.get("sources") for note in notes]
    brought = {source for sources in known if isinstance(sources, list) for source in sources}
    wanted = operation.fields["sources"]
    if not isinstance(wanted, list) or not brought.issuperset(wanted):
        raise OperationError("Only a facilitator brings the groups’ notes together.")


def _check_said_before(visit: Visit, workbook: Workbook, operation: Operation) -> None:
    """Let others bring back a state that the owner had set (they undo a step), and set none for them."""
    said = visit.store.journal.changes(workbook.id, entry=operation.entry)
    state = operation.fields["state"]
    if not any(change.person == workbook.owner and change.after.get("state") == state for change in said):
        raise OperationError("Only the person whose workbook this is can say what became of a comment.")


def readable(visit: Visit) -> list[Person]:
    """Return the participants whose workbooks the visitor may read now, by name."""
    reader = visit.store.people.person(visit.person.id)  # as they are now: roles change while a page is open
    everyone = visit.store.people.of(reader.edition, "participant")
    return [person for person in everyone if may_read(reader, person) and person.id != reader.id]


def reads(visit: Visit, person_id: str | None) -> Person | None:
    """Return a participant whose workbook the visitor may read now; None where it is not theirs to read."""
    try:
        person = visit.store.people.person(person_id or "")
    except NotFoundError:
        return None
    reader = visit.store.people.person(visit.person.id)
    theirs = may_read(reader, person) and person.is_a("participant") and person.id != reader.id
    return person if theirs else None
