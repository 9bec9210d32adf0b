"""The coach's side: who waits, who is quiet, and opening one person's workbook to comment on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cba_kit.errors import NotFoundError
from cba_kit.model.complete import progress
from cba_kit.model.people import Person
from cba_kit.model.thread import Thread
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Workbook
from cba_kit.pages.boards import boards
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.home import roadmap_state, sections
from cba_kit.pages.incoming import kind_of, name_of
from cba_kit.pages.ledger import diff, history, ledger
from cba_kit.pages.merging import gather, merge
from cba_kit.pages.plenary import plenary
from cba_kit.pages.rights import COMMENTS, group_workbook, readable, reads
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import Texts, ago, count, say

Message = Mapping[str, Any]
QUIET = timedelta(days=14)
LONG = timedelta(days=7)


class CoachConversation(Conversation):
    """A conversation that begins with the queue and opens the workbooks that the visitor may read.

    Those are people's, to comment on, and for trainers and organisers also the groups'.
    """

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit, None, frozenset())
        self.extra = self._more

    def writable(self, workbook_id: str) -> tuple[Workbook, frozenset[EntryKind]] | None:
        """Take comments on every workbook that the visitor may read, also while another one is open."""
        try:
            workbook = self.visit.store.journal.workbook(workbook_id)
        except NotFoundError:
            return group_workbook(self.visit, workbook_id)
        kinds = self.kinds_now(workbook)
        return (workbook, kinds) if kinds is not None else None

    def kinds_now(self, workbook: Workbook) -> frozenset[EntryKind] | None:
        """Return what the visitor may write: comments where they may read."""
        if workbook.owner_kind == "group":
            return super().kinds_now(workbook)
        return COMMENTS if reads(self.visit, workbook.owner) else None

    def _answer(self, message: Message) -> Iterable[Message]:
        kind = kind_of(message)
        if kind == "ledger":
            yield ledger(self.visit)
        elif kind == "history":
            yield history(self.visit, name_of(message.get("person"))) or self._not_yours()
        elif kind == "diff":
            pair = message.get("older"), message.get("newer")
            yield diff(self.visit, name_of(message.get("person")), *pair) or self._not_yours()
        elif kind == "plenary":
            yield plenary(self.visit, message)
        elif kind == "boards":
            yield boards(self.visit)
        elif kind == "gather":
            yield from gather(self.visit, message)
        elif kind == "merge":
            yield from merge(self.visit, message)
            yield from self.news()
        else:
            yield from super()._answer(message)

    def _not_yours(self) -> Message:
        return {"t": "error", "message": self.visit.texts["errors.not_yours"]}

    def _open(self, message: Message) -> Iterable[Message]:
        return super()._open({**message, "workbook": message.get("person", message.get("workbook"))})

    def _more(self) -> dict[str, Any]:
        more: dict[str, Any] = {"queue": queue(self.visit)}
        if self.workbook is not None and self.workbook.owner_kind == "participant":
            more["person"] = _person(self.visit, self.visit.store.people.person(self.workbook.owner))
        return more


def queue(visit: Visit) -> list[dict[str, Any]]:
    """Return the coach's people: those who wait for an answer first (longest first), then the quiet ones."""
    order = {"waiting": 0, "quiet": 1, "others": 2}
    rows = [_row(visit, person) for person in readable(visit)]
    rows.sort(key=lambda row: (order[row["group"]], row.pop("since")))
    return rows


def _row(visit: Visit, person: Person) -> dict[str, Any]:
    texts, now = visit.texts, visit.academy.now()
    workbook = visit.store.journal.workbook_of(person.id)
    entries = visit.store.journal.entries(workbook.id)
    threads = visit.store.journal.threads(workbook.id)
    waiting = [t for t in threads if t.comments[-1].author == person.id and t.state != "settled"]
    last = workbook.changed_at
    if waiting:
        since = min(thread.comments[-1].at for thread in waiting)
        group = "waiting"
    else:
        since = last or datetime.combine(visit.edition.start, datetime.min.time(), visit.zone)
        group = "quiet" if now - since > QUIET else "others"
    done = {key: progress(sheet, entries) for key, sheet in visit.sheets.items()}
    seen = last.astimezone(visit.zone) if last else None
    return {
        "id": person.id,
        "name": person.name,
        "initials": person.initials,
        "cluster": person.cluster.name if person.cluster else "",
        "fictional": person.fictional,
        "group": group,
        "since": since.timestamp(),
        "wait": _length(texts, now - since),
        "long": now - since > (QUIET if group == "quiet" else LONG),
        "say": _say(texts, waiting, done),
        "last_edit": ago(texts, seen, visit.now()) if seen else texts["coach_page.never"],
        "share": sum(value.share for value in done.values()) / len(done),
        "progress": [
            {"key": key, "title": visit.sheets[key].short, "share": done[key].share} for key in done
        ],
        "threads_open": sum(t in waiting or t.state in ("open", "answered") for t in threads),
    }


def _person(visit: Visit, person: Person) -> dict[str, Any]:
    workbook = visit.store.journal.workbook_of(person.id)
    return {
        "id": person.id,
        "name": person.name,
        "first": person.first_name,
        "initials": person.initials,
        "cluster": person.cluster.name if person.cluster else "",
        "fictional": person.fictional,
        "email": "" if person.fictional else person.email,
        "roadmap": roadmap_state(visit, workbook),
        "sections": sections(visit),
    }


def _length(texts: Texts, waited: timedelta) -> str:
    if waited.days >= 1:
        return count(texts, "coach_page.days", waited.days)
    return count(texts, "coach_page.hours", max(1, waited.seconds // 3600))


def _say(texts: Texts, waiting: list[Thread], done: Mapping[str, Any]) -> str:
    complete = sum(value.complete for value in done.values())
    sheets = say(texts, "coach_page.sheets_complete", done=complete, needed=len(done))
    return f"{count(texts, 'coach_page.answered', len(waiting))} {sheets}" if waiting else sheets
