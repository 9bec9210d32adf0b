"""Sight: whatever a group does in whatever order, nobody is told what is not theirs to see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cba_kit.config import Settings
from cba_kit.content import Library
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.visit import Visit
from cba_kit.store import Store
from cba_kit.store.export import as_json
from cba_kit.store.export_book import open_book
from cba_kit.store.export_json import book_json
from tests.cast import COACH, ELENI, ILZE, TRAINER
from tests.pages.conftest import StillAcademy
from tests.pages.test_groups import BLUE, in_group, told

SHEET = "business_model"
BLOCKS = ("channels", "key_activities")
LEADER = TRAINER.id
MEMBERS = {person.id: person.model_copy(update={"group": "Blue team"}) for person in (ILZE, ELENI)}

STEPS = 120


class Note:
    """What is known of a note: who wrote it, where, and the words by which others would tell of it."""

    def __init__(self, key: str, writer: str, place: str, *, private: bool) -> None:
        self.key, self.writer, self.block, self.private = key, writer, place, private
        self.words = {f"«{key}»": writer}
        self.thread = ""


class Session:
    """Two members and a facilitator; after each step, all that was told is searched for others' words."""

    def __init__(self, store: Store, folder: Path, chance: Random) -> None:
        self.store, self.chance = store, chance
        self.store.people.add([COACH, TRAINER, *MEMBERS.values()])
        academy = StillAcademy(folder, Settings(name="Test academy"), "sqlite://")
        self.library = Library(academy.templates)
        visits = {
            name: Visit(academy, self.library, self.store, self.store.people.person(name))
            for name in (*MEMBERS, LEADER)
        }
        self.talks: dict[str, Conversation] = {name: in_group(visits[name]) for name in MEMBERS}
        self.talks[LEADER] = CoachConversation(visits[LEADER])
        told(self.talks[LEADER], {"t": "open", "workbook": BLUE})
        self.phase, self.hidden, self.authors = "free", set[str](), True
        self.notes: list[Note] = []
        self.count = 0
        self.waiting: list[tuple[str, list[dict[str, Any]]]] = []
        """What was told since the last look, and to whom: it is judged when the step is over."""

    def step(self) -> None:
        """Let somebody do something, then judge what all of them were told."""
        member, block = self.chance.choice(sorted(MEMBERS)), self.chance.choice(BLOCKS)
        acts: dict[Callable[[], None], int] = {
            lambda: self.write(member, block): 6,
            lambda: self.move(member, block): 3,
            lambda: self.show(member): 1,
            lambda: self.comment(member, answer=False): 3,
            lambda: self.comment(member, answer=True): 3,
            lambda: self.find(member): 3,
            lambda: self.lead(self.chance.choice(["write", "write", "discuss", "vote", "closed", "free"])): 3,
            lambda: self.hide(block): 2,
            self.name: 1,
            self.look: 2,
            lambda: self.take_along(member): 1,
        }
        (act,) = self.chance.choices(list(acts), list(acts.values()))
        act()
        for reader, answers in self.waiting:
            self.read(reader, answers)
        self.waiting = []

    def write(self, by: str, block: str) -> None:
        note = Note(f"n{len(self.notes)}", by, block, private=self.phase == "write")
        fields = {"text": f"«{note.key}»"} | ({"private": True} if note.private else {})
        if self.put(by, note.key, "note", block, fields):
            self.notes.append(note)

    def move(self, by: str, block: str) -> None:
        note = self.shown(by)
        if note and self.put(by, note.key, "note", block, {"position": 1.0}):
            note.block = block

    def show(self, by: str) -> None:
        note = self.shown(by)
        if note and note.writer == by and self.put(by, note.key, "note", None, {"private": False}):
            note.private = False

    def comment(self, by: str, *, answer: bool) -> None:
        """Say something about a note, or answer what was said about it."""
        note = self.shown(by)
        if note is None:
            return
        words = f"«{self.count}»"
        asked = {"text": words, "entry": note.key, "quote": f"«{note.key}»"}
        if not note.thread and self.put(by, f"c{self.count}", "comment", "", asked):
            note.thread = f"c{self.count - 1}"
            note.words[words] = by
        elif answer and note.thread:
            fields = {"text": words, "thread": note.thread}
            if self.put(by, f"c{self.count}", "comment", "", fields):
                note.words[words] = by

    def find(self, by: str) -> None:
        """Put a question aside that is about a note."""
        note = self.shown(by)
        words = f"«{self.count}»"
        if note:
            fields = {"reason": words, "notes": [note.key]}
            if self.put(by, f"finding.{SHEET}.r{self.count}", "finding", "", fields):
                note.words[words] = by

    def lead(self, phase: str) -> None:
        if self.phase == "write" and phase != "write":
            for note in self.notes:
                note.private = False
        self.phase = phase
        self.stage(phase=phase)

    def hide(self, block: str) -> None:
        self.hidden ^= {block}
        self.stage(hidden={block: block in self.hidden})

    def name(self) -> None:
        self.authors = not self.authors
        self.stage(authors=self.authors)

    def look(self) -> None:
        version = self.store.journal.workbook(BLUE).version
        for name, talk in self.talks.items():
            for ask in (
                {"t": "open", "workbook": BLUE},
                {"t": "past", "workbook": BLUE, "sheet": SHEET},
                {"t": "moment", "workbook": BLUE, "sheet": SHEET, "version": self.chance.randint(0, version)},
                {"t": "golden"},
            ):
                self.read(name, told(talk, ask))

    def take_along(self, of: str) -> None:
        for name in self.talks:
            reader = self.store.people.person(name)
            self.read(name, [book_json(open_book(self.store, self.library, BLUE, reader), reader=reader)])
        leader = self.store.people.person(LEADER)
        self.read(LEADER, [as_json(self.store, self.library, MEMBERS[of], reader=leader)])

    def shown(self, by: str) -> Note | None:
        """Return one of the notes that a member sees; those that others do not see are more to the point."""
        seen = [note for note in self.notes if not self.secret(note, by)]
        kept = [note for note in seen if any(self.secret(note, other) for other in MEMBERS)] or seen
        return self.chance.choice(kept) if kept else None

    def secret(self, note: Note, reader: str) -> bool:
        """Tell whether a note is not for this reader now."""
        kept = note.private or (note.block in self.hidden and reader != LEADER)
        return note.writer != reader and kept

    def put(self, by: str, entry: str, kind: str, place: str | None, fields: dict[str, Any]) -> bool:
        """Write as a page does; tell whether it was taken."""
        self.count += 1
        usual = {"id": f"o{self.count}", "sheet": SHEET, "entry": entry, "kind": kind, "block": place}
        message = {"t": "op", "workbook": BLUE, "client": by, "ops": [usual | {"fields": fields}]}
        answers = told(self.talks[by], message)
        taken = bool(answers[0]["ids"])
        self.after(by, answers)
        return taken

    def stage(self, **fields: Any) -> None:
        order = {"t": "stage", "workbooks": [BLUE], "sheet": SHEET, "fields": fields}
        answers = told(self.talks[LEADER], order)
        assert answers[0]["t"] == "staged"
        self.after(LEADER, answers)

    def after(self, by: str, answers: list[dict[str, Any]]) -> None:
        self.waiting.append((by, answers))
        for name, talk in self.talks.items():
            self.waiting.append((name, [dict(message) for message in talk.news()]))

    def read(self, reader: str, told_now: Iterable[Any]) -> None:
        """Look for what is not this reader's in what they were told."""
        text = json.dumps(list(told_now), ensure_ascii=False)
        for note in self.notes:
            if self.secret(note, reader):
                found = [word for word, writer in note.words.items() if word in text and writer != reader]
                assert not found, (reader, note.key, found)
        if not self.authors:
            others = [json.dumps({"created_by": name})[1:-1] for name in MEMBERS if name != reader]
            notes = [piece for piece in text.split('"kind": "') if piece.startswith("note")]
            assert not [piece for piece in notes for name in others if name in piece], reader


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_nobody_is_told_what_is_not_theirs(
    sqlite_store: Store, tmp_path: Path, seed: int
) -> None:
    session = Session(sqlite_store, tmp_path, Random(seed))
    session.lead("write")
    for _ in range(STEPS):
        session.step()
    assert len(session.notes) > STEPS / 10
    assert sum(len(note.words) > 1 for note in session.notes) > STEPS / 20
