"""People in the store: all or none, each once, links withdrawn by one number."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from cba_kit.errors import NotFoundError, StoreError
from cba_kit.model.people import Cluster, Person, group_id
from cba_kit.store import Store, open_store

from .hand import Hand


def person(name: str, *roles: str, **rest: object) -> Person:
    """Return a person of cba3 whose id is `name`."""
    usual = {
        "id": name,
        "edition": "cba3",
        "name": name.title(),
        "email": f"{name}@a.example",
        "roles": roles,
    }
    return Person.model_validate(usual | rest)


def everybody(store: Store) -> list[Person]:
    return [each for code in store.people.editions() for each in store.people.of(code)]


def test_people_come_back_as_they_were_added(store: Store, people: list[Person]) -> None:
    """With cluster, coach and roles; participants have an empty workbook, the others none."""
    store.people.add(people)
    assert {each.id: each for each in everybody(store)} == {each.id: each for each in people}
    assert [store.people.person(each.id) for each in people] == people
    assert [(book.owner, book.version) for book in store.journal.workbooks("cba3")] == [
        ("eleni", 0),
        ("ilze", 0),
    ]
    assert store.people.count() == 4


def test_people_are_listed_by_name_and_role(filled: Store) -> None:
    """The order of a list on paper; a role narrows it."""
    assert [each.id for each in filled.people.of("cba3", "participant")] == ["ilze", "eleni"]
    assert [each.id for each in filled.people.of("cba3", "trainer")] == ["tomas"]
    assert [each.id for each in filled.people.of("cba3")] == ["anneli", "ilze", "tomas", "eleni"]
    assert filled.people.of("cba4") == []


def test_editions_are_those_that_have_people(filled: Store) -> None:
    """Sorted, each once."""
    filled.people.add([person("later", "trainer", edition="cba4")])
    assert filled.people.editions() == ["cba3", "cba4"]


@pytest.mark.parametrize(
    "unfit",
    [
        person("ilze", "participant", email="other@a.example"),
        person("twin", "participant", email="ilze@btwic.example"),
        person("twin", "participant", email=" Ilze@BTWIC.example "),
        person("pupil", "participant", coach="nobody"),
    ],
    ids=["same id", "same e-mail", "same e-mail in other letters", "unknown coach"],
)
def test_who_does_not_fit_keeps_all_others_out_too(filled: Store, unfit: Person) -> None:
    """All or none: the person before the unfit one is not added either, nor their cluster."""
    before = everybody(filled)
    fitting = person("new", "participant", cluster=Cluster(id="new-c", name="New", country="EE"))
    with pytest.raises(StoreError, match=rf"^{unfit.name} does not fit .* Nothing was changed\."):
        filled.people.add([fitting, unfit])
    assert everybody(filled) == before
    with pytest.raises(NotFoundError):
        filled.journal.workbook_of("new")


def test_the_same_e_mail_in_two_editions_is_two_people(filled: Store) -> None:
    """Who comes back next year is added again."""
    again = person("ilze-2", "participant", edition="cba4", email="ilze@btwic.example")
    filled.people.add([again])
    assert filled.people.of("cba4") == [again]


def test_e_mails_are_kept_in_small_letters(store: Store) -> None:
    """So that one person is found under any spelling."""
    store.people.add([person("ann", "coach", email=" Ann@Coach.Example ")])
    assert store.people.person("ann").email == "ann@coach.example"


def test_coaches_may_stand_after_those_they_coach_and_be_coached_themselves(store: Store) -> None:
    """The order of a list does not matter, and a coach may have a coach."""
    chain = [
        person("low", "participant", coach="mid"),
        person("mid", "coach", "participant", coach="top"),
        person("top", "coach"),
    ]
    store.people.add(chain)
    assert store.people.of("cba3") == chain


def test_update_replaces_what_is_known_and_leaves_the_workbook(filled: Store) -> None:
    """Name, cluster and coach change; what was written stays."""
    Hand(filled).put("n1", {"text": "Sawmills"})
    before = filled.journal.entries("ilze")
    cluster = Cluster(id="btwic", name="Baltic Timber", country="EE", ecosystems=("construction",))
    changed = filled.people.person("ilze").model_copy(
        update={"name": "Ilze Ozola", "cluster": cluster, "coach": None, "language": "lv"}
    )
    filled.people.update(changed)
    assert filled.people.person("ilze") == changed
    assert filled.journal.entries("ilze") == before


def test_who_becomes_a_participant_gets_a_workbook(filled: Store) -> None:
    """A trainer may take part too."""
    tomas = filled.people.person("tomas").model_copy(update={"roles": ("trainer", "participant")})
    filled.people.update(tomas)
    assert filled.journal.workbook_of("tomas").version == 0


def test_save_adds_and_changes_in_one_go_or_not_at_all(filled: Store) -> None:
    """An import is one transaction."""
    eleni = filled.people.person("eleni")
    new = person("new", "participant", coach="anneli")
    filled.people.save([new], [eleni.model_copy(update={"coach": "anneli"})])
    assert [filled.people.person(name).coach for name in ("new", "eleni")] == ["anneli", "anneli"]
    before = everybody(filled)
    ghost = person("ghost", "participant")
    with pytest.raises(NotFoundError, match="There is no person “ghost”"):
        filled.people.save([person("newer", "participant")], [ghost])
    taken = eleni.model_copy(update={"email": "ilze@btwic.example"})
    with pytest.raises(StoreError, match="does not fit"):
        filled.people.save([person("newer", "participant")], [taken])
    assert everybody(filled) == before


def test_raise_link_counts_up_for_one_person_only(filled: Store) -> None:
    """The number stands in every link; one more makes the earlier ones void."""
    before = {each.id: each for each in everybody(filled)}
    raised = filled.people.raise_link("ilze")
    assert raised == before["ilze"].model_copy(update={"link": 2})
    assert filled.people.raise_link("ilze").link == 3
    assert filled.people.person("eleni") == before["eleni"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.people.person("nobody"),
        lambda store: store.people.raise_link("nobody"),
        lambda store: store.people.update(person("nobody", "coach")),
    ],
)
def test_somebody_who_is_not_there_is_named(filled: Store, ask: Callable[[Store], object]) -> None:
    """The error says whom it looked for."""
    with pytest.raises(NotFoundError, match="There is no person “nobody”"):
        ask(filled)


def test_groups_get_a_workbook_with_their_people(store: Store) -> None:
    """One for each group, however many belong to it; moving somebody makes the new one and keeps the old."""
    members = [person(name, "participant", group="Blue") for name in ("ann", "bob")]
    store.people.add([*members, person("tom", "trainer", group="Red")])

    def group_books() -> dict[str, str]:
        return {b.owner: b.id for b in store.journal.workbooks("cba3") if b.owner_kind == "group"}

    blue, red = group_id("cba3", "Blue"), group_id("cba3", "Red")
    assert group_books() == {blue: blue}
    store.people.update(members[0].model_copy(update={"group": "red"}))
    assert group_books() == {blue: blue, red: red}
    store.people.update(members[0])
    assert group_books() == {blue: blue, red: red}


def test_many_pages_that_open_a_new_group_at_once_make_one_workbook(
    database_url: str, clock: Callable[[], datetime]
) -> None:
    """Each has connections of its own, as pages have; none fails, and none makes a second one."""
    start = Barrier(6)
    with open_store(database_url, clock=clock, create=True):
        pass

    def work(_number: int) -> str:
        with open_store(database_url, clock=clock) as own:
            start.wait()
            own.journal.make_group_workbook("group:new", edition="cba3")
            return own.journal.workbook_of("group:new").owner_kind

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(6))) == ["group"] * 6
    with open_store(database_url, clock=clock) as store:
        assert [book.id for book in store.journal.workbooks("cba3")] == ["group:new"]


def test_people_are_found_by_their_ids_and_strangers_left_out(filled: Store) -> None:
    assert [each.id for each in filled.people.some({"ilze", "anneli", "nobody"})] == ["anneli", "ilze"]
