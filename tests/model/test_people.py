"""People: who may read whom, and the short forms of a name."""

from __future__ import annotations

import pytest

from cba_kit.model.people import Person, may_read


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
