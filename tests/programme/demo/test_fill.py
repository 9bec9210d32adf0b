"""The filled demo: complete, believable, different for everybody, and the same for the same seed."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.errors import StoreError
from cba_kit.model.complete import progress
from cba_kit.model.people import Person, groups_of, may_read
from cba_kit.model.values import Action
from cba_kit.model.workbook import Entry, as_date
from cba_kit.programme.demo import create, fill
from cba_kit.programme.demo.material import read_material
from cba_kit.programme.people.slug import slug
from cba_kit.store import Store, open_store
from tests.programme.demo.conftest import Demo

pytestmark = pytest.mark.slow

FIRST = datetime(2024, 1, 17, tzinfo=UTC)
LAST = datetime(2024, 3, 10, 22, tzinfo=UTC)


def _participants(demo: Demo) -> list[Person]:
    return demo.store.people.of("demo", "participant")


def _entries(demo: Demo, kind: str) -> dict[str, list[Entry]]:
    return {
        person.id: [entry for entry in demo.store.journal.entries(person.id) if entry.kind == kind]
        for person in _participants(demo)
    }


def _rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(database) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def _filled(folder: Path, seed: int) -> dict[str, list[tuple[object, ...]]]:
    academy = create(folder)
    library = Library(academy.templates)
    with open_store(f"sqlite:///{folder}/academy.db", clock=academy.now, create=True) as store:
        fill(academy, store, library, seed=seed)
    return _rows(folder / "academy.db")


def test_fill_with_the_same_seed_writes_the_same_database(demo: Demo, tmp_path: Path) -> None:
    again = _filled(tmp_path, 2024)

    assert again == _rows(demo.academy.folder / "academy.db")


def test_fill_with_another_seed_writes_other_workbooks_of_the_same_people(demo: Demo, tmp_path: Path) -> None:
    other, first = _filled(tmp_path, 7), _rows(demo.academy.folder / "academy.db")

    assert other["people"] == first["people"]
    assert other["entries"] != first["entries"]


def test_fill_on_postgresql_gives_the_same_entries(demo: Demo, tmp_path: Path, postgres_url: str) -> None:
    academy = create(tmp_path)
    with open_store(postgres_url, clock=academy.now, create=True) as store:
        fill(academy, store, Library(academy.templates))
        for person_id in ("ilze-kalnina", "eleni-papadaki"):
            assert store.journal.entries(person_id) == demo.store.journal.entries(person_id)


def test_fill_twice_is_refused_and_changes_nothing(demo: Demo) -> None:
    before = _rows(demo.academy.folder / "academy.db")

    with pytest.raises(StoreError, match="Anneli Saarinen does not fit to who is in the edition “demo”"):
        fill(demo.academy, demo.store, demo.library)

    assert _rows(demo.academy.folder / "academy.db") == before


def test_people_are_fictional_and_of_many_countries_and_all_ecosystems(demo: Demo) -> None:
    people = demo.store.people.of("demo")
    clusters = [person.cluster for person in people if person.cluster]

    assert Counter(role for person in people for role in person.roles) == {
        "participant": 45,
        "coach": 6,
        "trainer": 2,
    }
    assert all(person.fictional and person.email.endswith(".example") for person in people)
    assert len({cluster.id for cluster in clusters}) == 45
    assert len({cluster.country for cluster in clusters}) >= 25
    assert {cluster.country for cluster in clusters} <= {country.code for country in demo.library.countries()}
    assert {key for cluster in clusters for key in cluster.ecosystems} == {
        ecosystem.key for ecosystem in demo.library.ecosystems()
    }


def test_names_are_written_in_their_own_scripts_and_ids_come_from_them(demo: Demo) -> None:
    people = demo.store.people.of("demo")

    assert [person.id for person in people] == [slug(person.name) for person in people]
    assert {
        "Ελένη Παπαδάκη",
        "Цветелина Боянова",
        "Олена Гринчук",
        "Łucja Świętochowska",
        "Ċensa Buħaġiar",
    } <= {person.name for person in people}


def test_every_participant_has_a_coach_who_may_read_the_workbook(demo: Demo) -> None:
    coaches = {person.id: person for person in demo.store.people.of("demo", "coach")}

    assert all(may_read(coaches[person.coach or ""], person) for person in _participants(demo))
    assert sum(person.coach == "anneli-saarinen" for person in _participants(demo)) == 9


def test_workbooks_are_filled_to_different_degrees(demo: Demo) -> None:
    sheets = demo.library.sheets(demo.library.edition("demo"))
    shares = []
    for person in _participants(demo):
        entries = demo.store.journal.entries(person.id)
        shares.append(sum(progress(sheet, entries).share for sheet in sheets.values()) / len(sheets))

    assert sum(share == 0 for share in shares) == 2
    assert 3 <= sum(0 < share < 0.3 for share in shares) <= 6
    assert sum(share > 0.95 for share in shares) >= 8
    assert len({round(share, 2) for share in shares}) >= 20


def test_no_note_is_shared_by_two_participants_or_longer_than_a_note_may_be(demo: Demo) -> None:
    writers = defaultdict(set)
    for person_id, notes in _entries(demo, "note").items():
        texts = [note.text() for note in notes]
        assert len(set(texts)) == len(texts)
        for text in texts:
            writers[text].add(person_id)

    assert {text: who for text, who in writers.items() if len(who) > 1} == {}
    assert max(map(len, writers)) <= 110


def test_longer_answers_are_nobody_elses(demo: Demo) -> None:
    for question in ("mission", "vision_5", "biggest", "wish"):
        answers = [
            entry.text("value")
            for entries in _entries(demo, "answer").values()
            for entry in entries
            if entry.block == question
        ]
        assert len(answers) > 20
        assert len(set(answers)) == len(answers)


def test_no_brace_and_no_lower_case_start_is_left_over(demo: Demo) -> None:
    texts = [
        value
        for person in _participants(demo)
        for entry in demo.store.journal.entries(person.id)
        for name, value in entry.fields.items()
        if isinstance(value, str)
        and name in ("text", "value", "title", "description", "aim", "need", "reason")
        and " " in value
    ]

    assert [text for text in texts if "{" in text or "}" in text] == []
    assert [text for text in texts if text[0].islower()] == []


def test_meanings_states_and_unknown_ratings_all_occur(demo: Demo) -> None:
    notes = [note for notes in _entries(demo, "note").values() for note in notes]
    ratings = [rating for ratings in _entries(demo, "rating").values() for rating in ratings]
    threads = [t for person in _participants(demo) for t in demo.store.journal.threads(person.id)]

    assert {note.fields["meaning"] for note in notes} == {"today", "wish", "risk"}
    assert "unknown" in {rating.fields["relevance"] for rating in ratings}
    assert {thread.state for thread in threads} == {"open", "answered", "used", "settled", "later", "no"}
    assert {len(thread.comments) for thread in threads} == {1, 2, 3}
    assert {thread.anchor.sheet for thread in threads} >= {"", "business_model", "strategy", "action_plan"}


def test_members_add_up_and_income_is_the_sum_of_its_parts(demo: Demo) -> None:
    for answers in _entries(demo, "answer").values():
        said = {entry.block: entry.fields["value"] for entry in answers if entry.sheet == "profile"}
        parts = [said.get(f"members_{kind}") for kind in ("sme", "large", "research", "public")]
        if all(isinstance(part, int) for part in parts) and "acronym" not in said:
            assert said["members_total"] == sum(part for part in parts if isinstance(part, int))


def test_actions_start_from_notes_wait_for_earlier_ones_and_name_trends(demo: Demo) -> None:
    trends = {trend.key for trend in demo.library.sheet("megatrends").trends}  # type: ignore[union-attr] -- a Trends
    linked = 0
    for person_id, entries in _entries(demo, "action").items():
        actions = {entry.id: Action.model_validate(entry.fields) for entry in entries}
        known = {entry.id for entry in demo.store.journal.entries(person_id)}
        for action in actions.values():
            assert not action.origin or action.origin in known
            assert set(action.trends) <= trends
            assert not action.start or not action.due or action.start < action.due
            for before in action.depends_on:
                earlier, start = actions[before].due, action.start
                assert earlier is not None
                assert start is not None
                assert earlier <= start
                linked += 1
    assert linked > 40


def test_everything_was_written_between_january_and_the_eve_of_the_played_day(demo: Demo) -> None:
    moments = [
        change.at for person in _participants(demo) for change in demo.store.journal.changes(person.id)
    ]

    assert min(moments) > FIRST
    assert max(moments) <= LAST
    assert {moment.month for moment in moments} == {1, 2, 3}


def test_snapshots_are_those_of_the_programme_in_order(demo: Demo) -> None:
    for person in _participants(demo):
        snapshots = demo.store.journal.snapshots(person.id)
        written = demo.store.journal.workbook(person.id).version > 0
        assert [s.name for s in snapshots] == (["Day 2", "Day 3", "Coaching"] if written else [])
        assert [s.version for s in snapshots] == sorted(s.version for s in snapshots)


def test_quiet_participants_stay_quiet(demo: Demo) -> None:
    last = {p: demo.store.journal.workbook(p).changed_at for p in ("tomas-novotny", "sofia-lindqvist")}

    assert all(at is not None and at < datetime(2024, 2, 26, tzinfo=UTC) for at in last.values())


def test_showcase_tells_the_history_of_its_canvas(demo: Demo) -> None:
    journal = demo.store.journal

    def notes(at: int | None = None) -> int:
        entries = journal.entries("ilze-kalnina", at=at)
        return sum(entry.kind == "note" and entry.sheet == "business_model" for entry in entries)

    assert [notes(s.version) for s in journal.snapshots("ilze-kalnina")] == [18, 18, 29]
    assert notes() == 33
    texts = {entry.text() for entry in journal.entries("ilze-kalnina", removed=True) if entry.removed}
    assert texts == {"Networking for all members", "More sponsoring", "Yearly gala dinner, 200 guests"}


def test_showcase_is_complete_and_waits_for_one_answer(demo: Demo) -> None:
    journal = demo.store.journal
    entries = journal.entries("ilze-kalnina")
    sheets = demo.library.sheets(demo.library.edition("demo"))
    ilze = demo.store.people.person("ilze-kalnina")

    assert all(progress(sheet, entries).complete for sheet in sheets.values())
    assert (ilze.coach, ilze.cluster.name if ilze.cluster else "") == (
        "anneli-saarinen",
        "Baltic Timber & Wood Innovation Cluster",
    )
    assert [
        (t.anchor.block, t.state, len(t.comments), t.waits_for(ilze.id)) for t in journal.threads(ilze.id)
    ] == [
        ("revenue_streams", "answered", 3, True),
        ("key_resources", "used", 2, False),
        ("value_propositions", "settled", 2, False),
    ]


def test_showcase_shows_every_part_of_an_action(demo: Demo) -> None:
    entries = [e for e in demo.store.journal.entries("ilze-kalnina") if e.kind == "action"]

    assert [e.id for e in entries] == [f"ilze-a{number}" for number in range(1, 8)]
    assert sum(Action.model_validate(e.fields).cost or 0 for e in entries) == 401_500
    assert [e.id for e in entries if not e.text("owner")] == ["ilze-a7"]
    assert as_date(entries[0].fields["due"]) == datetime(2024, 5, 31, tzinfo=UTC).date()


def test_material_names_only_things_that_exist(demo: Demo) -> None:
    material = read_material(demo.library)
    trends = set(material.leanings)
    sentences = [_sentence(note) for notes in material.base.canvas.values() for note in notes]

    for theme in material.themes.values():
        own = sentences + [_sentence(note) for notes in theme.notes.values() for note in notes]
        keys = {idea.key for idea in theme.actions}
        for idea in theme.actions:
            assert any(sentence.startswith(idea.origin) for sentence in own), idea.origin
            assert set(idea.trends) <= trends
            assert idea.after in keys | {""}
    assert {key for leaning in material.leanings.values() for key in leaning.more} <= set(material.themes)


def test_clusters_of_an_ecosystem_have_different_themes(demo: Demo) -> None:
    themes = defaultdict(list)
    for actor in read_material(demo.library).cast.participants:
        themes[actor.ecosystem] += actor.themes

    assert {ecosystem: _twice(keys) for ecosystem, keys in themes.items() if _twice(keys)} == {}


def _sentence(note: Iterable[str]) -> str:
    (sentence,) = dict(note).values()  # type: ignore[arg-type] -- a mapping with one item
    return sentence


def _twice(keys: list[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def test_fill_leaves_people_of_other_editions_alone(
    sqlite_store: Store, tmp_path: Path, people: list[Person]
) -> None:
    sqlite_store.people.add(people)
    academy = create(tmp_path / "demo")

    fill(academy, sqlite_store, Library(academy.templates))

    assert {person.id for person in sqlite_store.people.of("cba3")} == {person.id for person in people}


def test_groups_have_a_canvas_that_several_members_wrote(demo: Demo) -> None:
    """Each note by a member of the group, in its own words, in the hours of day 2."""
    groups = groups_of(demo.store.people.of("demo"))
    assert [group.name for group in groups] == [str(number) for number in range(1, 9)]
    texts: list[str] = []
    for group in groups:
        notes = demo.store.journal.entries(group.id)
        members = {member.id for member in group.members}
        writers = {note.created_by for note in notes}
        assert (len(notes), len(writers) >= 2, writers <= members) == (5, True, True)
        assert {note.created_at.date().isoformat() for note in notes} == {"2024-01-24"}
        texts += [note.text() for note in notes]
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= 90
