"""The demo's forms: profile, challenges, strategy and needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cba_kit.programme.demo.hand import Hand
from cba_kit.programme.demo.material import Need
from cba_kit.programme.demo.stroke import Place, later, moment

_SERVICES = {
    "finance": "funding",
    "engagement": "matchmaking",
    "skills": "skills",
    "international": "international",
    "green": "greening",
    "digital": "digitalisation",
    "services": "intelligence",
    "research": "innovation",
    "startups": "startups",
}
_CHALLENGES = {
    "finance": ("financing", "Lasting financing"),
    "engagement": ("engagement", "Members who take part"),
    "skills": ("talent", "Young talent"),
    "international": ("international", "Going international"),
    "green": ("transition", "The green change"),
    "digital": ("transition", "The digital change"),
    "services": ("portfolio", "The mix of our services"),
    "research": ("research", "From research to industry"),
    "startups": ("matchmaking", "First customers for young firms"),
}


def write_forms(hand: Hand) -> None:
    """Write the forms as far as the participant got."""
    _profile(hand)
    _challenges(hand)
    _strategy(hand)
    _needs(hand)


def answer(hand: Hand, at: datetime, sheet: str, question: str, value: Any) -> None:
    """Write a single answer; its entry is named by sheet and question."""
    hand.pen.put(at, Place(sheet, "answer", question), {"value": value}, entry=f"{sheet}.{question}")


def row(hand: Hand, at: datetime, place: Place, position: int, cells: dict[str, Any]) -> None:
    """Write a row of a question of type rows."""
    hand.pen.put(at, place, {**cells, "position": position})


def _profile(hand: Hand) -> None:
    actor, numbers, chance = hand.actor, hand.wording.numbers, hand.random
    say = hand.wording.say
    served = dict.fromkeys([*(_SERVICES[key] for key in actor.themes), "matchmaking", "innovation"])
    label = chance.choice(("none", "none", "bronze", "bronze", "silver", "gold"))
    answers: dict[str, Any] = {
        "founded": chance.randint(1998, 2021),
        "legal_form": chance.choice(("association", "association", "foundation", "company", "public")),
        "country": actor.country,
        "region": actor.place,
        "staff": numbers["staff"],
        "members_total": numbers["members"],
        "members_sme": numbers["sme"],
        "ecosystems": [actor.ecosystem],
        "services": list(served),
        "members_large": numbers["large"],
        "members_research": numbers["research"],
        "members_public": numbers["public"],
        "website": f"https://{actor.site}.example",
        "technologies": say("{tech}, and tests at the {lab}"),
        "priorities": say("What {place} says about {tech} in its strategy for smart specialisation"),
        "label": label,
        **(
            {"label_until": f"{chance.randint(2024, 2026)}-0{chance.randint(4, 9)}-30"}
            if label != "none"
            else {}
        ),
        "partners_sought": say("A cluster that knows {tech} and has {buyers} among its contacts"),
    }
    first = hand.pen.between("2024-01-18 09:00", "2024-01-22 17:00")
    count = round(len(answers) * hand.share(0, 22))
    for place, (question, value) in enumerate(list(answers.items())[:count]):
        answer(hand, later(first, 12 * (place // 8)), "profile", question, value)


def _challenges(hand: Hand) -> None:
    share = hand.share(4, 22)
    if share <= 0:
        return
    first, second = hand.themes
    at = hand.pen.between("2024-01-19 09:00", "2024-01-23 12:00")
    say = hand.wording.say
    texts = {
        "biggest": first.challenge.biggest,
        "tried": first.challenge.tried,
        "wish": first.challenge.wish if share < 1 else f"{first.challenge.wish} {second.challenge.wish}",
    }
    for question, text in list(texts.items())[: max(1, round(3 * share))]:
        answer(hand, at, "challenges", question, say(text))
    if share > 0.6:
        named = [_CHALLENGES[key] for key in hand.actor.themes]
        answer(hand, later(at, 9), "challenges", "themes", list(dict.fromkeys(key for key, _ in named)))
        for position, (_, words) in enumerate(named, start=1):
            cells = {"challenge": words, "weight": 6 - position - hand.random.randint(0, 1)}
            row(hand, later(at, 9), Place("challenges", "answer", "ranking"), position, cells)


def _strategy(hand: Hand) -> None:
    share = hand.share(12, 40)
    if share <= 0:
        return
    first, second = hand.themes
    say = hand.wording.say
    at = hand.pen.between("2024-01-23 10:40", "2024-01-23 11:50")
    answer(hand, at, "strategy", "mission", say(first.mission))
    if share > 0.25:
        answer(hand, at, "strategy", "vision_5", say(first.vision_5))
    aims = [*first.aims[:2], second.aims[0], first.aims[2], second.aims[1]]
    for position, aim in enumerate(aims[: round(5 * share)], start=1):
        cells = {"aim": say(aim.aim), "measure": say(aim.measure), "target": say(aim.target)}
        row(hand, later(at, 18), Place("strategy", "answer", "aims"), position, cells)
    areas = [*first.focus[:2], *second.focus[:2]]
    for position, area in enumerate(areas[: round(4 * share)], start=1):
        row(hand, later(at, 25), Place("strategy", "answer", "focus_areas"), position, {"area": say(area)})
    if share > 0.7:
        evening = hand.pen.between("2024-01-26 09:00", "2024-02-02 17:00")
        answer(hand, evening, "strategy", "vision_10", say(first.vision_10))
        answer(hand, evening, "strategy", "not_do", say(hand.material.base.strategy["not_do"][hand.rank]))


def _needs(hand: Hand) -> None:
    share = hand.share(26, 50)
    if share <= 0:
        return
    found: list[Need] = [theme.need for theme in hand.themes]
    found += hand.some(hand.material.base.needs, 3)
    at = moment("2024-01-23 12:20")
    for position, need in enumerate(found[: max(1, round(5 * share))], start=1):
        if position == 2:  # the first one in the session, the others after talks with members
            at = hand.pen.between("2024-01-29 09:00", "2024-02-09 17:00")
        importance = hand.random.choice((3, 4, 4, 5, 5))
        cells: dict[str, Any] = {
            name: hand.wording.say(text) for name, text in need.model_dump().items() if text
        }
        cells |= {"importance": importance, "satisfaction": hand.random.randint(1, importance - 2)}
        row(hand, at, Place("needs", "answer", "needs"), position, cells)
