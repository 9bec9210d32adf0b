"""Wording: sentences with places in braces become those of one cluster."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

from cba_kit.programme.demo.material import Actor, EcosystemWords

_PLACE = re.compile(r"\{(\w+)(?: (\d+) (\d+))?\}")
_OPENING = re.compile(r"(?:^|[.!?] )[“(]?$")
_EUROS = {"money": 1000, "hundreds": 100}


class Wording:
    """The words and numbers of one cluster. The n-th of an ecosystem takes the n-th word of each list."""

    def __init__(self, actor: Actor, ecosystem: EcosystemWords, rank: int, random: Random) -> None:
        self.random = random
        self.numbers = _numbers(random)
        self._words: dict[str, str] = {key: four[rank] for key, four in ecosystem.words.items()}
        self._words |= {"place": actor.place, "second": actor.team[0], "first": actor.name.split()[0]}
        self._words |= shown(self.numbers)

    def say(self, sentence: str) -> str:
        """Fill the places of a sentence; {any 3 9}, {money 5 30}, {hundreds 3 9} draw a number each time."""

        def fill(found: re.Match[str]) -> str:
            name, low, high = found.groups()
            if low is not None:
                number = self.random.randint(int(low), int(high))
                return str(number) if name == "any" else euros(number * _EUROS[name])
            word = self._words[name]
            opens = _OPENING.search(sentence[: found.start()]) is not None
            return word[0].upper() + word[1:] if opens else word

        return _PLACE.sub(fill, sentence)


def euros(amount: float) -> str:
    """Write an amount as the sheets do: €86,000."""
    return f"€{amount:,.0f}"


def shown(numbers: Mapping[str, float | str]) -> dict[str, str]:
    """Write a cluster's numbers as words for sentences."""
    money = ("fees", "projects", "base", "services", "salaries", "events", "lab_cost")
    words = {
        name: euros(value) if name in money and not isinstance(value, str) else f"{value:g}"
        for name, value in numbers.items()
        if not isinstance(value, str)
    }
    return words | {name: value for name, value in numbers.items() if isinstance(value, str)}


def _numbers(random: Random) -> dict[str, float | str]:
    """Draw numbers that agree with each other: members add up, and income covers the costs."""
    sme, large = random.randint(18, 84), random.randint(3, 12)
    research, public = random.randint(2, 9), random.randint(1, 7)
    members = sme + large + research + public
    staff = random.randint(3, 14) / 2
    salaries = round(staff * random.randint(31, 58)) * 1000
    events, lab = (
        round(salaries * random.uniform(0.08, 0.2), -3),
        round(salaries * random.uniform(0.06, 0.14), -3),
    )
    income = salaries + events + lab
    fees = round(income * random.uniform(0.14, 0.36), -3)
    services = round(income * random.uniform(0.03, 0.12), -3)
    projects = round(income * random.uniform(0.25, 0.45), -3)
    base = income - fees - services - projects
    return {
        "sme": sme,
        "large": large,
        "research": research,
        "public": public,
        "members": members,
        "staff": staff,
        "salaries": salaries,
        "events": events,
        "lab_cost": lab,
        **{"fees": fees, "services": services, "projects": projects, "base": base},
        "fee_share": round(100 * fees / income),
        "service_share": round(100 * services / income),
        "project_share": round(100 * projects / income),
        "base_share": round(100 * base / income),
        "ends": random.choice(("December 2024", "June 2025", "December 2025", "March 2026")),
        "quiet": round(members * random.uniform(0.18, 0.42)),
        "opens": random.randint(24, 56),
        "visits": random.randint(5, 34),
        "groups": random.randint(3, 6),
    }
