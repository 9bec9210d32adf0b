"""Intake: a person brings a file in: it comes in pieces, is looked at, and put in, all or nothing."""

from __future__ import annotations

import binascii
import secrets
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cba_kit.errors import CbaError, ImportFileError, OperationError, StoreError
from cba_kit.model.stage import stages
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Entry, Operation, Workbook, Writer
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.incoming import client_name, name_of
from cba_kit.pages.intake_told import told
from cba_kit.pages.rights import rules
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import say
from cba_kit.store.export_book import book_of
from cba_kit.store.intake import Intake, weigh, write
from cba_kit.store.intake_own import as_own
from cba_kit.store.intake_parcel import Parcel
from cba_kit.store.journal import Accept, Look

Message = Mapping[str, Any]
Place = tuple[Workbook, frozenset[EntryKind]] | None
"""A workbook and what the visitor may write in it now; None where it is not theirs."""
LARGEST = 2 * 2**20
"""Bytes of a file; the table of a sheet has some ten thousand, a whole workbook some hundred thousand."""
MOST = 1000
"""Entries that one file changes: while they are written, everybody else who saves something waits."""
_LONGEST_NAME = 120


@dataclass(slots=True)
class _File:
    """A file on its way: its pieces come one after the other, each when the last one has arrived."""

    id: str
    pieces: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A file that has been looked at; `intake` is what it would do."""

    token: str
    workbook: str
    intake: Intake


class Intakes:
    """Answers one page that brings files in: it writes the file that was looked at last, and no other."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._file = _File("")
        self._weighed: _Weighed | None = None

    def weigh(self, place: Place, message: Message) -> Iterable[Message]:
        """Answer {t: weigh, workbook, sheet, name, file, part, parts, data}: a piece of a file, in base64.

        The answer says which piece is wanted `next` or, when all are here, what the file would do; nothing
        is written. `file` is the page's name for this sending.
        """
        sending = name_of(message.get("file")) or ""
        try:
            if not self._arrived(sending, message):
                yield {"t": "weighing", "file": sending, "next": len(self._file.pieces)}
                return
            raw, self._file = b"".join(self._file.pieces), _File("")
            yield {"t": "weighed", "file": sending, **self._look(place, message, raw)}
        except StoreError:
            raise
        except CbaError as error:
            yield {"t": "weighed", "file": sending, "refusal": _refusal(error)}

    def bring(self, place: Place, message: Message) -> Iterable[Message]:
        """Answer {t: bring, workbook, token}: write what the page was told, all of it or nothing.

        `back` are the operations that take it back, as one step of undo.
        """
        found, visit = self._weighed, self._visit
        token = message.get("token")
        try:
            workbook, kinds = self._writable(place)
            if found is None or (found.token, found.workbook) != (token, workbook.id):
                raise ImportFileError(visit.texts["intake.forgotten"], [], fix=visit.texts["intake.again"])
            receipt = write(
                visit.store,
                found.intake,
                importer=visit.person.id,
                writer=Writer(person="", client=client_name(message.get("client")), kinds=kinds),
                accept=_accept(visit, workbook, kinds),
            )
        except StoreError:
            raise
        except CbaError as error:
            yield {"t": "brought", "token": token, "refusal": _refusal(error)}
            return
        yield {
            "t": "brought",
            "token": token,
            "workbook": workbook.id,
            "new": len(found.intake.new),
            "changed": len(found.intake.changed),
            "back": list(_back(found.intake, receipt.version)),
        }

    def _arrived(self, sending: str, message: Message) -> bool:
        """Keep a piece; tell whether all of the file is here. OperationError for what is no piece."""
        part, parts, data = (message.get(name) for name in ("part", "parts", "data"))
        if type(part) is not int or type(parts) is not int or not isinstance(data, str):
            raise OperationError(self._visit.texts["errors.not_understood"])
        if part == 0:
            self._file = _File(sending)
        if self._file.id != sending or part != len(self._file.pieces):
            if self._file.id != sending:
                self._file = _File(sending)  # a new kernel has none of the earlier pieces
            return False
        try:
            self._file.pieces.append(b64decode(data, validate=True))
        except binascii.Error as error:
            raise OperationError(self._visit.texts["errors.not_understood"]) from error
        if self._file.size > LARGEST:
            self._file = _File("")
            texts = self._visit.texts
            what = say(texts, "intake.too_large", most=LARGEST // 2**20)
            raise ImportFileError(what, [], fix=texts["intake.smaller"])
        return len(self._file.pieces) >= parts

    def _look(self, place: Place, message: Message, raw: bytes) -> dict[str, Any]:
        from cba_kit.store.intake_file import read_file  # noqa: PLC0415  # slow import: openpyxl

        visit = self._visit
        workbook, kinds = self._writable(place)
        reader = visit.store.people.person(visit.person.id)
        token = f"in-{secrets.token_hex(6)}"
        name = "".join(sign for sign in str(message.get("name") or "") if sign.isprintable())[-_LONGEST_NAME:]
        with visit.store.reading():
            workbook = visit.store.journal.workbook(workbook.id)
            book = book_of(visit.store, visit.library, workbook, reader)
            book = replace(book, sheets=sheets_of(visit, workbook))
            parcel = read_file(
                raw,
                name,
                book,
                visit.store.people.of(book.edition.code),
                importer=reader.id,
                sheet="" if name.lower().endswith(".json") else str(message.get("sheet")),
                token=token,
            )
            parcel = as_own(parcel, book, importer=reader.id)
            accept, here = _accept(visit, workbook, kinds), _entries(visit, workbook)
            _keep_private(parcel, here)
            intake = weigh(book, parcel, token=token, trial=lambda operation: accept(operation, here.get))
            count = len(intake.new) + len(intake.changed)
            if count > MOST:
                what = say(visit.texts, "intake.too_many", n=f"{count:,}", most=f"{MOST:,}")
                raise ImportFileError(what, [], fix=visit.texts["intake.split"])
            self._weighed = _Weighed(token, workbook.id, intake)
            return {"token": token, "workbook": workbook.id, **told(book, intake, name)}

    def _writable(self, place: Place) -> tuple[Workbook, frozenset[EntryKind]]:
        """Return the workbook; OperationError where the visitor does not fill in its sheets."""
        if place is None or not place[1] & {"answer", "note", "rating", "action"}:
            raise OperationError(self._visit.texts["intake.not_yours"])
        return place


def _accept(visit: Visit, workbook: Workbook, kinds: frozenset[EntryKind]) -> Accept:
    """Return the check that every operation must pass, as if the visitor wrote it on the page."""
    check = rules(visit, workbook, sheets_of(visit, workbook))

    def accept(operation: Operation, look: Look) -> None:
        if operation.kind not in kinds:
            raise OperationError(visit.texts["intake.not_yours"])
        check(operation, look)

    return accept


def _entries(visit: Visit, workbook: Workbook) -> dict[str, Entry]:
    """Return what stands in the workbook, by id, also what the visitor does not see: rules ask for it."""
    return {entry.id: entry for entry in visit.store.journal.entries(workbook.id, removed=True)}


def _keep_private(parcel: Parcel, here: Mapping[str, Entry]) -> None:
    """Let new notes be their writer's alone while a board is written on in private, as on the page."""
    found = stages(here.values())
    quiet = {sheet for sheet, stage in found.items() if stage.phase == "write"}
    parcel.brought[:] = [
        replace(each, fields={**each.fields, "private": True})
        if each.kind == "note" and each.sheet in quiet and each.entry not in here
        else each
        for each in parcel.brought
    ]


def _back(intake: Intake, version: int) -> Iterable[Message]:
    """Yield the operations that take all of it back; who sends them has seen `version`."""
    for each in reversed(intake.operations):
        known = intake.before.get(each.entry)
        told: dict[str, Any] = {"sheet": each.sheet, "entry": each.entry, "kind": each.kind, "base": version}
        if each.op == "restore" or (known is None and each.op == "put"):
            yield {**told, "op": "remove", "block": None, "fields": {}}
        elif known is not None and each.op == "put":
            fields = {name: known.fields.get(name) for name in each.fields}
            block = known.block if each.block not in (None, known.block) else None
            yield {**told, "op": "put", "block": block, "fields": fields}


def _refusal(error: CbaError) -> Message:
    """Return why nothing was done, for a person: what is wrong, where, and what to do."""
    problems = error.problems if isinstance(error, ImportFileError) else ()
    return {"what": error.what, "problems": list(problems), "fix": error.fix}
