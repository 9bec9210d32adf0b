"""The demo's action plans: actions that come from notes, wait for each other and are of different quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from cba_kit.programme.demo.board import Pinned
from cba_kit.programme.demo.hand import Hand
from cba_kit.programme.demo.material import Idea
from cba_kit.programme.demo.stroke import Place, moment

SHEET = "action_plan"
_SPANS = {
    "d90": (date(2024, 3, 13), 25, (30, 56)),
    "m12": (date(2024, 6, 17), 90, (110, 160)),
    "y3": (date(2025, 3, 24), 120, (380, 620)),
}
"""For each horizon: the earliest start, days that it may begin later, and the days that it takes."""
_ORDER = ((0, 0), (1, 0), (0, 1), (0, 2), (1, 2), (1, 1), (0, 3), (1, 3))
"""In which order actions are thought of: (theme, action)."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An action that was written."""

    id: str
    when: str
    title: str


def write_plan(hand: Hand, notes: Sequence[Pinned]) -> list[Planned]:
    """Write actions as far as the participant got."""
    count = round(7 * hand.share(38, 56))
    chosen = [(theme, hand.themes[theme].actions[number]) for theme, number in _ORDER[:count]]
    session = moment("2024-01-25 13:20")
    week = hand.pen.between("2024-03-01 21:00", "2024-03-09 17:00")
    ids: dict[tuple[int, str], str] = {}
    planned = []
    for position, (theme, idea) in enumerate(sorted(chosen, key=_horizon), start=1):
        fields = _action(hand, idea, notes)
        before = ids.get((theme, idea.after))
        fields |= {
            "position": position,
            "aim": hand.wording.say(hand.themes[theme].aims[0].aim),
            "depends_on": [before] if before else [],
        }
        at = session if position <= 2 else week
        entry = hand.pen.put(at, Place(SHEET, "action", ""), fields)
        ids[theme, idea.key] = entry
        planned.append(Planned(entry, idea.when, fields["title"]))
    return planned


def _horizon(chosen: tuple[int, Idea]) -> int:
    return list(_SPANS).index(chosen[1].when)


def _action(hand: Hand, idea: Idea, notes: Sequence[Pinned]) -> dict[str, Any]:
    say, chance = hand.wording.say, hand.random
    low, high = idea.money
    start, due = _dates(idea.when, chance)
    source, state = idea.funding
    fields: dict[str, Any] = {
        "title": say(idea.title),
        "origin": _origin(idea, notes),
        "trends": list(idea.trends),
        "description": say(idea.about),
        "owner": chance.choice((hand.actor.name, *hand.actor.team, hand.actor.team[0])),
        "start": start.isoformat(),
        "due": due.isoformat(),
        "first_step": say(idea.first),
        "first_step_by": (date(2024, 3, 12) + timedelta(days=chance.randint(1, 14))).isoformat(),
        "cost": float(chance.randint(low, high) * 1000),
        "funding": source,
        "funding_status": state,
        "measure": say(idea.measure),
        "baseline": say(idea.baseline),
        "target": say(idea.target),
        "target_by": due.isoformat(),
        "risks": say(idea.risk),
        "confidence": chance.randint(4, 9),
        "status": "planned",
    }
    return fields | _gaps(hand, idea)


def _dates(when: str, random: Random) -> tuple[date, date]:
    earliest, spread, (low, high) = _SPANS[when]
    start = earliest + timedelta(days=random.randint(0, spread))
    return start, start + timedelta(days=random.randint(low, high))


def _origin(idea: Idea, notes: Sequence[Pinned]) -> str:
    return next((note.id for note in notes if note.sentence.startswith(idea.origin)), "")


def _gaps(hand: Hand, idea: Idea) -> dict[str, Any]:
    """Leave something open for the plan check to ask, or let work have begun."""
    chance = hand.random
    gaps: dict[str, Any] = {}
    if chance.random() < 0.12:
        gaps["owner"] = ""
    if chance.random() < 0.1:
        gaps["baseline"] = ""
    if chance.random() < 0.12:
        gaps |= {"first_step": "", "first_step_by": None}
    if idea.when == "d90" and chance.random() < 0.45:
        gaps["status"] = "active"
    elif idea.when == "m12" and chance.random() < 0.1:
        why = hand.wording.say("We wait for an answer of the {institute}.")
        gaps |= {"status": "blocked", "status_reason": why}
    elif idea.when == "y3" and chance.random() < 0.1:
        why = hand.wording.say("{big} do the same from May on.")
        gaps |= {"status": "dropped", "status_reason": why}
    return gaps
