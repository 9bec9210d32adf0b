"""Breakdowns: what is shown of groups gives back nothing about fewer than five people."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations, product
from statistics import median
from typing import Any

import numpy
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cba_kit.model.agreement import agreement
from cba_kit.model.breakdown import Roster, Split, age_band, breakdown, roster, traits
from cba_kit.model.people import Cluster, Person
from cba_kit.model.suppression import ENOUGH
from cba_kit.model.trends import Scale

SCALE = Scale(key="relevance", title="R", question="R?", low=1, high=5, words={}, ends=("a", "b"))
Answers = dict[str, int | None]
Groups = dict[str, list[str]]


def people_in(groups: Groups, dimension: str = "d", everybody: list[str] | None = None) -> Roster:
    """A roster of one dimension; people may be in several groups of it."""
    everybody = everybody or sorted({person for people in groups.values() for person in people})
    return roster(
        {
            person: {dimension: [key for key, people in groups.items() if person in people]}
            for person in everybody
        }
    )


def partition(**sizes: int) -> Groups:
    return {key: [f"{key}{i}" for i in range(size)] for key, size in sizes.items()}


def mixed(roster: Roster) -> Answers:
    """Answers of everybody, none like the next one's."""
    return {person: 1 + place % 5 for place, person in enumerate(roster.bits)}


def names(split: Split) -> tuple[set[str], set[str]]:
    return set(split.shown), set(split.hidden)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 20, "b": 9, "c": 5}, {"a", "b", "c"}),  # none is small
        ({"a": 20, "b": 9, "c": 3, "d": 3}, {"a", "b"}),  # the small ones are six together
        ({"a": 20, "b": 9, "c": 3}, {"a"}),  # c would be all less a and b
        ({"a": 20, "b": 3}, set()),  # b would be all less a
        ({"a": 9, "b": 9, "c": 2}, set()),  # which of the two is hidden would tell
        ({"a": 5, "b": 4, "c": 4}, set()),  # eight in two small groups would be four and four
        ({"a": 4, "b": 4}, set()),
        ({"a": 2}, set()),
    ],
)
def test_small_groups_are_hidden_and_what_would_give_them_away(
    sizes: dict[str, int], shown: set[str]
) -> None:
    people = people_in(partition(**sizes))

    found = breakdown(mixed(people), people, SCALE)

    assert names(found["d"]) == (shown, set(sizes) - shown)


def test_a_group_that_is_shown_has_the_agreement_of_its_raters() -> None:
    groups = partition(a=7, b=6)
    answers: Answers = {person: None if person == "a0" else 4 for person in groups["a"]}
    answers |= dict.fromkeys(groups["b"], 2)

    found = breakdown(answers, people_in(groups), SCALE)

    assert found == {
        "d": Split(shown={"a": agreement([None, *[4] * 6], SCALE), "b": agreement([2] * 6, SCALE)}, hidden=())
    }


def test_who_did_not_answer_is_not_counted_and_who_does_not_know_is_no_rater() -> None:
    """Group b has nine people and four raters."""
    groups = partition(a=9, b=9)
    answers: Answers = {person: 1 + place % 5 for place, person in enumerate(groups["a"])}
    answers |= {"b0": 1, "b1": 2, "b2": 3, "b3": 4, "b4": None}

    assert names(breakdown(answers, people_in(groups), SCALE)["d"]) == (set(), {"a", "b"})


def test_a_rest_of_one_mind_is_not_left_over() -> None:
    """All less a would tell what everybody in c and d answered, or all but one of them."""
    groups = partition(a=20, c=3, d=3)
    people = people_in(groups)
    answers = mixed(people) | dict.fromkeys([*groups["c"], *groups["d"]], 4)

    assert names(breakdown(answers, people, SCALE)["d"])[0] == set()
    assert names(breakdown(answers | {"d0": 5}, people, SCALE)["d"])[0] == set()
    assert names(breakdown(answers | {"d0": 5, "c0": 5}, people, SCALE)["d"])[0] == {"a"}


