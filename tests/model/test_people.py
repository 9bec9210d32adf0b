"""People: who may read whom, and the short forms of a name."""

from __future__ import annotations

import pytest

from cba_kit.model.people import Group, Person, group_id, groups_of, may_read, may_write


def person(key: str, *roles: str, **rest: object) -> Person:
    usual = {"id": key, "edition": "cba3", "name": key, "email": f"{key}@a.example", "roles": roles}
    return Person.model_validate(usual | rest)


PEOPLE = {
    "ilze": person("ilze", "participant", coach="anneli", group="g1"),
    "eleni": person("eleni", "participant", coach="marek", group="g1"),
    "anneli": person("anneli", "coach"),
    "marek": person("marek", "coach", "participant", coach="anneli"),
    "tomas": person("tomas", "trainer"),
    "olga": person("olga", "organiser"),
    "other-trainer": person("other-trainer", "trainer", "organiser", edition="cba4"),
    "other-coach": person("other-coach", "coach", edition="cba4"),
    "same-id": person("anneli", "coach", edition="cba4"),
}
READERS = {
    "ilze": {"ilze", "anneli", "tomas", "olga"},
    "eleni": {"eleni", "marek", "tomas", "olga"},
    "marek": {"marek", "anneli", "tomas", "olga"},
    "anneli": {"anneli", "tomas", "olga"},
}


@pytest.mark.parametrize("owner", READERS)
def test_a_workbook_is_read_by_its_owner_their_coach_and_the_team(owner: str) -> None:
    """Never by another participant, group or not, by another coach, or from another edition."""
    found = {name for name, reader in PEOPLE.items() if may_read(reader, PEOPLE[owner])}
    assert found == READERS[owner]


def test_being_named_as_coach_needs_the_role() -> None:
    """Somebody who is no coach any more reads nothing, although a participant still names them."""
    former = person("anneli", "participant")
    assert may_read(PEOPLE["anneli"], PEOPLE["ilze"])
    assert not may_read(former, PEOPLE["ilze"])


@pytest.mark.parametrize(
    ("name", "first", "initials"),
    [
        ("Ilze Kalniņa", "Ilze", "IK"),
        ("Ελένη Παπαδάκη", "Ελένη", "ΕΠ"),
        ("Maria de la Cruz", "Maria", "MC"),
        ("Björk", "Björk", "B"),
        ("ann (2) berg", "ann", "AB"),
        ("  Ilze   Kalniņa ", "Ilze", "IK"),
    ],
)
def test_a_name_has_a_first_name_and_initials(name: str, first: str, initials: str) -> None:
    """In any script, whatever stands between."""
    named = person("x", "coach", name=name)
    assert (named.first_name, named.initials) == (first, initials)


def test_roles_can_be_several() -> None:
    """A coach may take part."""
    assert (PEOPLE["marek"].is_a("coach"), PEOPLE["marek"].is_a("participant")) == (True, True)
    assert not PEOPLE["marek"].is_a("trainer")


G1 = Group(id=group_id("cba3", "g1"), edition="cba3", name="g1")


def test_a_groups_workbook_is_read_by_its_members_and_the_team() -> None:
    """By no coach, since it holds what participants of other coaches wrote, and by nobody else's trainer."""
    assert {name for name, reader in PEOPLE.items() if may_read(reader, G1)} == {
        *("ilze", "eleni"),
        *("tomas", "olga"),
    }
    assert {name for name, writer in PEOPLE.items() if may_write(writer, G1)} == {"ilze", "eleni"}


def test_only_the_owner_writes_in_a_workbook() -> None:
    assert {name for name, writer in PEOPLE.items() if may_write(writer, PEOPLE["ilze"])} == {"ilze"}


@pytest.mark.parametrize(
    ("edition", "group", "roles", "belongs"),
    [
        ("cba3", "g1", ("participant",), True),
        ("cba3", "  G1 ", ("participant", "coach"), True),
        ("cba3", "Ｇ１", ("participant",), True),
        ("cba4", "g1", ("participant",), False),
        ("cba3", "g2", ("participant",), False),
        ("cba3", "g1", ("coach", "trainer"), False),
        ("cba3", " ", ("participant",), False),
        ("cba3", None, ("participant",), False),
    ],
)
def test_members_are_participants_of_the_edition_with_the_groups_name(
    edition: str, group: str | None, roles: tuple[str, ...], belongs: bool
) -> None:
    """However the name is spaced and whatever its case; a coach with its name in the file is no member."""
    somebody = person("x", *roles, edition=edition, group=group)
    assert (somebody.group_id == G1.id, may_write(somebody, G1)) == (belongs, belongs)


def test_groups_are_made_of_people_as_they_are_listed() -> None:
    """By name, “2” before “10”; the name as its first member has it."""
    listed = [
        person("a", "participant", group="10"),
        person("b", "participant", group=" Blue  Team"),
        person("c", "participant", group="2"),
        person("d", "participant", group="blue team"),
        person("e", "trainer", group="2"),
        person("f", "participant"),
    ]
    found = groups_of(listed)
    assert [(group.name, [member.id for member in group.members]) for group in found] == [
        ("2", ["c"]),
        ("10", ["a"]),
        ("Blue Team", ["b", "d"]),
    ]
    assert [group.initials for group in found] == ["2", "10", "BT"]
    assert {group.id for group in found} == {member.group_id for group in found for member in group.members}
