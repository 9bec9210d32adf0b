"""Breakdowns: what groups of people say on one scale, where that gives away nothing about fewer than five.

People may be in several groups of one dimension (ecosystems), and a reader may know who is in which group,
and may add and subtract all that is shown. Therefore:

- A group is shown only with five raters or more, and together with the groups shown before only if these cut
  the people who answered into parts of five raters or more. Whatever is added and subtracted within one
  dimension is then about such parts: this is why overlapping groups are safe, and why many of them are not
  shown.
- Those in no shown group are not of one mind, even if one leaves out the lowest and the highest rating: the
  median of each hidden group would be known; nor are their groups all of four raters: the sum would tell. If
  they are of one mind, none of the groups is shown.
- Groups are taken from the largest to the smallest, those of one size all or none: their names would tell
  something otherwise.
- Dimensions are taken in their order. Two groups of different dimensions, or what a dimension leaves over,
  never differ by one to four raters, nor does one from what the other leaves.

What more than two groups of different dimensions give together is not looked at: to use it, a reader must
know the memberships of everybody, and that everybody answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_

from cba_kit.model.agreement import Agreement, counted
from cba_kit.model.people import Person
from cba_kit.model.suppression import ENOUGH
from cba_kit.model.trends import Scale

Traits = Mapping[str, Iterable[str]]
"""The groups that one person is in, by dimension."""
MOST_OVERLAPPING = 8
"""Groups that overlap and are shown together; twice the time with each one more."""
_AGES = ((5, "under5"), (10, "5to9"), (20, "10to19"))


@dataclass(frozen=True, slots=True)
class Split:
    """One dimension: the groups that may be shown, and the names of the others, without any number."""

    shown: Mapping[str, Agreement]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is in which group, as sets of bits, so that a thousand breakdowns take no time."""

    bits: Mapping[str, int]
    dimensions: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class _Tally:
    """The answers on one scale: who gave each of them."""

    points: tuple[int, ...]
    unknown: int
    rated: int
    answered: int

    def is_enough(self, people: int) -> bool:
        """Tell whether numbers about these people may be known: five raters or more, or no answers."""
        some = people & self.answered
        return not some or (some & self.rated).bit_count() >= ENOUGH

    def are_apart(self, some: list[int], others: list[int]) -> bool:
        """Tell whether each set of people, taken from each other one or from all, leaves nobody or enough."""
        rated, most = self.rated, self.rated.bit_count() - ENOUGH
        differ = [one ^ other for one in some for other in others]
        return all(
            self.is_enough(people) and self.is_enough(self.answered ^ people)
            for people in differ
            if not ENOUGH <= (people & rated).bit_count() <= most
        )

    def is_mixed(self, people: int) -> bool:
        """Tell whether five raters or more are not of one mind, the lowest and the highest of them aside."""
        ratings = [at for at, point in enumerate(self.points) for _ in range((people & point).bit_count())]
        return ratings[1] != ratings[-2]

    def agreement(self, people: int, scale: Scale) -> Agreement:
        counts = [(people & point).bit_count() for point in self.points]
        return counted(counts, (people & self.unknown).bit_count(), scale)


def traits(person: Person, *, kind: str = "", founded: int | None = None, year: int) -> dict[str, list[str]]:
    """Return the groups that a person is in by dimension, in the order to take them; empty: not known.

    `kind` and `founded` are those of the cluster, from its profile; its age is that in `year`.
    """
    cluster = person.cluster
    return {
        "ecosystem": list(dict.fromkeys(cluster.ecosystems)) if cluster else [],
        "country": [cluster.country] if cluster and cluster.country else [],
        "role": list(person.roles),
        "kind": [kind] if kind else [],
        "age": [age_band(year - founded)] if founded is not None else [],
    }


def age_band(years: int) -> str:
    """Return the group of a cluster's age in years: under5, 5to9, 10to19, over20."""
    return next((key for end, key in _AGES if years < end), "over20")


def roster(people: Mapping[str, Traits]) -> Roster:
    """Return the roster of people by id; dimensions and groups stand in the order in which they come."""
    bits = {person: 1 << place for place, person in enumerate(people)}
    dimensions: dict[str, dict[str, int]] = {}
    for person, memberships in people.items():
        for dimension, keys in memberships.items():
            groups = dimensions.setdefault(dimension, {})
            for key in keys:
                groups[key] = groups.get(key, 0) | bits[person]
    return Roster(bits, dimensions)


