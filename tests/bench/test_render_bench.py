"""The benchmark of reports: what it measures is what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from cba_kit.config import shipped
from cba_kit.programme.demo import EDITION
from cba_kit.reports.executed import load
from cba_kit.reports.phrases import all_runs, strings, telling
from cba_kit.store import Store, open_store
from tests.bench.machine import Memory
from tests.bench.rendering import floor
from tests.bench.rendering.batch import NotMeasuredError, lines_of, only, render
from tests.bench.rendering.cohort import enlarge, mark, reworded
from tests.bench.rendering.rows import ROWS, Plan, chosen, spread
from tests.bench.rendering.stock import findable
from tests.bench.rendering.watch import Watched, levels_below
from tests.bench.rendering.workers import dask
from tests.bench.room import Room, canary, furnish

TEXT = "Sawmills want to buy sensors together, and nobody has asked the forest owners yet."
FINE = {"person": "ilze", "status": "ok", "error": "", "ms": 80}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The demo with its 45 participants."""
    folder = tmp_path_factory.mktemp("room")
    return furnish(folder, f"sqlite:///{folder}/academy.db", people=45)


def opened(room: Room) -> Store:
    """Open the room's store; the caller closes it."""
    return open_store(room.academy.database_url, clock=room.academy.now)


def test_lines_are_what_the_command_printed() -> None:
    """As many as there should be, all of them well."""
    assert lines_of(json.dumps([FINE]), 0, "", documents=1) == [FINE]


@pytest.mark.parametrize(
    ("said", "code", "why"),
    [
        ("", 2, "cba render ended with 2: There is no edition “demo”."),
        ("Rendering", 0, "did not print JSON"),
        (json.dumps([FINE, FINE | {"status": "died", "error": "It ended."}]), 3, "1 of 2 .*died, It ended"),
        (json.dumps([FINE]), 0, "1 documents were made, not 2"),
    ],
)
def test_a_run_that_went_wrong_is_no_figure(said: str, code: int, why: str) -> None:
    """What went wrong is said."""
    with pytest.raises(NotMeasuredError, match=why):
        lines_of(said, code, "Warning.\nThere is no edition “demo”.\n\n", documents=2)


def test_everybody_has_another_mark() -> None:
    """Of four letters each, as long as there are not more than anybody asks for."""
    marks = [mark(number) for number in range(4900)]
    assert (len(set(marks)), {len(word) for word in marks}) == (4900, {4})


def test_reworded_texts_share_no_run_of_words() -> None:
    """The leak check finds the same words, and finds none of them when every fourth is another one."""
    kept = {"funding": "none", "title": "Ask all forest owners", "cost": 12.5, "trends": ["energy"]}
    other = reworded(kept | {"background": TEXT, "more": [TEXT]}, "bako")
    assert other == kept | {"background": other["background"], "more": [other["background"]]}
    found = set(telling([TEXT]))
    assert found <= set(all_runs([TEXT]))
    assert not found & set(all_runs(strings(other)))


@pytest.mark.slow
def test_doubles_have_workbooks_as_full_as_the_originals(room: Room) -> None:
    """Entries, history and snapshots, in words of their own, by their own hand."""
    with opened(room) as store:
        known = store.people.of(EDITION, "participant")
        new = enlarge(store, to=48)
        assert len(store.people.of(EDITION, "participant")) == 48
        for person, original in zip(new, known[45 % len(known) :], strict=False):
            journal = store.journal
            book, like = journal.workbook_of(person.id), journal.workbook_of(original.id)
            assert (book.version, book.changed_at) == (like.version, like.changed_at)
            entries = journal.entries(person.id)
            assert entries == journal.entries(person.id, at=book.version)
            assert [one.id for one in entries] == [one.id for one in journal.entries(original.id)]
            assert original.id not in {one.created_by for one in entries}
            assert [one.name for one in journal.snapshots(person.id)] == [
                one.name for one in journal.snapshots(original.id)
            ]
            theirs = telling(strings([one.fields for one in journal.entries(original.id)]))
            assert not set(theirs) & set(all_runs(strings([one.fields for one in entries])))