def test_people_in_no_group_are_what_is_left_over() -> None:
    groups = partition(a=10)
    few, many = [f"x{i}" for i in range(4)], [f"x{i}" for i in range(5)]

    for others, shown in ((few, set()), (many, {"a"})):
        people = people_in(groups, everybody=[*groups["a"], *others])
        assert names(breakdown(mixed(people), people, SCALE)["d"])[0] == shown
    on_no_roster = mixed(people_in(groups)) | {"y": 1}
    assert names(breakdown(on_no_roster, people_in(groups), SCALE)["d"])[0] == set()


def test_overlapping_groups_are_shown_where_no_difference_is_small() -> None:
    """Ecosystems: a and b share five people, and each has five of its own."""
    everybody = [f"p{i:02}" for i in range(25)]
    groups = {"a": everybody[:10], "b": everybody[5:15]}
    people = people_in(groups, everybody=everybody)
    assert names(breakdown(mixed(people), people, SCALE)["d"])[0] == {"a", "b"}

    groups["b"] = everybody[1:10]  # a less b is one person
    people = people_in(groups, everybody=everybody)
    assert names(breakdown(mixed(people), people, SCALE)["d"])[0] == {"a"}


def test_two_groups_that_hold_everybody_are_not_shown_where_all_less_one_is_small() -> None:
    """They differ by six people, three in each; all less b is the three of a."""
    everybody = [f"p{i:02}" for i in range(13)]
    people = people_in({"a": everybody[:10], "b": everybody[3:]})
    assert names(breakdown(mixed(people), people, SCALE)["d"])[0] == set()

    others = [f"x{i}" for i in range(5)]
    people = people_in({"a": everybody[:10], "b": everybody[3:]}, everybody=[*everybody, *others])
    assert names(breakdown(mixed(people), people, SCALE)["d"])[0] == {"a", "b"}


def test_three_groups_that_give_one_person_together_are_not_all_shown() -> None:
    """(a + b - c) / 2 would be one person, though all three differ by many."""
    left, right = [f"l{i}" for i in range(9)], [f"r{i}" for i in range(9)]
    groups = {"a": ["x", *left], "b": ["x", *right], "c": [*left, *right]}
    people = people_in(groups, everybody=["x", *left, *right, *(f"o{i}" for i in range(9))])

    assert names(breakdown(mixed(people), people, SCALE)["d"])[0] == {"c"}


def test_more_groups_overlap_than_can_be_looked_at() -> None:
    """The largest ones are shown; each shares people with the others."""
    core = [f"c{i}" for i in range(30)]
    groups = {f"g{i}": [*core, *(f"{i}-{n}" for n in range(10 + i))] for i in range(11)}
    people = people_in(groups)

    assert len(breakdown(mixed(people), people, SCALE)["d"].shown) == 8


def test_a_second_dimension_does_not_give_one_person_of_the_first() -> None:
    """Country x is ecosystem e and one person more."""
    everybody = [f"p{i:02}" for i in range(30)]
    inside = {"ecosystem": everybody[:10], "country": everybody[:11]}
    people = roster({p: {key: ["g"] for key in inside if p in inside[key]} for p in everybody})

    found = breakdown(mixed(people), people, SCALE)

    assert {key: names(split)[0] for key, split in found.items()} == {"ecosystem": {"g"}, "country": set()}

    inside["country"] = everybody[5:20]
    people = roster({p: {key: ["g"] for key in inside if p in inside[key]} for p in everybody})
    assert all(split.shown for split in breakdown(mixed(people), people, SCALE).values())


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({"y": range(21, 31), "x": range(12, 21)}, {"y"}),  # without both, twelve are left: e and two more
        ({"c": range(5, 27), "b": range(12, 30)}, {"c"}),  # all less b and e would be two
        ({"c": range(5, 27), "b": range(10, 30)}, {"b", "c"}),
    ],
)
def test_what_a_second_dimension_leaves_does_not_give_a_few_people_either(
    groups: dict[str, range], shown: set[str]
) -> None:
    """Beside e and f of the first dimension: people 0 to 9, and 25 to 29."""
    first = {"e": range(10), "f": range(25, 30)}
    belongs = {
        f"p{n}": {
            dimension: [key for key, inside in named.items() if n in inside]
            for dimension, named in (("one", first), ("two", groups))
        }
        for n in range(31 if "y" in groups else 30)
    }
    people = roster(belongs)

    found = breakdown(mixed(people), people, SCALE)

    assert (set(found["one"].shown), set(found["two"].shown)) == ({"e", "f"}, shown)


