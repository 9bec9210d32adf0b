"""Intake: what bringing a file in would do, told first, and then all of it written, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from cba_kit.errors import ImportFileError, OperationError
from cba_kit.model.origin import Origin
from cba_kit.model.values import VALUES, EntryKind
from cba_kit.model.workbook import Entry, Operation, Scalar, Writer
from cba_kit.store.export_book import Book
from cba_kit.store.intake_fit import check_fit, cut_to_fit
from cba_kit.store.intake_parcel import Brought, Parcel
from cba_kit.store.journal import Accept, Look, Receipt
from cba_kit.store.store import Store

CLIENT = "import"
EVERYTHING: frozenset[EntryKind] = frozenset(VALUES)
COMMAND = Writer(person="", client=CLIENT, kinds=EVERYTHING)


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file would do to a workbook, as it stood at version `base`."""

    workbook: str
    base: int
    new: tuple[Brought, ...]
    changed: tuple[Brought, ...]
    same: int
    refused: tuple[tuple[str, str], ...]
    """Place in the file, and reason."""
    remarks: tuple[str, ...]
    operations: tuple[Operation, ...]
    origins: Mapping[str, Origin]
    before: Mapping[str, Entry]
    """What it would change or bring back, as it is."""


Trial = Callable[[Operation], None]
"""Raises OperationError where an operation would not be taken now."""


def weigh(book: Book, parcel: Parcel, *, token: str, trial: Trial | None = None) -> Intake:
    """Return what `parcel` would do to the workbook; nothing is written.

    `book` is the workbook as the academy has it. `token` begins the ids of all operations: another one
    each time, so that the same file may come again after the workbook has changed. `trial` is asked about
    each operation.
    """
    present = {entry.id: entry for entry in book.entries}
    new: list[Brought] = []
    changed: list[Brought] = []
    refused = list(parcel.refused)
    operations: list[Operation] = []
    origins: dict[str, Origin] = {}
    lost: Counter[str] = Counter()
    places: dict[str, str] = {}
    for brought in parcel.brought:
        known = present.get(brought.entry)
        try:
            if brought.entry in places:
                raise OperationError(f"The same entry stands in {places[brought.entry]}.")
            places[brought.entry] = brought.place
            asked = _operations(brought, known, parcel, book, f"{token}.{len(operations)}")
            same = known is not None and _same(brought, known, parcel)
            asked, words = _fitted(asked, book, parcel) if not (same and parcel.own) else (asked, [])
            lost.update(words)
            _check_same_place(brought, known)
            if trial is not None and not same:
                for each in asked:
                    trial(each)
        except OperationError as error:
            refused.append((brought.place, str(error)))
            continue
        if same or not asked:
            continue
        is_new = known is None or (parcel.own and known.removed)  # nobody sees what was removed
        (new if is_new else changed).append(brought)
        operations += asked
        origins |= {each.id: brought.origin for each in asked if brought.origin is not None}
    return Intake(
        workbook=book.workbook.id,
        base=book.workbook.version,
        new=tuple(new),
        changed=tuple(changed),
        same=len(parcel.brought) + len(parcel.refused) - len(new) - len(changed) - len(refused),
        refused=tuple(refused),
        remarks=(*_remarks(book, parcel), *_counted(lost)),
        operations=tuple(operations),
        origins=origins,
        before={each.entry: present[each.entry] for each in (*new, *changed) if each.entry in present},
    )


def write(
    store: Store, intake: Intake, *, importer: str, writer: Writer = COMMAND, accept: Accept | None = None
) -> Receipt:
    """Write all that the preview told, in one batch and in the importer's name.

    `accept` is asked about each operation at the moment of writing, where not everything may be written.
    Raises ImportFileError, and writes nothing, when something was or is refused, or when somebody has
    changed one of these entries since the preview.
    """
    if intake.refused:
        raise ImportFileError(
            f"Nothing was written: {len(intake.refused)} entries of the file do not fit.",
            [f"{place}: {reason}" for place, reason in intake.refused],
            fix="Correct the file, or take out what does not fit.",
        )

    def check(operation: Operation, look: Look) -> None:
        found = look(operation.entry)
        if found is not None and found.version > intake.base and operation.entry not in touched:
            raise _overtaken()
        try:
            _check_same_place(operation, found)
            if accept is not None:
                accept(operation, look)
        except OperationError as error:
            place = places.get(operation.entry, operation.entry)
            raise ImportFileError(
                "Nothing was written: a part of it is not taken now.",
                [f"{place}: {error}"],
                fix="Choose the file again, and look at what it would do now.",
            ) from error
        touched.add(operation.entry)

    touched: set[str] = set()
    places = {each.entry: each.place for each in (*intake.new, *intake.changed)}
    by = writer.model_copy(update={"person": importer})
    return store.journal.apply(intake.workbook, intake.operations, by, accept=check, origins=intake.origins)


def _overtaken() -> ImportFileError:
    return ImportFileError(
        "Nothing was written: somebody has changed the workbook in the meantime.",
        [],
        fix="Bring the file in again, and look at what it would do now.",
    )


def _fitted(asked: list[Operation], book: Book, parcel: Parcel) -> tuple[list[Operation], list[str]]:
    """Return the operations on one entry as they are to be written, and what is lost of them."""
    if not parcel.own:
        return asked, check_fit(asked[0], book.sheets, at_home=parcel.edition in ("", book.edition.code))
    known, lost = cut_to_fit(asked[0], book.sheets)
    return ([known, *asked[1:]] if known is not None else []), lost


def _operations(
    brought: Brought, known: Entry | None, parcel: Parcel, book: Book, name: str
) -> list[Operation]:
    """Return the operations that make an entry what the file says; OperationError where none can."""
    fields: dict[str, Scalar | list[str]] = dict(brought.fields)
    if known is not None and parcel.whole:
        fields |= dict.fromkeys(known.fields.keys() - fields.keys())
    shared: dict[str, object] = {"sheet": brought.sheet, "entry": brought.entry, "kind": brought.kind}
    shared |= {"base": book.workbook.version}
    put: dict[str, object] = {"id": name, "op": "put", "block": brought.block, "fields": fields} | shared
    asked = [put]
    if brought.removed != (known is not None and known.removed):
        asked.append({"id": f"{name}.end", "op": "remove" if brought.removed else "restore"} | shared)
    try:
        return [Operation.model_validate(each) for each in asked]
    except ValidationError as error:
        first = error.errors()[0]
        what = ".".join(map(str, first["loc"]))
        raise OperationError(f"“{what}” is not right: {first['msg'].lower()}.") from error


def _check_same_place(brought: Brought | Operation, known: Entry | None) -> None:
    if known is not None and (known.sheet, known.kind) != (brought.sheet, brought.kind):
        raise OperationError(f"Here “{brought.entry}” is a {known.kind} on the sheet “{known.sheet}”.")


def _same(brought: Brought, known: Entry, parcel: Parcel) -> bool:
    names = brought.fields.keys() | (known.fields.keys() if parcel.whole else set())
    return (brought.block, brought.removed) == (known.block, known.removed) and all(
        brought.fields.get(name) == known.fields.get(name) for name in names
    )


def _remarks(book: Book, parcel: Parcel) -> list[str]:
    remarks = list(parcel.remarks)
    if parcel.edition not in ("", book.edition.code):
        remarks.append(
            f"The file is from the edition “{parcel.edition}”; this workbook belongs to "
            f"“{book.edition.code}”."
        )
    return remarks


def _counted(lost: Counter[str]) -> list[str]:
    return [f"{words} ({count})" for words, count in lost.items()]
