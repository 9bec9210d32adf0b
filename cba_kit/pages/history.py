"""The past of a sheet: its stops, how it was at any of them, and the moments that people named."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from cba_kit.errors import OperationError
from cba_kit.model.moments import Moment, Trace, moments, reached, session_ends
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.pages.groups import named, sheets_of
from cba_kit.pages.home import REPORT
from cba_kit.pages.rights import COMMENTS
from cba_kit.pages.sight import Sight
from cba_kit.pages.snapshot import entry_json
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import say
from cba_kit.store.history import History

Message = Mapping[str, Any]
PAST = frozenset({"past", "moment", "keep"})
"""Kinds of messages that are answered here."""
SHOWN: frozenset[EntryKind] = frozenset({"note", "answer", "action", "rating"})
"""What of a sheet is shown as it was: never votes, and no conversation."""
LONGEST = 80
"""Letters of a moment's name."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop with a name: somebody gave it one, a session ended there, or a roadmap shows it."""

    version: int
    at: datetime
    name: str
    kind: Literal["named", "session", "roadmap"]


class Past:
    """Answers one page about the past of the workbook that is open; what it has read, it keeps."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._history: History | None = None

    def answer(
        self, workbook: Workbook | None, kinds: frozenset[EntryKind], message: Message
    ) -> Iterable[Message]:
        """Answer {t: past | moment | keep, workbook, sheet, …} about the open workbook.

        `past` tells the stops of a sheet, `moment` how it was at `version`. `keep` gives a version a `name`,
        or the moment named `was` another one, and tells the stops again. `kinds` is what the visitor may
        write there now. OperationError for another workbook, another sheet, or a version that is not theirs.
        """
        kind, visit = message.get("t"), self._visit
        sheet = str(message.get("sheet"))
        if (
            workbook is None
            or message.get("workbook") != workbook.id
            or sheet not in sheets_of(visit, workbook)
        ):
            raise OperationError(visit.texts["errors.not_yours"])
        if kind == "past":
            yield self._stops(workbook, kinds, sheet)
        elif kind == "moment":
            yield self._moment(workbook, sheet, message.get("version"))
        elif kind == "keep":
            self._keep(workbook, kinds, message)
            yield self._stops(workbook, kinds, sheet)

    def _read(self, workbook: Workbook) -> History:
        """Return the workbook's past, up to now. That of another workbook is not kept beside it."""
        if self._history is None or self._history.workbook != workbook.id:
            self._history = self._visit.store.journal.history(workbook.id)
        self._history.refresh()
        return self._history

    def _stops(self, workbook: Workbook, kinds: frozenset[EntryKind], sheet: str) -> Message:
        with self._visit.store.reading():
            return _Look(self._visit, workbook, self._read(workbook), sheet).told() | {"names": _names(kinds)}

    def _moment(self, workbook: Workbook, sheet: str, version: object) -> Message:
        with self._visit.store.reading():
            look = _Look(self._visit, workbook, self._read(workbook), sheet)
            if not isinstance(version, int) or isinstance(version, bool) or not look.may_see(version):
                raise OperationError(self._visit.texts["errors.not_yours"])
            return look.moment(version)

    def _keep(self, workbook: Workbook, kinds: frozenset[EntryKind], message: Message) -> None:
        texts, journal = self._visit.texts, self._visit.store.journal
        if not _names(kinds):
            raise OperationError(texts["errors.not_yours"])
        name, was = _name(message.get("name")), _name(message.get("was"))
        if not name:
            raise OperationError(say(texts, "time.wrong_name", n=LONGEST))
        if was:
            journal.rename_snapshot(workbook.id, was, to=name)
            return
        version = message.get("version")
        newest = journal.workbook(workbook.id).version
        if not isinstance(version, int) or isinstance(version, bool) or not 0 < version <= newest:
            raise OperationError(texts["time.nothing_there"])
        journal.name_moment(workbook.id, name, version=version)