@st.composite
def overlapping(draw: Any) -> tuple[Roster, Answers]:
    """Groups made of common blocks of people, some with one person more or less; not everybody answers."""
    sizes = draw(st.lists(st.integers(1, 8), min_size=1, max_size=6))
    blocks = [[f"{block}-{i}" for i in range(size)] for block, size in enumerate(sizes)]
    everybody = [person for block in blocks for person in block]
    groups = {}
    for name in "abcdef"[: draw(st.integers(1, 6))]:
        inside = {
            person for block in draw(st.sets(st.sampled_from(range(len(sizes))))) for person in blocks[block]
        }
        groups[name] = sorted(inside ^ draw(st.sets(st.sampled_from(everybody), max_size=1)))
    silent = draw(st.sets(st.sampled_from(everybody), max_size=3))
    answers = {person: draw(st.integers(1, 3) | st.none()) for person in everybody if person not in silent}
    return people_in(groups, everybody=everybody), answers


def rows(people: Roster, keys: set[str], raters: list[str]) -> Any:
    """The groups shown, and all together, as a matrix of who is in them."""
    groups = [people.dimensions["d"][key] for key in sorted(keys)]
    inside = [[float(bool(group & people.bits[person])) for person in raters] for group in groups]
    return numpy.array([[1.0] * len(raters), *inside])


@settings(max_examples=100, deadline=None)
@given(overlapping())
def test_no_sum_of_shown_groups_with_any_factors_is_about_fewer_than_five_raters(
    world: tuple[Roster, Answers],
) -> None:
    """By rank: were there such a sum, the others' columns alone would have a smaller one.

    Only people who are in the same shown groups can vanish from a matrix's columns together.
    """
    people, answers = world
    shown, hidden = names(breakdown(answers, people, SCALE)["d"])
    raters = sorted(person for person, answer in answers.items() if answer is not None)
    event(f"shown: {len(shown)}")
    assert shown | hidden == set(people.dimensions["d"])
    if not shown:
        return
    matrix = rows(people, shown, raters)
    alike: dict[tuple[float, ...], list[int]] = defaultdict(list)
    for place, column in enumerate(matrix.T):
        alike[tuple(column)].append(place)
    small = [places for places in alike.values() if len(places) < ENOUGH]
    for count in range(1, ENOUGH):
        for chosen in combinations(small, count):
            few = [place for places in chosen for place in places]
            if len(few) < ENOUGH:
                others = numpy.delete(matrix, few, axis=1)
                assert numpy.linalg.matrix_rank(others) == numpy.linalg.matrix_rank(matrix)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_groups_of_two_dimensions_never_differ_by_one_to_four_raters(data: Any) -> None:
    """Nor what one leaves over from a group of the other, nor from what the other leaves over."""
    everybody = [f"p{i}" for i in range(data.draw(st.integers(5, 40)))]
    one_of = st.sampled_from(["u", "v", "w"])
    belongs = {p: {"one": [data.draw(one_of)], "two": data.draw(st.sets(one_of))} for p in everybody}
    answers: Answers = {p: data.draw(st.integers(1, 3)) for p in everybody}
    found = breakdown(answers, roster(belongs), SCALE)
    known: dict[str, list[set[str]]] = {}
    for dimension, split in found.items():
        sets = [{p for p in everybody if key in belongs[p][dimension]} for key in split.shown]
        known[dimension] = [*sets, set(everybody).difference(*sets)]

    event(f"shown: {[len(split.shown) for split in found.values()]}")
    for here, there in product(known["one"], known["two"]):
        differ = len(here ^ there)
        assert not 0 < differ < ENOUGH
        assert not 0 < len(everybody) - differ < ENOUGH


