"""Sentences with places."""

from __future__ import annotations

from random import Random

import pytest

from cba_kit.programme.demo.material import Actor, EcosystemWords
from cba_kit.programme.demo.wording import Wording, euros

ACTOR = Actor(
    id="ana-lapa",
    name="Ana Lapa",
    cluster="Lapa Cluster",
    country="LV",
    place="Riga",
    ecosystem="construction",
    coach="x",
    group="1",
    filled=50,
    themes=("finance", "skills"),
    team=("Bo Ozols", "Cy Liepa"),
)
ECOSYSTEM = EcosystemWords(words={"kin": ("a-firms", "b-firms", "c-firms", "d-firms")}, notes={})


def _wording(rank: int = 1) -> Wording:
    return Wording(ACTOR, ECOSYSTEM, rank, Random(1))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("{kin} of {place}", "B-firms of Riga"),
        ("We like {kin}. {kin} like us.", "We like b-firms. B-firms like us."),
        ("“{kin} pay.”", "“B-firms pay.”"),
        ("New: {kin}, asked by {second} and {first}", "New: b-firms, asked by Bo Ozols and Ana"),
        ("{any 4 4} of ten, {money 12 12}, {hundreds 14 14}", "4 of ten, €12,000, €1,400"),
    ],
)
def test_say_fills_places_and_opens_sentences_with_a_capital(sentence: str, said: str) -> None:
    assert _wording().say(sentence) == said


def test_say_takes_the_word_of_the_rank() -> None:
    assert [_wording(rank).say("the {kin}") for rank in range(4)] == [
        "the a-firms",
        "the b-firms",
        "the c-firms",
        "the d-firms",
    ]


@pytest.mark.parametrize("seed", range(40))
def test_numbers_agree_with_each_other(seed: int) -> None:
    numbers = Wording(ACTOR, ECOSYSTEM, 0, Random(seed)).numbers

    def total(*names: str) -> float:
        return sum(float(numbers[name]) for name in names)

    assert total("sme", "large", "research", "public") == numbers["members"]
    assert total("fees", "services", "projects", "base") == total("salaries", "events", "lab_cost")
    assert abs(total("fee_share", "service_share", "project_share", "base_share") - 100) <= 2
    assert float(numbers["base"]) > 0
    assert float(numbers["quiet"]) < float(numbers["members"])


def test_euros_are_written_as_on_the_sheets() -> None:
    assert euros(86_000) == "€86,000"
