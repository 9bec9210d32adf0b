"""Certificates: a code that only the academy can make, read however it is typed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person
from cba_kit.programme.certificates import certificate_code, certified
from cba_kit.store import Store
from tests.cast import COACH, ELENI, ILZE

SECRET = "a" * 43


def test_a_code_is_short_and_always_the_same() -> None:
    code = certificate_code(SECRET, ILZE)

    assert re.fullmatch("([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert certificate_code(SECRET, ILZE.model_copy(update={"name": "Ilze Ozola", "link": 7})) == code


def test_person_edition_and_secret_each_give_another_code() -> None:
    later = ILZE.model_copy(update={"edition": "cba4"})
    made = [certificate_code(SECRET, person) for person in (ILZE, ELENI, later)]

    assert len({*made, certificate_code("b" * 43, ILZE)}) == 4


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\n"]
)
def test_a_code_is_read_however_it_is_typed(
    sqlite_store: Store, people: list[Person], typed: Callable[[str], str]
) -> None:
    sqlite_store.people.add(people)

    assert certified(sqlite_store, SECRET, typed(certificate_code(SECRET, ELENI))).id == "eleni"


def test_signs_that_look_alike_are_taken_for_each_other(sqlite_store: Store, people: list[Person]) -> None:
    sqlite_store.people.add(people)
    code = certificate_code(SECRET, ILZE)
    alike = code.replace("0", "O").replace("1", "l").replace("V", "U")

    assert certified(sqlite_store, SECRET, alike).id == "ilze"


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "日本", "ZZZZ-ZZZZ-ZZZZ-ZZZZ"])
def test_another_code_belongs_to_nobody(sqlite_store: Store, people: list[Person], code: str) -> None:
    sqlite_store.people.add(people)

    with pytest.raises(NotFoundError, match="not the code of a certificate"):
        certified(sqlite_store, SECRET, code)


def test_a_code_of_another_academy_and_of_a_coach_is_none(sqlite_store: Store, people: list[Person]) -> None:
    sqlite_store.people.add(people)

    for code in (certificate_code("b" * 43, ILZE), certificate_code(SECRET, COACH)):
        with pytest.raises(NotFoundError):
            certified(sqlite_store, SECRET, code)


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_two_people_share_a_code(one: str, other: str) -> None:
    first, second = (ILZE.model_copy(update={"id": name}) for name in (one, other))

    assert (certificate_code(SECRET, first) == certificate_code(SECRET, second)) == (one == other)