TWO = SCALE.model_copy(update={"high": 2})
Counts = tuple[tuple[int, int], ...]
View = tuple[Any, ...]
"""What a reader sees: the agreement of all, and groups with theirs."""


@cache
def worlds(groups: int, most: int) -> dict[View, list[Counts]]:
    """All answers of so many groups on a scale of two points, by what a reader sees of them."""
    people = people_in(partition(**{f"g{i}": most for i in range(groups)}))
    cells = [(low, high) for low in range(most + 1) for high in range(most + 1 - low)]
    seen: dict[View, list[Counts]] = defaultdict(list)
    for world in product(cells, repeat=groups):
        answers: Answers = {
            f"g{group}{i}": 1 if i < low else 2
            for group, (low, high) in enumerate(world)
            for i in range(low + high)
        }
        found = breakdown(answers, people, TWO)["d"]
        seen[agreement(answers.values(), TWO), *found.shown.items()].append(world)
    return seen


@pytest.mark.parametrize(("groups", "most"), [(2, 9), (3, 6)])
def test_who_knows_the_rules_and_tries_every_world_finds_no_small_group(groups: int, most: int) -> None:
    """Of each world with a small group there are others that look the same: with other numbers of raters in
    that group, other answers and, unless all but one person gave the same one, another median.
    """
    for (total, *shown), same in worlds(groups, most).items():
        if not total.counts:
            continue  # only the number of all raters is known
        for place in range(groups):
            if not any(0 < sum(world[place]) < ENOUGH for world in same):
                continue
            filled = [world[place] for world in same if sum(world[place])]
            assert len({sum(cell) for cell in filled}) > 1, (total, shown, place)
            assert len(set(filled)) > 1, (total, shown, place)
            medians = {median([1] * low + [2] * high) for low, high in filled}
            assert len(medians) > 1 or min(total.counts) < 2, (total, shown, place)


@given(overlapping(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_of_groups_does_not_matter(
    world: tuple[Roster, Answers], random: Any
) -> None:
    people, answers = world
    belongs = {
        p: [key for key, group in people.dimensions["d"].items() if group & bit]
        for p, bit in people.bits.items()
    }
    order = random.sample(sorted(belongs), len(belongs))
    other = roster({p: {"d": random.sample(belongs[p], len(belongs[p]))} for p in order})
    again = breakdown({p: answers[p] for p in order if p in answers}, other, SCALE)["d"]
    first = breakdown(answers, people, SCALE)["d"]

    assert (dict(again.shown), set(again.hidden)) == (dict(first.shown), set(first.hidden))


def test_traits_come_from_person_and_cluster() -> None:
    cluster = Cluster(id="c", name="C", country="LV", ecosystems=("digital", "textile", "digital"))
    person = Person(
        id="ilze", edition="demo", name="Ilze", email="i@example.org", roles=("participant",), cluster=cluster
    )

    assert traits(person, kind="association", founded=2015, year=2024) == {
        "ecosystem": ["digital", "textile"],
        "country": ["LV"],
        "role": ["participant"],
        "kind": ["association"],
        "age": ["5to9"],
    }
    assert traits(person.model_copy(update={"cluster": None}), year=2024) == {
        "ecosystem": [],
        "country": [],
        "role": ["participant"],
        "kind": [],
        "age": [],
    }


def test_ages_are_in_four_bands() -> None:
    assert [age_band(years) for years in (0, 4, 5, 9, 10, 19, 20, 80)] == [
        *("under5", "under5", "5to9", "5to9", "10to19", "10to19", "over20", "over20")
    ]