@pytest.mark.slow
def test_the_floor_makes_the_page_that_the_batch_publishes(room: Room) -> None:
    """The same words, cell for cell; when somebody writes meanwhile, it is seen that they differ."""
    people = [visitor.id for visitor in (room.visitors[0], room.visitors[-1])]
    render(room, "--force", "--format", "html", *only(people), documents=2)
    assert len(floor.run(room, people)) == 2
    assert floor.different(room, people) == []
    room.write(people[1], "Written since.")
    floor.run(room, people)
    assert floor.different(room, people) == [people[1]]


def test_a_cell_that_the_floor_does_not_know_is_refused() -> None:
    """All cells of the shipped notebook are known; one that computes something is not."""
    notebook = load(shipped("templates") / floor.NOTEBOOK)
    assert [name for _, name in floor.calls(notebook)][:2] == ["cover", "plan_on_one_page"]
    notebook.cells.append(nbformat.v4.new_code_cell("book.facts.plans[0]"))  # type: ignore[no-untyped-call]  # no types
    with pytest.raises(ValueError, match=r"does not know what this cell does: book\.facts"):
        list(floor.calls(notebook))


def test_levels_tell_how_far_below_a_process_stands() -> None:
    """Itself, what it started, and what that started."""
    with subprocess.Popen(
        ["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, text=True
    ) as shell:
        assert shell.stdout is not None
        child = int(shell.stdout.readline())
        levels = levels_below(os.getpid())
        assert (levels[os.getpid()], levels[shell.pid], levels[child]) == (0, 1, 2)
        os.kill(child, 15)


def test_the_largest_process_of_each_level_is_kept() -> None:
    """Of all looks; beside it the largest sum of one look, and how busy all were."""
    watched = Watched()
    looks = {1: Memory(50, 40), 2: Memory(90, 70), 3: Memory(20, 10)}
    watched.see({1: 0, 2: 1, 3: 1}, looks, {1: 0.5, 2: 2.0, 3: 0.0})
    watched.see({1: 0, 3: 1}, {1: Memory(60, 50), 3: Memory(30, 20)}, {1: 1.5, 3: 0.25})
    found = [watched.memory(level) for level in (0, 1, 2)]
    assert found == [Memory(60, 50), Memory(90, 70), Memory(0, 0)]
    assert (watched.together, watched.looks) == (160, 2)
    assert [watched.cpu(level) for level in (0, 1, 2)] == [1.5, 2.25, 0]


@pytest.mark.browser
def test_playwright_finds_the_browser_of_the_system(tmp_path: Path) -> None:
    """It starts it, where it found none before."""
    shot = [sys.executable, "-m", "playwright", "screenshot", "about:blank", str(tmp_path / "blank.png")]
    environment = findable(tmp_path / "browsers") | {"HOME": str(tmp_path)}
    done = subprocess.run(shot, env=os.environ | environment, capture_output=True, text=True)
    assert (tmp_path / "blank.png").exists(), done.stderr


def test_people_are_chosen_from_the_fullest_to_the_emptiest(room: Room) -> None:
    """The first and the last are among them; where all are rendered, nobody is named."""
    three = spread(room.visitors, 3)
    assert three == [room.visitors[0], room.visitors[22], room.visitors[44]]
    rows = frozenset(row.letter for row in ROWS)
    assert chosen(room, Plan(rows=rows)) == []
    assert chosen(room, Plan(rows=rows, people=1)) == ["--only", room.visitors[0].id]


def test_what_is_written_in_the_room_stands_in_the_store(room: Room) -> None:
    """In the one note, again and again."""
    person = room.visitors[1].id
    assert canary(person) in room.written(person)
    room.write(person, "Once.")
    room.write(person, "Twice.")
    assert [text for text in room.written(person) if text in (canary(person), "Once.", "Twice.")] == [
        "Twice."
    ]


def test_without_dask_its_row_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotMeasuredError, match="distributed is not installed"), dask(1, tmp_path, {}):
        pass