def breakdown(answers: Mapping[str, int | None], people: Roster, scale: Scale) -> dict[str, Split]:
    """Return what each group says, by dimension. `answers` are those on one trend and scale, by person.

    None stands for “don't know”. Who is not on the roster is in no group.
    """
    tally = _tally(answers, people, scale)
    found, earlier = {}, list[int]()
    for dimension, groups in people.dimensions.items():
        given = {key: mask & tally.answered for key, mask in groups.items()}
        shown, rest = _choose(given, tally, earlier)
        earlier += [*(given[key] for key in shown), rest]
        found[dimension] = Split(
            shown={key: tally.agreement(given[key], scale) for key in groups if key in shown},
            hidden=tuple(key for key in groups if key not in shown),
        )
    return found


def _tally(answers: Mapping[str, int | None], people: Roster, scale: Scale) -> _Tally:
    by_answer: dict[int | None, int] = {}
    spare = 1 << len(people.bits)
    for person, value in answers.items():
        bit = people.bits.get(person)
        if bit is None:
            bit, spare = spare, spare << 1
        by_answer[value] = by_answer.get(value, 0) | bit
    points = tuple(by_answer.get(value, 0) for value in range(scale.low, scale.high + 1))
    unknown, rated = by_answer.get(None, 0), reduce(or_, points)
    return _Tally(points, unknown, rated, rated | unknown)


def _choose(groups: Mapping[str, int], tally: _Tally, earlier: list[int]) -> tuple[set[str], int]:
    """Return the groups of one dimension that may be shown, and the people in none of them."""
    sizes = {key: (people & tally.rated).bit_count() for key, people in groups.items()}
    large = sorted((key for key in groups if sizes[key] >= ENOUGH), key=sizes.__getitem__, reverse=True)
    shown: set[str] = set()
    knots: list[list[int]] = []
    rest = tally.answered
    for _size, same in groupby(large, key=sizes.__getitem__):
        keys = [*same]
        tied, left = knots, rest
        for key in keys:
            tied, left = _tie(tied, groups[key]), left & ~groups[key]
        changed = tied if not left else [knot for knot in tied if knot not in knots]
        if (
            tally.is_enough(left)
            and tally.are_apart([*(groups[key] for key in keys), left], earlier)
            and all(_is_tight(knot, tally, closed=not left) for knot in changed)
            and not _is_full([groups[key] & left for key in groups if key not in {*shown, *keys}], tally)
        ):
            shown.update(keys)
            knots, rest = tied, left
    return (shown, rest) if not rest or not shown or tally.is_mixed(rest) else (set(), tally.answered)


def _tie(knots: list[list[int]], group: int) -> list[list[int]]:
    """Return knots of groups that overlap, one group more; groups of different knots share nobody."""
    touched = [knot for knot in knots if any(group & other for other in knot)]
    return [
        *(knot for knot in knots if knot not in touched),
        [*(other for knot in touched for other in knot), group],
    ]


def _is_tight(knot: list[int], tally: _Tally, *, closed: bool) -> bool:
    """Tell whether no sum and no difference of these groups is about one to four raters.

    Whatever the factors of a sum are, they can be made whole numbers that are not all even. Such a sum is
    about everybody, at least, who is in an odd number of the groups with odd factors. So it is enough to
    look at these people, for each choice of groups. `closed` takes the union of all as one more group: where
    nobody is left over, it is known, too.
    """
    if len(knot) == 1:
        return True
    if len(knot) > MOST_OVERLAPPING:
        return False
    odd = [0]
    for group in (*knot, reduce(or_, knot)) if closed else knot:
        raters = group & tally.rated
        odd += [people ^ raters for people in odd]
    return min(map(int.bit_count, odd[1:])) >= ENOUGH


def _is_full(hidden: list[int], tally: _Tally) -> bool:
    """Tell whether hidden groups are all as large as a small one can be: their sum would tell."""
    return {(people & tally.rated).bit_count() for people in hidden if people} == {ENOUGH - 1}