class _Look:
    """What the visitor may know of one sheet's past, under the stages that it has at this moment.

    What is hidden from them now is hidden at every moment. What was its writer's alone at a moment is hidden
    there, so that it begins when it was shown. A coach sees of a participant's workbook what it was when a
    roadmap was made or when the participant named the moment: what stood between is for nobody else.
    """

    def __init__(self, visit: Visit, workbook: Workbook, history: History, sheet: str) -> None:
        self._visit, self._workbook, self._history, self._sheet = visit, workbook, history, sheet
        self._sight = Sight(visit, workbook)
        present = history.entries(sheet=sheet, at=history.version, removed=True)
        seen = {entry.id for entry in self._sight.of(present)}
        self._present = {e.id: e for e in present if e.id in seen and e.kind in SHOWN}
        self._outside = workbook.owner_kind == "participant" and workbook.owner != visit.person.id

    def may_see(self, version: int) -> bool:
        """Tell whether the visitor may see this version."""
        if not self._outside:
            return 0 <= version <= self._history.version
        return version in {mark.version for mark in self._marks}

    def told(self) -> dict[str, Any]:
        """Return the stops, oldest first, and the names that some of them have.

        `whole` is false where these are not all that there were; else the last one is the present.
        """
        stops = self._stops()
        writers = {person for stop in stops for person in stop.people} - {""}
        return {
            "t": "past",
            "workbook": self._workbook.id,
            "sheet": self._sheet,
            "version": self._history.version,
            "whole": not self._outside,
            "stops": [
                {
                    "version": stop.version,
                    "at": stop.at.isoformat(),
                    "people": list(stop.people),
                    "n": stop.changes,
                }
                for stop in stops
            ],
            "marks": [
                {"version": mark.version, "at": mark.at.isoformat(), "name": mark.name, "kind": mark.kind}
                for mark in self._marks
            ],
            "people": {person.id: named(person) for person in self._visit.store.people.some(writers)},
        }

    def moment(self, version: int) -> dict[str, Any]:
        """Return the sheet as it was; of what had been removed then, only when and by whom."""
        then = self._history.entries(sheet=self._sheet, at=version, removed=True)
        found = [entry for entry in self._sight.of(then) if entry.id in self._present]
        return {
            "t": "moment",
            "workbook": self._workbook.id,
            "sheet": self._sheet,
            "version": version,
            "entries": [entry_json(entry) for entry in found if not entry.removed],
            "gone": {
                entry.id: {"at": entry.changed_at.isoformat(), "by": entry.changed_by}
                for entry in found
                if entry.removed
            },
        }

    @cached_property
    def _traces(self) -> list[Trace]:
        """Return the changes that the visitor may know of, without names where names are not shown."""
        shown: dict[tuple[str, str, str, bool, str], str | None] = {}
        found: list[Trace] = []
        for trace in self._history.traces:
            entry = self._present.get(trace.entry)
            if entry is None:
                continue
            # who sees a note is said by its writer, its block and its privacy; of the rest, each for itself
            of = entry.created_by if entry.kind == "note" else entry.id
            key = (entry.kind, of, trace.block, trace.private, trace.person)
            if key not in shown:
                shown[key] = self._writer(entry, trace)
            writer = shown[key]
            if writer is not None:
                found.append(trace if writer == trace.person else trace._replace(person=writer))
        return found

    def _writer(self, entry: Entry, trace: Trace) -> str | None:
        """Return who is shown as the writer of a change; None where the change itself is not shown."""
        fields = {"private": trace.private}
        then = entry.model_copy(update={"block": trace.block, "fields": fields, "changed_by": trace.person})
        return next((seen.changed_by for seen in self._sight.of([then])), None)

    @cached_property
    def _marks(self) -> list[Mark]:
        """Return the stops that have names, in order; each is the last change on this sheet until then."""
        visit, texts = self._visit, self._visit.texts
        versions = [trace.version for trace in self._traces]

        def last(version: int) -> int:
            count = bisect_right(versions, version)
            return versions[count - 1] if count else 0

        journal = visit.store.journal
        marks = [
            Mark(last(one.version), one.at, one.name, "named") for one in journal.snapshots(self._workbook.id)
        ]
        if self._outside:
            marks += [
                Mark(last(line.version), line.started, texts["time.roadmap"], "roadmap")
                for line in visit.store.ledger.history(self._workbook.owner, REPORT)
                if line.status == "ok"
            ]
        else:
            for end, version in reached(session_ends(visit.edition), self._traces, visit.academy.now()):
                key = "time.session_end" if end.title else "time.day_end"
                marks.append(Mark(version, end.at, say(texts, key, n=end.day, title=end.title), "session"))
        return sorted(marks, key=lambda mark: (mark.version, mark.at))

    def _stops(self) -> list[Moment]:
        if not self._outside:
            return moments(self._traces, breaks={mark.version for mark in self._marks})
        times = {mark.version: mark.at for mark in self._marks}
        return [Moment(version, at, (), 0) for version, at in times.items() if version]


def _names(kinds: frozenset[EntryKind]) -> bool:
    """Tell whether somebody who may write this here may name its moments: members, owners, facilitators."""
    return bool(kinds - COMMENTS)


def _name(raw: object) -> str:
    """Return a name in one line; empty where it is none, or too long."""
    name = " ".join(raw.split()) if isinstance(raw, str) else ""
    plain = "".join(sign for sign in name if sign.isprintable())
    return plain if len(plain) <= LONGEST else ""
